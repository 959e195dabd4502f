"""Papers on the command line."""

import pytest

from tests.sectorlaunch.cli.conftest import Shell

SLUG = Shell.slug


@pytest.mark.parametrize("name", ["status", "role-sheets", "Invitation letter", "seating"])
def test_it_writes_a_paper_into_a_folder(shell: Shell, name: str) -> None:
    shell.start()
    folder = shell.folder / "papers"

    said = shell.says("paper", SLUG, name, "--to", str(folder))

    [written] = folder.iterdir()
    assert written.name in said.replace("\n", "")
    assert written.read_bytes().startswith(b"%PDF-")


def test_it_writes_the_newest_document_of_a_kind(shell: Shell) -> None:
    shell.start()
    shell.says("record", "document", SLUG, "--kind", "agenda", "--title", "Agenda", "--note", "Welcome.")

    shell.says("paper", SLUG, "agenda", "--to", str(shell.folder / "papers"))

    assert [path.suffix for path in (shell.folder / "papers").iterdir()] == [".pdf"]


@pytest.mark.parametrize("asked", [("name-cards",), ("agenda",), ("names", "--meeting", "99")])
def test_it_says_so_where_there_is_nothing_to_put_on_paper(shell: Shell, asked: tuple[str, ...]) -> None:
    shell.start()

    assert "There is no" in shell.complains("paper", SLUG, *asked)

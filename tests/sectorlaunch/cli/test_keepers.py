"""Keepers and leads, from the machine itself."""

from tests.sectorlaunch.cli.conftest import Shell


def test_it_names_and_ends_keepers(shell: Shell) -> None:
    shell.start()
    assert "Cora Venner" in shell.says("keepers", "list")
    assert "give their name" in shell.complains("keepers", "name", "ita@example.org")
    assert "Ita Machina keeps the installation" in shell.says(
        "keepers", "name", "ita@example.org", "--name", "Ita Machina"
    )
    assert [one["email"] for one in shell.reads("accounts", "list")] == [
        "cora@example.org",
        "ita@example.org",
    ]
    assert [one["email"] for one in shell.reads("keepers", "list")] == ["cora@example.org", "ita@example.org"]
    assert "no more" in shell.says("keepers", "end", "cora@example.org")
    assert "only keeper" in shell.complains("keepers", "end", "ita@example.org")


def test_it_names_and_ends_leads(shell: Shell) -> None:
    shell.start()
    assert "Nobody sees every partnership" in shell.says("leads", "list")
    assert "give their name" in shell.complains("leads", "name", "lena@example.org")
    assert "Lena Looker sees every partnership" in shell.says(
        "leads", "name", "lena@example.org", "--name", "Lena Looker"
    )
    assert [one["email"] for one in shell.reads("leads", "list")] == ["lena@example.org"]
    assert "any more" in shell.says("leads", "end", "lena@example.org")
    assert "do not see every" in shell.complains("leads", "end", "lena@example.org")

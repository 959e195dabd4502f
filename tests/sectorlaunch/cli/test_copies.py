"""Copies as an IT person makes them, puts them back and sets them going."""

from datetime import timedelta

import pytest

from .conftest import Shell


def test_it_goes_from_a_copy_to_a_home_that_goes_on(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.start()
    copy, elsewhere = shell.folder / "copy.tar.gz", shell.folder / "elsewhere"
    assert "the databases in it are whole" in shell.says("backup", str(copy))
    shell.now += timedelta(hours=2)

    said = shell.says("restore", str(copy), "--to", str(elsewhere))

    assert "holds everything as of 2026-03-02 16:00 UTC" in said
    assert "It stands still" in said
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(elsewhere))
    assert "Stay here, because the original may have sent them:" in shell.says("held")
    assert "Stay here, because the original may have sent them: 0." in shell.says(
        "held", "--ran-until", "2026-03-02T15:00"
    )
    assert shell.says("go-on").startswith("It goes on.")
    assert "messages leave as usual" in shell.says("held")
    assert "messages leave as usual" in shell.complains("go-on")


def test_it_says_what_is_in_the_way(shell: Shell) -> None:
    shell.start()
    copy = shell.folder / "copy.tar.gz"
    shell.says("backup", str(copy))

    assert "is not empty" in shell.complains("restore", str(copy), "--to", str(shell.home))
    assert "There is no" in shell.complains("restore", str(shell.folder / "no.tar.gz"), "--to", "nowhere")
    (shell.folder / "words.tar.gz").write_text("no archive", encoding="utf-8")
    said = shell.complains("restore", str(shell.folder / "words.tar.gz"), "--to", "nowhere")
    assert "cannot be read to its end" in said

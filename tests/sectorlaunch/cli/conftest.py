"""Commands as they are typed, on a home of their own and at a fixed moment."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sectorlaunch import clock, links
from sectorlaunch.cli.main import run
from tests import cast


class Shell:
    """`folder` holds the two files of the small partnership; `now` is what the clock says."""

    slug = "fernwater"

    def __init__(self, folder: Path, houses: "Houses", capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._houses = houses
        self.now: datetime = cast.MONDAY
        self._capsys = capsys

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def type(self, *words: str) -> tuple[int, str, str]:
        """Exit code, what was printed, what was complained about."""
        self._capsys.readouterr()
        code = run(list(words))
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    def says(self, *words: str) -> str:
        """What a command prints that is expected to go well."""
        code, out, err = self.type(*words)
        assert code == 0, f"{out}{err}"
        return out

    def complains(self, *words: str, code: int = 1) -> str:
        """What a command that is expected to fail says."""
        actual, out, err = self.type(*words)
        assert actual == code, f"{actual}: {out}{err}"
        return " ".join((out + err).split())

    def reads(self, *words: str) -> Any:
        return json.loads(self.says(*words, "--json"))

    def start(self) -> None:
        """As after `new`, in a moment."""
        shutil.rmtree(self.home)
        shutil.copytree(self._houses.started, self.home)

    def forget_everything(self) -> None:
        """As on a machine that has never seen us."""
        shutil.rmtree(self.home)


@dataclass(frozen=True)
class Houses:
    """Homes made once and copied for each test: `empty` has tables, `started` the small partnership."""

    empty: Path
    started: Path


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Houses:
    folder = tmp_path_factory.mktemp("houses")
    write_files(folder)
    houses = Houses(folder / "empty", folder / "started")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: cast.MONDAY)
        patch.setenv("SECTOR_LAUNCH_HOME", str(houses.empty))
        assert run(["migrate"]) == 0
        shutil.copytree(houses.empty, houses.started)
        patch.setenv("SECTOR_LAUNCH_HOME", str(houses.started))
        assert run(["new", str(folder / "partnership.yaml"), "--people", str(folder / "contacts.csv")]) == 0
    return houses


def write_files(folder: Path) -> None:
    (folder / "partnership.yaml").write_text(cast.PARTNERSHIP, encoding="utf-8")
    (folder / "contacts.csv").write_text(cast.CONTACTS, encoding="utf-8")


@pytest.fixture
def shell(
    tmp_path: Path, houses: Houses, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shell]:
    shell = Shell(tmp_path, houses, capsys)
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(shell.home))
    monkeypatch.setattr(clock, "now", lambda: shell.now)
    write_files(tmp_path)
    shutil.copytree(houses.empty, shell.home)
    links.portal_url.cache_clear()
    yield shell
    links.portal_url.cache_clear()

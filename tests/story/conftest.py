"""A convener at a terminal: every command as it is typed, on a clock that the test moves."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from sectorlaunch import clock, database, links
from sectorlaunch.cli.main import run
from sectorlaunch.commit_watch import CommitWatch
from sectorlaunch.engine import carry_out, next_due, polls, steps, surveys
from sectorlaunch.outbox.deliver import dispatcher, waiting
from sectorlaunch.settings import Settings
from sectorlaunch.tables import StepRun, StepState
from tests import cast


class Terminal:
    """Types commands at a moment, and lets follow what follows from them: steps go on, touches leave, mail is delivered."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.now = cast.MONDAY
        self._capsys = capsys
        self._went_on_at: datetime | None = None

    @property
    def settings(self) -> Settings:
        return Settings()

    def type(self, *words: str, exit_code: int = 0) -> str:
        """What a command printed. Fails when it ended otherwise than expected."""
        self._capsys.readouterr()
        code = run(list(words))
        said = self._capsys.readouterr()
        assert code == exit_code, f"{' '.join(words)} → {code}\n{said.out}\n{said.err}"
        self._go_on()
        return said.out + said.err

    def tries(self, *words: str) -> bool:
        """Whether a command was carried out; a person who is not asked may be refused."""
        self._capsys.readouterr()
        code = run(list(words))
        assert code == 0 or "not among those who answer" in self._capsys.readouterr().err
        self._go_on()
        return code == 0

    def read(self, *words: str) -> Any:
        """What a command says for machines."""
        return json.loads(self.type(*words, "--json"))

    def wait(self, days: float) -> None:
        """Lets days pass, from one due moment to the next."""
        end = self.now + timedelta(days=days)
        while self.now < end:
            self.now = min(self._next_due() or end, end)
            self._go_on()

    @cached_property
    def _engine(self) -> Engine:
        """Kept from command to command, so that statements are compiled once."""
        return database.open_database(self.settings)

    @cached_property
    def _changes(self) -> CommitWatch:
        return CommitWatch(self._engine)

    def hang_up(self) -> None:
        self._changes.close()
        self._engine.dispose()

    def _next_due(self) -> datetime | None:
        with database.reading(self._engine) as session:
            due = [next_due.next_due(session), waiting.next_due(session, self.now)]
        later = [moment for moment in due if moment is not None]
        return max(min(later), self.now + timedelta(minutes=1)) if later else None

    def wait_until(self, moment: datetime) -> None:
        self.wait((moment - self.now) / timedelta(days=1))

    def _go_on(self) -> None:
        """Round after round until nothing more follows; not at all where a command has only looked."""
        is_news = self._changes.has_moved() or self.now != self._went_on_at
        self._went_on_at = self.now
        while is_news:
            with database.unit_of_work(self._engine, self.now) as session:
                polls.carry_out_due(session, self.now)
                surveys.carry_out_due(session, self.now)
                carry_out.due(session, self.now)
            with database.unit_of_work(self._engine, self.now) as session:
                for step in session.exec(select(StepRun).where(StepRun.state == StepState.OPEN)).all():
                    steps.advance(session, self.now, step.pk)
            dispatcher.run_once(self._engine, self.now, self.settings)
            is_news = self._changes.has_moved()


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    home = tmp_path / "home"
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(home))
    links.portal_url.cache_clear()
    terminal = Terminal(tmp_path, capsys)
    monkeypatch.setattr(clock, "now", lambda: terminal.now)
    (tmp_path / "partnership.yaml").write_text(cast.PARTNERSHIP, encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(cast.CONTACTS, encoding="utf-8")
    terminal.type("migrate")
    terminal.type("new", str(tmp_path / "partnership.yaml"), "--people", str(tmp_path / "contacts.csv"))
    yield terminal
    terminal.hang_up()
    links.portal_url.cache_clear()

"""A launch with two champions on board, and a poll about its date."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from playbooks.calendar import Calendar
from sectorlaunch import database
from sectorlaunch.actions import champions, polls
from sectorlaunch.engine import polls as poll_engine
from sectorlaunch.records import polls as poll_records
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate
from sectorlaunch.tables import (
    ActionTeam,
    ChampionStage,
    Person,
    PlaybookRun,
    Poll,
    PollChoice,
    PollOption,
    Priority,
    TeamMember,
)
from tests.cast import MONDAY, Launch, begin

DENVER = Calendar("America/Denver", "US", "CO")
WORDS = {"y": PollChoice.YES, "m": PollChoice.IF_NEED_BE, "n": PollChoice.NO}


def local(month: int, day: int, hour: int) -> datetime:
    """An hour of 2026 by the clocks of Denver."""
    return DENVER.moment(date(2026, month, day), time(hour))


DATES = (local(9, 15, 9), local(9, 16, 9), local(10, 1, 15))
CLOSES = local(3, 13, 17)
"""A Friday."""


class Polled:
    """A launch, and what people do in its date polls."""

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        for name in ("Champ One", "Champ Two"):
            self._agree(name)

    def _agree(self, name: str) -> None:
        someone = self.launch.someone(name)

        def agree(session: Session, now: datetime) -> None:
            champions.move(session, now, self.launch.run_id, someone, ChampionStage.AGREED, by=name)

        self.launch.do(agree)

    def open(
        self, *dates: datetime, closes: datetime = CLOSES, allowed: Allowed = Allowed(), minutes: int = 90
    ) -> Poll:
        wanted = [ProposedDate(start, minutes) for start in dates or DATES]
        return self.launch.do(
            lambda session, now: polls.open_for_launch(
                session, now, self.launch.run_id, wanted, closes, by="Cora Venner", allowed=allowed
            )
        )

    def open_for_team(self, team_id: int, *dates: datetime, closes: datetime) -> Poll:
        wanted = [ProposedDate(start, 45) for start in dates]
        return self.launch.do(
            lambda session, now: polls.open_for_team(
                session, now, self.launch.run_id, team_id, wanted, closes, by="Cora Venner"
            )
        )

    def team(self, *names: str) -> int:
        """An action team with these members."""

        def form(session: Session, now: datetime) -> int:
            partnership_id = session.get_one(PlaybookRun, self.launch.run_id).partnership_id
            priority = Priority(
                partnership_id=partnership_id, words="Train welders", position=1, chosen_at=now
            )
            session.add(priority)
            session.flush()
            team = ActionTeam(
                partnership_id=partnership_id, priority_id=priority.pk, name="Train welders", formed_at=now
            )
            session.add(team)
            session.flush()
            for name in names:
                session.add(
                    TeamMember(team_id=team.pk, person_id=self.launch.person(session, name), joined_at=now)
                )
            return team.pk

        return self.launch.do(form)

    def vote(self, name: str, said: str, poll: Poll) -> None:
        """What somebody says to each date, the earliest first: y, m or n."""

        def put(session: Session, now: datetime) -> None:
            person = session.exec(select(Person).where(Person.name == name)).one()
            dates = poll_records.options(session, poll)
            choices = {option.pk: WORDS[letter] for option, letter in zip(dates, said, strict=True)}
            polls.vote(session, now, self.launch.run_id, poll.pk, person, choices)

        self.launch.do(put)

    def sweep(self, at: datetime | None = None) -> list[str]:
        self.launch.now = at or self.launch.now
        return self.launch.do(poll_engine.carry_out_due)

    def now(self, poll: Poll) -> Poll:
        with database.reading(self.launch.engine) as session:
            return session.get_one(Poll, poll.id)

    def options(self, poll: Poll) -> Sequence[PollOption]:
        with database.reading(self.launch.engine) as session:
            return poll_records.options(session, poll)

    def asked(self, poll: Poll) -> list[str]:
        with database.reading(self.launch.engine) as session:
            return [person.name for person in poll_records.asked(session, poll)]

    def written_to(self, kind: str) -> list[str]:
        return sorted(message.to_name for message in self.launch.messages(kind))


@pytest.fixture
def polled(engine: Engine, tmp_path: Path) -> Polled:
    return Polled(begin(engine, tmp_path, MONDAY))

"""The stage of a rehearsal: the same tables in memory, a clock that jumps, and the deeds people are about to do."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from notifications.wires.wire import Wire
from playbooks.calendar import Calendar
from playbooks.model import Playbook
from sectorlaunch import database
from sectorlaunch.engine import consequences
from sectorlaunch.query_cache import CachingSession
from sectorlaunch.rehearsal.chance import Chance
from sectorlaunch.tables import Channel

Deed = Callable[[Session], object]
"""Something a simulated person does, inside a unit of work."""

DAY_BEGINS, DAY_ENDS = time(8, 0), time(18, 0)
"""When simulated people do things, local time."""


@dataclass
class Stage:
    """`now` is the only clock; it is moved by `walk` and by nothing else."""

    engine: Engine
    now: datetime
    chance: Chance
    calendar: Calendar
    playbook: Playbook
    wire: Wire
    slug: str = ""
    partnership_id: int = 0
    run_id: int = 0
    _session: Session = field(init=False)
    _deeds: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self._session = CachingSession(self.engine, expire_on_commit=False)

    def close(self) -> None:
        """Leaves nothing behind."""
        self._session.close()
        self.engine.dispose()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.calendar.zone)

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A unit of work at the present moment; gates are reviewed before it is committed, as everywhere.

        One session for the whole rehearsal: nobody else writes here, so what it has read stays true.
        """
        with self._session.begin():
            yield self._session
            consequences.follow(self._session, self.now)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._session.begin():
            yield self._session

    def follow(self, session: Session) -> None:
        """Has happen what follows from one deed, before the next; gates are reviewed when the moment is over."""
        consequences.follow(session, self.now, review=False)

    def at(self, moment: datetime, deed: Deed) -> None:
        """Has somebody do something at a moment; at once when the moment has passed.

        The moment is moved to the next full hour: what people do between two of them is one turn.
        """
        heapq.heappush(
            self._deeds,
            (_next_hour(moment) if moment > self.now else self.now, next(self._number), deed),
        )

    def in_hours(self, hours: float, dice: Random, deed: Deed) -> None:
        """The same after some hours, moved to the working day of somebody with other things to do."""
        self.at(self.by_day(self.now + timedelta(hours=hours), dice), deed)

    def by_day(self, moment: datetime, dice: Random) -> datetime:
        local = moment.astimezone(self.zone)
        if self.calendar.is_business_day(local.date()) and DAY_BEGINS <= local.time() < DAY_ENDS:
            return moment
        early = local.time() < DAY_BEGINS and self.calendar.is_business_day(local.date())
        day = local.date() if early else self.calendar.next_business_day(local.date())
        return self.calendar.moment(day, DAY_BEGINS) + timedelta(minutes=dice.randrange(240))

    def next_deed(self) -> datetime | None:
        return self._deeds[0][0] if self._deeds else None

    def due_deeds(self) -> list[Deed]:
        """Takes what is to be done by now off the list."""
        due = []
        while self._deeds and self._deeds[0][0] <= self.now:
            due.append(heapq.heappop(self._deeds)[2])
        return due


def set_up(now: datetime, chance: Chance, calendar: Calendar, playbook: Playbook, wire: Wire) -> Stage:
    """An empty house in memory. Its one channel is live, so that office hours apply as they will in earnest."""
    engine = database.open_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    stage = Stage(engine, now, chance, calendar, playbook, wire)
    with stage.unit() as session:
        session.add(Channel(tag="email", url="rehearsal:", masked="rehearsal", tested_at=now, live_since=now))
    return stage


def _next_hour(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not past else moment - past + timedelta(hours=1)

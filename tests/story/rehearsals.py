"""Whole launches on a stepped clock, for the stories: a small partnership, walked as far as a story needs."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from sqlmodel import Session, col, select

from sectorlaunch.records import meetings
from sectorlaunch.rehearsal import begin
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.tables import Meeting, Message, MessageState, Person, PlannedTouch
from tests import cast

BEGINS_ON = date(2026, 3, 2)
LEADERS = 14
DAY = timedelta(days=1)
Found = TypeVar("Found")


@lru_cache(maxsize=2)
def files(more: str = "", playbook: str = "sector-launch") -> Path:
    """The small partnership with a room full of leaders to invite; `more` is put below its file."""
    folder = Path(mkdtemp(prefix="sector-launch-story-"))
    described = f"{cast.PARTNERSHIP}critical_mass: 5\n{more}"
    described = described.replace("playbook: sector-launch\n", f"playbook: {playbook}\n")
    (folder / "partnership.yaml").write_text(described, encoding="utf-8")
    leaders = "".join(
        f"Leader {number:02},leader{number:02}@example.com,970-555-02{number:02},Owner,Works {number:02},"
        f"business,business leader,yes,,\n"
        for number in range(LEADERS)
    )
    (folder / "contacts.csv").write_text(cast.CONTACTS + leaders, encoding="utf-8")
    return folder / "partnership.yaml"


def first_morning(seed: int, more: str = "", playbook: str = "sector-launch") -> Walk:
    return begin(files(more, playbook), seed=seed, begins_on=BEGINS_ON)


@lru_cache(maxsize=4)
def finished(seed: int) -> Walk:
    """A launch walked to its end; read only."""
    walk = first_morning(seed)
    walk.to_the_end()
    return walk


def launch_of(walk: Walk) -> Meeting:
    def read(session: Session) -> Meeting:
        found = meetings.launch_meeting(session, walk.stage.partnership_id)
        assert found is not None
        return found

    return looking(walk, read)


def until_days_before_launch(walk: Walk, days: float) -> None:
    """As far as so many days before the launch, once its date is set."""
    walk.until(cast.MONDAY + 60 * DAY)
    while launch_of(walk).starts_at is None:
        walk.until(walk.stage.now + 7 * DAY)
    starts_at = launch_of(walk).starts_at
    assert starts_at is not None
    walk.until(starts_at - days * DAY)


def looking(walk: Walk, read: Callable[[Session], Found]) -> Found:
    with walk.stage.reading() as session:
        return read(session)


def messages(walk: Walk, *kinds: str, to: str = "") -> list[Message]:
    """What was written, in order; of some kinds and to one person where that is asked."""

    def read(session: Session) -> list[Message]:
        return list(
            session.exec(select(Message).where(Message.run_id == walk.stage.run_id).order_by(col(Message.id)))
        )

    return [
        message
        for message in looking(walk, read)
        if (not kinds or message.kind in kinds) and to in ("", message.to_name)
    ]


def sent(walk: Walk, *kinds: str, to: str = "") -> list[Message]:
    return [message for message in messages(walk, *kinds, to=to) if message.state is MessageState.SENT]


def touches(walk: Walk, *keys: str) -> list[PlannedTouch]:
    def read(session: Session) -> list[PlannedTouch]:
        return list(session.exec(select(PlannedTouch).order_by(col(PlannedTouch.id))))

    return [touch for touch in looking(walk, read) if not keys or touch.touch_key in keys]


def somebody(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def moment(walk: Walk) -> datetime:
    return walk.stage.now

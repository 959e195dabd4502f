"""Future local times whose moment is not right any more, since the law that changes the clocks of a zone has changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import wall_clock
from sectorlaunch.tables import Meeting, Partnership, Poll, PollOption

RULES_LENGTH = 20
"""Characters of the name of an edition that are kept."""


@dataclass(frozen=True)
class Drifted:
    """A meeting, a date that is voted on or the end of a poll, with the moment at which clocks will show what was said."""

    what: Meeting | PollOption | Poll
    partnership_id: int
    zone: str
    moment: datetime


def said(what: Meeting | PollOption | Poll) -> tuple[datetime | None, str]:
    """The moment that is kept, and beside it what clocks were said to show then."""
    return (
        (what.closes_at, what.closes_local) if isinstance(what, Poll) else (what.starts_at, what.starts_local)
    )


def drifted(session: Session, now: datetime) -> list[Drifted]:
    """Of every partnership, the meetings to come and the open polls, with their dates, that stand beside their hour."""
    meetings = (
        select(Meeting, Partnership)
        .join(Partnership, col(Partnership.id) == col(Meeting.partnership_id))
        .where(
            col(Meeting.starts_at) > now, col(Meeting.canceled_at).is_(None), col(Meeting.held_at).is_(None)
        )
        .order_by(col(Meeting.id))
    )
    options = (
        select(PollOption, Partnership)
        .join(Poll, col(Poll.id) == col(PollOption.poll_id))
        .join(Partnership, col(Partnership.id) == col(Poll.partnership_id))
        .where(col(PollOption.starts_at) > now, col(Poll.closed_at).is_(None))
        .order_by(col(PollOption.id))
    )
    polls = (
        select(Poll, Partnership)
        .join(Partnership, col(Partnership.id) == col(Poll.partnership_id))
        .where(col(Poll.closes_at) > now, col(Poll.closed_at).is_(None))
        .order_by(col(Poll.id))
    )
    found = []
    for what, partnership in (*session.exec(meetings), *session.exec(options), *session.exec(polls)):
        moment, local = said(what)
        if local and wall_clock.reading(moment, partnership.zone) != local:
            meant = wall_clock.moment(local, partnership.zone)
            found.append(Drifted(what, partnership.pk, partnership.zone, meant))
    return found


def planned_by_other_rules(session: Session) -> list[Partnership]:
    """The partnerships under way whose touches were planned by other rules than this machine has now."""
    behind = select(Partnership).where(
        col(Partnership.ended_at).is_(None),
        col(Partnership.clock_rules) != wall_clock.rules_version()[:RULES_LENGTH],
    )
    return list(session.exec(behind.order_by(col(Partnership.id))))

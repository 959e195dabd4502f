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
    """A meeting, or a date that is voted on, with the moment at which clocks will show the hour that was said."""

    what: Meeting | PollOption
    partnership_id: int
    zone: str
    starts_at: datetime


def drifted(session: Session, now: datetime) -> list[Drifted]:
    """Of every partnership, the meetings to come and the dates of open polls that stand beside their hour."""
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
    found = [*session.exec(meetings), *session.exec(options)]
    return [
        Drifted(
            what, partnership.pk, partnership.zone, wall_clock.moment(what.starts_local, partnership.zone)
        )
        for what, partnership in found
        if what.starts_local and wall_clock.reading(what.starts_at, partnership.zone) != what.starts_local
    ]


def planned_by_other_rules(session: Session) -> list[Partnership]:
    """The partnerships under way whose touches were planned by other rules than this machine has now."""
    behind = select(Partnership).where(
        col(Partnership.ended_at).is_(None),
        col(Partnership.clock_rules) != wall_clock.rules_version()[:RULES_LENGTH],
    )
    return list(session.exec(behind.order_by(col(Partnership.id))))

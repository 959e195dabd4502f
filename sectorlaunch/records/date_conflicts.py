"""Dates that fall on the launch of another partnership of this installation: pointed out, never refused."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from sectorlaunch import wording
from sectorlaunch.tables import Meeting, MeetingKind, Partnership

_A_DAY = timedelta(days=1)


def with_other_launches(session: Session, partnership: Partnership, dates: Iterable[datetime]) -> list[str]:
    """A sentence for each date on whose day, in the partnership's zone, another launch is planned. `dates` are aware."""
    zone = ZoneInfo(partnership.zone)
    said = []
    for start in sorted(dates):
        on = start.astimezone(zone).date()
        near = session.exec(
            select(Meeting, Partnership)
            .join(Partnership, col(Partnership.id) == col(Meeting.partnership_id))
            .where(
                Meeting.kind == MeetingKind.LAUNCH,
                Meeting.partnership_id != partnership.id,
                col(Meeting.canceled_at).is_(None),
                col(Meeting.starts_at) > start - _A_DAY,
                col(Meeting.starts_at) < start + _A_DAY,
            )
            .order_by(col(Meeting.starts_at))
        ).all()
        said += [
            f"{wording.day(on)} is the day on which {other.name} has its launch."
            for meeting, other in near
            if meeting.starts_at is not None and meeting.starts_at.astimezone(zone).date() == on
        ]
    return said

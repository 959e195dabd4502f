"""The partners' debrief: it keeps its distance from the launch."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from sectorlaunch import calendars
from sectorlaunch.records import meetings, partnerships
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.tables import Meeting, MeetingKind


def follow(
    session: Session, now: datetime, run_id: int, launch: Meeting, before: WhenAndWhere, *, by: str
) -> None:
    """Moves the debrief with the launch: as many business days after it as before, at the same hour.

    A debrief without a date, or on a day before the launch it was to follow, is left to whoever set it. Whoever has
    its date in hand is told, as of every move (S2 slide 24: within a day or two of the launch).
    """
    from sectorlaunch.actions import meetings as meeting_actions

    if before.starts_at is None or launch.starts_at is None:
        return
    partnership = partnerships.partnership_of(session, run_id)
    calendar, zone = calendars.of(partnership), ZoneInfo(partnership.zone)
    was_on, is_on = calendar.local_date(before.starts_at), calendar.local_date(launch.starts_at)
    if was_on == is_on:
        return
    for debrief in meetings.of_kind(session, launch.partnership_id, MeetingKind.DEBRIEF):
        if debrief.starts_at is None or debrief.held_at is not None or debrief.starts_at < before.starts_at:
            continue
        days_after = calendar.business_days_between(was_on, calendar.local_date(debrief.starts_at))
        hour = debrief.starts_at.astimezone(zone).time()
        starts_at = calendar.moment(calendar.add_business_days(is_on, days_after), hour)
        meeting_actions.change(session, now, run_id, debrief.pk, by=by, starts_at=starts_at)

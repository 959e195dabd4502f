"""The partners' debrief: it keeps its distance from the launch."""

from datetime import datetime

from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.events import Happening
from sectorlaunch.records import meetings
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Meeting, MeetingKind


def follow(launch: Launch, moved: Happening) -> None:
    """Moves the debrief with the launch: as many business days after it as before, at the same hour.

    A debrief without a date, or on a day before the launch it was to follow, is left to whoever set it. Whoever has
    its date in hand is told, as of every move (S2 slide 24: within a day or two of the launch).
    """
    meeting = launch.session.get_one(Meeting, moved.data["meeting_id"])
    was_at, is_at = (datetime.fromisoformat(moved.data[at]) for at in ("was_at", "is_at"))
    was_on, is_on = launch.on(was_at), launch.on(is_at)
    if meeting.kind is not MeetingKind.LAUNCH or was_on == is_on:
        return
    calendar = launch.calendar
    for debrief in meetings.of_kind(launch.session, launch.partnership_id, MeetingKind.DEBRIEF):
        if debrief.starts_at is None or debrief.held_at is not None or debrief.starts_at < was_at:
            continue
        days_after = calendar.business_days_between(was_on, launch.on(debrief.starts_at))
        hour = debrief.starts_at.astimezone(launch.zone).time()
        starts_at = calendar.moment(calendar.add_business_days(is_on, days_after), hour)
        meeting_actions.change(
            launch.session, launch.now, launch.run_id, debrief.pk, by=moved.actor, starts_at=starts_at
        )

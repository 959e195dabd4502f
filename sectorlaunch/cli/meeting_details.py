"""From options of the command line to a meeting."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from playbooks.yaml_lines import read_text
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.cli.recording import Recording
from sectorlaunch.errors import BadInput
from sectorlaunch.records import meetings
from sectorlaunch.tables import Meeting, MeetingKind, PlaceKind

USUAL_HOUR = time(9, 0)


def the_launch(at: Recording) -> Meeting:
    """Raises BadInput when the launch was called off and no other is planned."""
    found = at.meeting
    if found is None:
        raise BadInput("No launch meeting is planned. Set one with `record launch --date … --time …`.")
    return found


def change_launch(
    at: Recording,
    *,
    on: object,
    begins: object,
    minutes: int | None,
    place: str,
    address: str,
    business: bool | None,
    host: str,
    facilitator: str,
    neutral: bool | None,
    welcome: str,
    scribe: str,
    note: str,
) -> str:
    """Changes the launch meeting, or plans one where the last was called off; says how it stands."""
    launch = at.meeting or meeting_actions.plan(
        at.session,
        at.now,
        at.run_id,
        meeting_actions.NewMeeting(MeetingKind.LAUNCH, f"Launch of the {at.partnership.name}", None),
        by=at.by,
    )
    details: dict[str, Any] = {}
    for name, value in (("place", place), ("address", address), ("note", note), ("minutes", minutes)):
        if value:
            details[name] = value
    if business is not None:
        details["place_kind"] = PlaceKind.BUSINESS if business else PlaceKind.PUBLIC
    if host:
        details["host_id"] = at.person(host).id
    if facilitator:
        details["facilitator_id"] = at.person(facilitator).id
    if neutral is not None:
        details["facilitator_neutral"] = neutral
    parts = {part: at.person(email).id for part, email in (("welcome", welcome), ("scribe", scribe)) if email}
    if parts:
        details["roles"] = {**launch.roles, **parts}
    changed = meeting_actions.change(
        at.session,
        at.now,
        at.run_id,
        launch.pk,
        by=at.by,
        starts_at=_begins(at, launch, on, begins),
        **details,
    )
    return f"{changed.title}: {meetings.when_words(at.session, changed)}" + (
        f", {changed.place}." if changed.place else "."
    )


def _begins(at: Recording, launch: Meeting, on: object, begins: object) -> datetime | None:
    """The new moment; a day without a time keeps the time, a time without a day the day."""
    if on is None and begins is None:
        return None
    zone = at.zone
    before = launch.starts_at.astimezone(zone) if launch.starts_at else None
    target = before.date() if before else at.partnership.target_launch_on
    if on is None and target is None:
        raise BadInput("Give the day as well: --date 2027-03-04.")
    if begins is None and before is None:
        raise BadInput("Give the time as well: --time 08:30.")
    return at.moment(on or target, begins or (before.time() if before else None))


def addresses(given: list[str]) -> list[str]:
    """What stands on the command line, where a name of a file stands for the addresses in it, one a line."""
    found: list[str] = []
    for word in given:
        if "@" in word and not Path(word).exists():
            found.append(word)
        else:
            found += [line.strip() for line in read_text(Path(word)).splitlines() if line.strip()]
    return found


def hold_debrief(at: Recording, on: object, begins: object, present: list[str] | None) -> str:
    """Plans the debrief where none is planned, and records it as held. Raises BadInput for a day to come."""
    zone = at.zone
    today = at.now.astimezone(zone).date()
    wanted = on if isinstance(on, date) else today
    starts_at = at.moment(wanted, begins if isinstance(begins, time) else USUAL_HOUR)
    if starts_at > at.now:
        starts_at = at.now if wanted == today else starts_at
    held = [
        meeting
        for meeting in meetings.of_kind(at.session, at.partnership_id, MeetingKind.DEBRIEF)
        if meeting.held_at is None
    ]
    meeting = (
        held[0]
        if held and on is None and held[0].starts_at is not None and held[0].starts_at <= at.now
        else meeting_actions.plan(
            at.session,
            at.now,
            at.run_id,
            meeting_actions.NewMeeting(MeetingKind.DEBRIEF, "Partners' debrief", starts_at),
            by=at.by,
        )
    )
    there = at.people(addresses(present or []))
    meeting_actions.hold(at.session, at.now, at.run_id, meeting.pk, there, by=at.by)
    return f"{meeting.title}: {meetings.when_words(at.session, meeting)}, {len(there)} people."

"""Records of step 3: the launch meeting, replies, attendance, the debrief."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli.installation import recording
from sectorlaunch.cli.options import By, Email, Note, Slug, argument, day, hour, one_of
from sectorlaunch.errors import BadInput

if TYPE_CHECKING:
    from sectorlaunch.cli.recording import Recording
    from sectorlaunch.tables import Meeting

USUAL_HOUR = time(9, 0)
"""When a debrief began, where nobody says."""
Missing = Annotated[
    list[str] | None,
    typer.Option(
        "--absent",
        metavar="EMAIL|FILE",
        help="Somebody who was not, or a file with one address a line; repeat it for more.",
    ),
]
Emails = Annotated[
    list[str] | None,
    typer.Option(
        "--present",
        metavar="EMAIL|FILE",
        help="Somebody who was there, or a file with one address a line; repeat it for more.",
    ),
]


def launch(
    slug: Slug,
    date: Annotated[Any, day("The day of the launch.", "--date")] = None,
    time: Annotated[Any, hour("When it begins, local time.", "--time")] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=15, max=720, help="How long it lasts.")
    ] = None,
    room_for: Annotated[
        int | None,
        typer.Option("--room-for", min=0, max=5000, help="How many can come at most; 0 for no bound."),
    ] = None,
    place: Annotated[str, typer.Option("--place", help="Such as “Plant 2 of Sawtooth Packaging”.")] = "",
    address: Annotated[str, typer.Option("--address")] = "",
    business: Annotated[
        bool | None, typer.Option("--business-facility/--public-building", help="What kind of place it is.")
    ] = None,
    host: Annotated[str, typer.Option("--host", metavar="EMAIL")] = "",
    facilitator: Annotated[str, typer.Option("--facilitator", metavar="EMAIL")] = "",
    partial: Annotated[
        bool | None,
        typer.Option(
            "--partial-voice/--neutral-voice",
            help="Whether the facilitator is the lead voice of a public body's agenda.",
        ),
    ] = None,
    welcome: Annotated[str, typer.Option("--welcome", metavar="EMAIL", help="Who welcomes the guests.")] = "",
    scribe: Annotated[str, typer.Option("--scribe", metavar="EMAIL")] = "",
    note: Note = "",
    by: By = "",
) -> None:
    """Date, place and parts of the launch meeting. What is left out stays. A moved meeting is announced once."""
    from sectorlaunch.actions import meetings as meeting_actions
    from sectorlaunch.records import meetings as meeting_records
    from sectorlaunch.records import shortest_plan
    from sectorlaunch.tables import MeetingKind, PlaceKind

    with recording(slug, by) as at:
        meeting = at.meeting or meeting_actions.plan(
            *at.here,
            meeting_actions.NewMeeting(
                MeetingKind.LAUNCH,
                meeting_records.usual_title(
                    MeetingKind.LAUNCH, at.partnership.name, main=at.playbook.meeting
                ),
                None,
            ),
            by=at.by,
        )
        words = {"place": place, "address": address, "note": note, "minutes": minutes}
        details: dict[str, Any] = {name: value for name, value in words.items() if value}
        if room_for is not None:
            details["capacity"] = room_for or None
        if business is not None:
            details["place_kind"] = PlaceKind.BUSINESS if business else PlaceKind.PUBLIC
        if host:
            details["host_id"] = at.person(host).id
        if facilitator:
            details["facilitator_id"] = at.person(facilitator).id
        if partial is not None:
            details["facilitator_neutral"] = not partial
        parts = {
            name: at.person(email).id for name, email in (("welcome", welcome), ("scribe", scribe)) if email
        }
        if parts:
            details["roles"] = {**meeting.roles, **parts}
        starts_at = _new_moment(at, meeting, date, time)
        changed = meeting_actions.change(*at.here, meeting.pk, by=at.by, starts_at=starts_at, **details)
        where = f", {changed.place}." if changed.place else "."
        at.say(f"{changed.title}: {meeting_records.when_words(at.session, changed)}{where}")
        for remark in shortest_plan.remarks(at) if starts_at is not None else ():
            at.say(remark)


def _new_moment(at: "Recording", meeting: "Meeting", on: Any, begins: Any) -> datetime | None:
    """A day without a time keeps the time, a time without a day the day."""
    if on is None and begins is None:
        return None
    before = meeting.starts_at.astimezone(at.zone) if meeting.starts_at else None
    on = on or (before.date() if before else at.partnership.target_launch_on)
    begins = begins or (before.time() if before else None)
    if on is None:
        raise BadInput("Give the day as well: --date 2027-03-04.")
    if begins is None:
        raise BadInput("Give the time as well: --time 08:30.")
    return at.moment(on, begins)


def reply(
    slug: Slug,
    email: Email,
    answer: Annotated[str, argument("accepted|tentative|declined")],
    reason: Annotated[str, typer.Option("--reason")] = "",
    substitute: Annotated[str, typer.Option("--substitute", help="Who could come in their place.")] = "",
    by: By = "",
) -> None:
    """A reply to the invitation that came by phone or letter."""
    from sectorlaunch.actions import invitations as invitation_actions
    from sectorlaunch.records import invitations as invitation_records
    from sectorlaunch.tables import InvitationState

    state = one_of(InvitationState, answer, "answer")
    if state not in invitation_records.REPLIES:
        raise typer.BadParameter("a reply is accepted, tentative or declined.", param_hint="answer")
    with recording(slug, by) as at:
        who = at.person(email)
        said = invitation_actions.Reply(state, reason=reason, substitute=substitute)
        invitation_actions.reply(*at.here, at.launch_meeting().pk, who, said, by=at.by)
        at.say(f"{who.name}: {state.value}.")


def attendance(slug: Slug, present: Emails = None, absent: Missing = None, by: By = "") -> None:
    """That the launch took place, and who was there. Again: changes those who are named, and nobody else."""
    from sectorlaunch.actions import meetings

    if not present and not absent:
        raise typer.BadParameter("name who was there.", param_hint="--present")
    with recording(slug, by) as at:
        there, missing = at.people_listed(present or []), at.people_listed(absent or [])
        meetings.hold(*at.here, at.launch_meeting().pk, there, by=at.by, absent=missing)
        at.say(f"On record: {len(there)} people were there{f', {len(missing)} not' if missing else ''}.")


def debrief(
    slug: Slug,
    date: Annotated[Any, day("The day it was held; today when left out.", "--date")] = None,
    time: Annotated[Any, hour("When it began, local time.", "--time")] = None,
    present: Emails = None,
    by: By = "",
) -> None:
    """That the partners held their debrief."""
    from sectorlaunch.actions import meetings as meeting_actions
    from sectorlaunch.records import meetings as meeting_records
    from sectorlaunch.tables import MeetingKind

    with recording(slug, by) as at:
        starts_at = at.moment(date or at.today, time or USUAL_HOUR)
        if starts_at > at.now and date in (None, at.today):
            starts_at = at.now
        planned = [
            meeting
            for meeting in meeting_records.of_kind(at.session, at.partnership_id, MeetingKind.DEBRIEF)
            if meeting.held_at is None
        ]
        if planned and date is None and planned[0].starts_at is not None and planned[0].starts_at <= at.now:
            meeting = planned[0]
        else:
            new = meeting_actions.NewMeeting(MeetingKind.DEBRIEF, "Partners' debrief", starts_at)
            meeting = meeting_actions.plan(*at.here, new, by=at.by)
        there = at.people_listed(present or [])
        meeting_actions.hold(*at.here, meeting.pk, there, by=at.by)
        at.say(f"{meeting.title}: {meeting_records.when_words(at.session, meeting)}, {len(there)} people.")

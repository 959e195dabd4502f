"""Moving the launch: what would move with it, seen before it does, and the move itself."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session, col, func, select

from sectorlaunch import events, wording
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.engine import consequences
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.files import launch_dates
from sectorlaunch.records import dates, lead_time, meetings, partnerships, shortest_plan
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.pace import Pace
from sectorlaunch.status import paces, timeline
from sectorlaunch.status.timeline import Entry, Kind
from sectorlaunch.tables import Message, MessageState

MOVING = (Kind.TOUCH, Kind.GATE, Kind.MEETING)
LAUNCH = "The launch"


@dataclass(frozen=True)
class Moved:
    """One dated thing that changes. `to_on` is None for what falls away, `from_on` for what comes anew."""

    kind: Kind
    what: str
    from_on: date | None
    to_on: date | None
    state: str = ""
    """"missed" for a touch whose moment has passed on the new plan."""


@dataclass(frozen=True)
class Outlook:
    """What a move would do, or has done."""

    from_on: date | None
    to_on: date
    moved: tuple[Moved, ...]
    letters: int
    """How many people are written to because the date they have in hand is no longer true."""
    remarks: tuple[str, ...]
    """What speaks against the new day: a weekend, a holiday, too little lead for the letter."""
    may_hold: bool
    """Whether the plan can be done by then; where not, the remarks say how it could, and the pace has nothing to add."""
    pace: Pace


def move(session: Session, now: datetime, run_id: int, on: date, at: time | None, *, by: str) -> None:
    """Moves the launch to a day in the partnership's zone, at an hour; without one it keeps the hour it has.

    A launch without an hour moves its target date. Every touch to come is counted anew; whoever has the old date in
    hand is told once. Raises BadInput for a day that is not ahead and for a launch that is over.
    """
    launch = Launch.of(session, now, run_id)
    partnership, meeting = launch.partnership, launch.meeting
    if meeting is None or meeting.held_at is not None:
        raise BadInput("There is no launch to move: it was held, or called off.")
    if on <= launch.today:
        raise BadInput("The launch can only move to a day ahead.")
    hour = at or (meeting.starts_at.astimezone(launch.zone).time() if meeting.starts_at is not None else None)
    if hour is not None:
        try:
            starts_at = launch_dates.moment(on, hour, partnership.zone)
        except ValueError as remedy:
            raise BadInput(f"{remedy}.".capitalize()) from None
        meeting_actions.change(session, now, run_id, meeting.pk, by=by, starts_at=starts_at)
        return
    partnership.target_launch_on = on
    session.add(partnership)
    events.record(
        session, now, run_id, by, EventKind.LAUNCH_MOVED, f"The launch is planned for {wording.day(on)}."
    )


def outlook(session: Session, now: datetime, run_id: int, on: date, at: time | None, *, by: str) -> Outlook:
    """Carries the move out and says what it did. To see it beforehand, do this in `database.trying`.

    Raises BadInput as `move` does.
    """
    partnership = partnerships.partnership_of(session, run_id)
    before_on = dates.launch_date(session, partnership)
    before = _ahead(session, now, run_id)
    letters = _open_letters(session, run_id)
    move(session, now, run_id, on, at, by=by)
    consequences.follow(session, now)
    session.flush()
    return Outlook(
        from_on=before_on,
        to_on=on,
        moved=_differences(before, _ahead(session, now, run_id)),
        letters=_open_letters(session, run_id) - letters,
        remarks=_remarks(session, now, run_id, on),
        may_hold=not shortest_plan.remarks(Launch.of(session, now, run_id)),
        pace=paces.of(Launch.of(session, now, run_id)),
    )


Marks = dict[tuple[Kind, str, int], Entry]


def _ahead(session: Session, now: datetime, run_id: int) -> Marks:
    """What is to come or was missed, by kind and words; the same words twice are told apart by their order."""
    partnership = partnerships.partnership_of(session, run_id)
    seen: Counter[tuple[Kind, str]] = Counter()
    marks: Marks = {}
    launch = meetings.launch_meeting(session, partnership.pk)
    own_names = {timeline.TARGET, launch.title if launch is not None else ""}
    for entry in timeline.timeline(Launch.of(session, now, run_id)):
        if entry.kind not in MOVING or (entry.past and entry.state not in ("missed", "late")):
            continue
        what = LAUNCH if entry.what in own_names else entry.what
        name = (entry.kind, what)
        marks[(*name, seen[name])] = entry
        seen[name] += 1
    return marks


def _differences(before: Marks, after: Marks) -> tuple[Moved, ...]:
    found = []
    for mark in before.keys() | after.keys():
        old, new = before.get(mark), after.get(mark)
        one = new or old
        assert one is not None
        if old is not None and new is not None and (old.on, old.state) == (new.on, new.state):
            continue
        state = new.state if new is not None and new.state in ("missed", "late") else ""
        found.append(Moved(one.kind, mark[1], old.on if old else None, new.on if new else None, state))
    return tuple(sorted(found, key=lambda one: (one.to_on or one.from_on or date.max, one.kind, one.what)))


def _open_letters(session: Session, run_id: int) -> int:
    waiting = select(func.count()).where(
        Message.run_id == run_id, col(Message.state).in_([MessageState.QUEUED, MessageState.LEASED])
    )
    return session.exec(waiting).one()


def _remarks(session: Session, now: datetime, run_id: int, on: date) -> tuple[str, ...]:
    calendar = Launch.of(session, now, run_id).calendar
    holiday = calendar.holiday_name(on)
    remarks = []
    if holiday:
        remarks.append(f"{wording.day(on)} is {holiday}.")
    elif not calendar.is_business_day(on):
        remarks.append(f"{wording.day(on)} is on a weekend.")
    launch = Launch.of(session, now, run_id)
    tight = shortest_plan.remarks(launch)
    objection = "" if tight else lead_time.objection(launch)
    return (*remarks, *tight, *filter(None, [objection]))

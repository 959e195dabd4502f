"""Everything dated about a launch, past and to come: one function for the page, the command line, the feed and the digest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from sqlmodel import Session, col, select

from playbooks.model import Anchor, Touch
from sectorlaunch.records import dates, people, playbook_editions, progress, reach
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    Commitment,
    CommitmentState,
    ContactNote,
    GateState,
    Meeting,
    Person,
    PlannedTouch,
    Poll,
    PollState,
    ToDo,
    TouchState,
    Waiver,
)

TARGET = "Target date of the launch"
"""What stands for the launch meeting while it has no hour."""


class Kind(StrEnum):
    STEP = "step"
    GATE = "gate"
    TOUCH = "touch"
    MEETING = "meeting"
    COMMITMENT = "commitment"
    TASK = "task"
    WAIVER = "waiver"
    POLL = "poll"
    CONTACT = "contact"


@dataclass(frozen=True)
class Entry:
    """One dated thing. `at` is aware where a time is known; `on` is the date in the partnership's zone."""

    on: date
    at: datetime | None
    kind: Kind
    what: str
    state: str
    """Such as "passed", "planned", "missed", "due"."""
    past: bool
    key: str = ""


def timeline(launch: Launch) -> list[Entry]:
    """Every dated thing of a launch, oldest first; on the same day, what has a time comes last."""
    view = _View(launch.session, launch.now, launch.run_id)
    entries = [
        *_steps(view),
        *_gates(view),
        *_touches(view),
        *_meetings(view),
        *_promises(view),
        *_tasks(view),
        *_polls(view),
        *_talks(view),
    ]
    return sorted(entries, key=_in_order)


def coming(launch: Launch, until: date) -> list[Entry]:
    """What is still to come up to and with the day `until`: touches, meetings and gates, oldest first."""
    view = _View(launch.session, launch.now, launch.run_id, only_ahead=True)
    entries = [*_gates(view), *_touches(view), *_meetings(view)]
    return sorted((entry for entry in entries if not entry.past and entry.on <= until), key=_in_order)


def _in_order(entry: Entry) -> tuple[date, bool, str, str]:
    return entry.on, entry.at is not None, entry.at.isoformat() if entry.at else "", entry.what


@dataclass(frozen=True)
class _View(Launch):
    only_ahead: bool = False
    """Whether what has passed may be left out, where leaving it out saves something."""

    @cached_property
    def commitments(self) -> dict[int | None, Commitment]:
        """Every one of the partnership, by its id."""
        found = select(Commitment).where(Commitment.partnership_id == self.partnership.id)
        return {one.id: one for one in self.session.exec(found.order_by(col(Commitment.id)))}

    def at(self, moment: datetime, kind: Kind, what: str, state: str, key: str = "") -> Entry:
        return Entry(self.on(moment), moment, kind, what, state, moment <= self.now, key)

    def all_day(self, day: date, kind: Kind, what: str, state: str, key: str = "") -> Entry:
        return Entry(day, None, kind, what, state, day < self.today, key)


def _steps(view: _View) -> list[Entry]:
    entries = []
    for step in progress.steps_of(view.session, view.run_id):
        title = view.playbook.step(step.key).title
        if step.opened_at is not None:
            entries.append(
                view.at(step.opened_at, Kind.STEP, f"Step {step.position} begins: {title}", "begun")
            )
        if step.passed_at is not None:
            entries.append(
                view.at(step.passed_at, Kind.STEP, f"Step {step.position} done: {title}", "passed")
            )
    return entries


def _gates(view: _View) -> list[Entry]:
    """Gates as they opened; those ahead at the date by which the default clock wants them open."""
    launch_on = dates.launch_date(view.session, view.partnership)
    entries = []
    for gate in progress.gates_of(view.session, view.run_id).values():
        rule = view.playbook.step(gate.step_key).gate(gate.key)
        if gate.opened_at is not None:
            entries.append(view.at(gate.opened_at, Kind.GATE, f"Gate open: {rule.title}", "open", gate.key))
        elif rule.due is not None and rule.due.anchor is Anchor.LAUNCH and launch_on is not None:
            due = view.calendar.due_at(rule.due, launch_on, view.playbook.office_hours)
            late = gate.state is not GateState.OPEN and view.on(due) < view.today
            entries.append(
                view.all_day(
                    view.on(due), Kind.GATE, f"Gate due: {rule.title}", "late" if late else "due", gate.key
                )
            )
    return entries


def _touches(view: _View) -> list[Entry]:
    entries = []
    wanted = select(PlannedTouch).where(PlannedTouch.run_id == view.run_id)
    if view.only_ahead:
        wanted = wanted.where(PlannedTouch.due_at > view.now)
    planned_touches = [p for p in view.session.exec(wanted) if p.state is not TouchState.CANCELED]
    people.read_together(view.session, _people_in(planned_touches))
    for planned, touch in playbook_editions.with_touches(view.session, planned_touches):
        if planned.state is TouchState.PLANNED and _is_dead(view, planned, touch):
            continue
        what = touch.title + about(view.session, About.of(planned), view.commitments)
        if planned.result and planned.state is TouchState.DONE:
            what += f" ({planned.result})"
        entries.append(view.at(planned.due_at, Kind.TOUCH, what, planned.state.value, planned.touch_key))
    return entries


def _is_dead(view: _View, planned: PlannedTouch, touch: Touch) -> bool:
    return reach.is_dead(view.session, view.partnership_id, view.run_id, touch, About.of(planned))


def _people_in(planned_touches: Iterable[PlannedTouch]) -> Iterator[int]:
    for planned in planned_touches:
        if planned.about_kind is AboutKind.PERSON and planned.about_id is not None:
            yield planned.about_id


def about(session: Session, what: About, commitments: Mapping[int | None, Commitment] | None = None) -> str:
    """Whom or what an occurrence of a message is about, to be put behind its title; empty where the title says it all.

    `commitments` are those that are at hand already.
    """
    match what.kind:
        case AboutKind.PERSON:
            return f": {session.get_one(Person, what.id).name}"
        case AboutKind.WAVE:
            return ", second wave"
        case AboutKind.MEETING:
            return _whose_call(session, what.id)
        case AboutKind.COMMITMENT:
            promise = (commitments or {}).get(what.id) or session.get_one(Commitment, what.id)
            return f": {promise.what}"
        case _:
            return ""


def _whose_call(session: Session, meeting_id: int | None) -> str:
    """The team whose call a message is about; nothing for other meetings, of which there is one at a time."""
    meeting = session.get(Meeting, meeting_id)
    team = session.get(ActionTeam, meeting.team_id) if meeting and meeting.team_id else None
    return f": {team.name}" if team else ""


def _meetings(view: _View) -> list[Entry]:
    entries = []
    for meeting in view.session.exec(select(Meeting).where(Meeting.partnership_id == view.partnership_id)):
        state = "called off" if meeting.canceled_at else "held" if meeting.held_at else "planned"
        if meeting.starts_at is not None:
            entries.append(view.at(meeting.starts_at, Kind.MEETING, meeting.title, state))
    target = view.partnership.target_launch_on
    if target is not None and (view.meeting is None or view.meeting.starts_at is None):
        entries.append(view.all_day(target, Kind.MEETING, TARGET, "planned"))
    return entries


def _promises(view: _View) -> list[Entry]:
    entries = []
    for commitment in view.commitments.values():
        if commitment.due_on is None:
            continue
        overdue = commitment.state is CommitmentState.OPEN and commitment.due_on < view.today
        state = "overdue" if overdue else commitment.state.value
        entries.append(view.all_day(commitment.due_on, Kind.COMMITMENT, commitment.what, state))
    titles = {gate.key: gate.title for _, gate in view.playbook.gates()}
    for waiver in view.session.exec(
        select(Waiver).where(
            Waiver.run_id == view.run_id, col(Waiver.ended_at).is_(None), col(Waiver.waits).is_(False)
        )
    ):
        if waiver.gate_key not in titles:
            continue
        title = titles[waiver.gate_key]
        what = f"The waiver on “{title}” ends ({waiver.given_by}: {waiver.why})"
        entries.append(
            view.all_day(waiver.until, Kind.WAIVER, what, "returned" if waiver.returned_at else "due")
        )
    return entries


def _tasks(view: _View) -> list[Entry]:
    tasks = view.session.exec(
        select(ToDo, Person)
        .join(Person, col(ToDo.owner_id) == col(Person.id))
        .where(ToDo.run_id == view.run_id)
    )
    return [
        view.all_day(
            task.due_on, Kind.TASK, f"{owner.name}: {task.title}", "done" if task.done_at else "open"
        )
        for task, owner in tasks
    ]


def _polls(view: _View) -> list[Entry]:
    """When each poll closed or closes, and the reminder of those who have not voted while it is to come."""
    entries = []
    for poll in view.session.exec(select(Poll).where(Poll.partnership_id == view.partnership_id)):
        ends_at = poll.closed_at or poll.closes_at
        state = "due" if poll.state is PollState.OPEN else poll.state.value
        entries.append(view.at(ends_at, Kind.POLL, f"Date poll closes: {poll.title}", state))
        if poll.state is PollState.OPEN and poll.remind_at is not None and poll.reminded_at is None:
            what = f"Reminder of the date poll: {poll.title}"
            entries.append(view.at(poll.remind_at, Kind.POLL, what, "planned"))
    return entries


def _talks(view: _View) -> list[Entry]:
    """Calls, meetings and mails noted by hand."""
    noted = view.session.exec(
        select(ContactNote, Person)
        .join(Person, col(ContactNote.person_id) == col(Person.id))
        .where(ContactNote.partnership_id == view.partnership_id)
    )
    return [
        Entry(note.happened_on, None, Kind.CONTACT, f"{person.name}: {note.words}", note.kind.value, True)
        for note, person in noted
    ]

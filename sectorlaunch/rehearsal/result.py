"""What a rehearsal brought, as plain values."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from sectorlaunch import links
from sectorlaunch.records import audiences, dates
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.status import timeline
from sectorlaunch.tables import (
    GateRun,
    GateState,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Partnership,
    Person,
    PlannedTouch,
    StepRun,
    ToDo,
    TouchState,
    Waiver,
)


@dataclass(frozen=True)
class StepOutcome:
    key: str
    title: str
    state: str
    """locked, open or passed."""
    opened: date | None
    passed: date | None


@dataclass(frozen=True)
class WaiverGiven:
    question: str
    given_by: str
    why: str
    until: date


@dataclass(frozen=True)
class GateOutcome:
    key: str
    title: str
    step: str
    state: str
    """open, shut or ahead."""
    due: date | None
    reached: date | None
    opened: date | None
    waivers: tuple[WaiverGiven, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class MessageOut:
    """One message. `at` is aware, in the partnership's zone: when it left, or when it would have."""

    kind: str
    to: str
    to_name: str
    at: datetime
    subject: str
    reason: str
    text: str
    state: str
    state_reason: str


@dataclass(frozen=True)
class TaskGiven:
    on: date
    owner: str
    about: str
    title: str
    outcome: str


@dataclass(frozen=True)
class Missed:
    """A planned message that did not go: its moment had passed."""

    on: date
    title: str
    why: str


@dataclass(frozen=True)
class Room:
    """The funnel of the launch: how many were invited, said they come, and came."""

    invited: int = 0
    coming: int = 0
    present: int = 0
    business_present: int = 0


@dataclass(frozen=True)
class Rehearsal:
    slug: str
    name: str
    region: str
    playbook: str
    seed: int
    zone: str
    begun: date
    ended: date
    launch_on: date | None
    people: int
    remarks: tuple[str, ...]
    """What spoke against the day the launch was planned for, on the first morning."""
    steps: tuple[StepOutcome, ...]
    gates: tuple[GateOutcome, ...]
    messages: tuple[MessageOut, ...]
    unsent: tuple[MessageOut, ...]
    """Written and then not sent: answered meanwhile, not to be contacted, too late."""
    tasks: tuple[TaskGiven, ...]
    missed: tuple[Missed, ...]
    coming: tuple[timeline.Entry, ...]
    """Planned for after the end of the rehearsal."""
    room: Room

    @property
    def passed(self) -> bool:
        return all(step.state == "passed" for step in self.steps)


def gather(session: Session, stage: Stage, seed: int, remarks: tuple[str, ...] = ()) -> Rehearsal:
    partnership = session.get_one(Partnership, stage.partnership_id)
    messages = _messages(session, stage)
    sent = tuple(message for message in messages if message.state == MessageState.SENT.value)
    steps = _steps(session, stage)
    return Rehearsal(
        slug=stage.slug,
        name=partnership.name,
        region=partnership.region,
        playbook=stage.playbook.title,
        seed=seed,
        zone=partnership.zone,
        begun=stage.calendar.local_date(partnership.created_at),
        ended=stage.calendar.local_date(stage.now),
        launch_on=dates.launch_date(session, partnership),
        people=len(session.exec(select(Person.id)).all()),
        remarks=remarks,
        steps=steps,
        gates=_gates(session, stage, partnership),
        messages=sent,
        unsent=tuple(message for message in messages if message.state != MessageState.SENT.value),
        tasks=_tasks(session, stage),
        missed=_missed(session, stage),
        coming=tuple(
            entry
            for entry in timeline.timeline(Launch.of(session, stage.now, stage.run_id))
            if not entry.past
        ),
        room=_room(session, stage),
    )


def _steps(session: Session, stage: Stage) -> tuple[StepOutcome, ...]:
    rows = session.exec(select(StepRun).where(StepRun.run_id == stage.run_id).order_by(col(StepRun.position)))
    return tuple(
        StepOutcome(
            key=row.key,
            title=stage.playbook.step(row.key).title,
            state=row.state.value,
            opened=_day(stage, row.opened_at),
            passed=_day(stage, row.passed_at),
        )
        for row in rows
    )


def _gates(session: Session, stage: Stage, partnership: Partnership) -> tuple[GateOutcome, ...]:
    launch_on = dates.launch_date(session, partnership)
    given: dict[str, list[WaiverGiven]] = {}
    for waiver in session.exec(
        select(Waiver)
        .where(Waiver.run_id == stage.run_id, col(Waiver.ended_at).is_(None), col(Waiver.waits).is_(False))
        .order_by(col(Waiver.id))
    ):
        given.setdefault(waiver.gate_key, []).append(_waiver(stage, waiver))
    rows = session.exec(select(GateRun).where(GateRun.run_id == stage.run_id).order_by(col(GateRun.position)))
    found = []
    for row in rows:
        rule = stage.playbook.step(row.step_key).gate(row.key)
        due = (
            stage.calendar.due_on(rule.due, launch_on)
            if rule.due is not None and rule.due.anchor.value == "launch" and launch_on is not None
            else None
        )
        found.append(
            GateOutcome(
                key=row.key,
                title=rule.title,
                step=row.step_key,
                state=row.state.value,
                due=due,
                reached=_day(stage, row.reached_at),
                opened=_day(stage, row.opened_at),
                waivers=tuple(given.get(row.key, ())),
                missing=() if row.state is GateState.OPEN else tuple(row.missing),
            )
        )
    return tuple(found)


def _waiver(stage: Stage, waiver: Waiver) -> WaiverGiven:
    gate = next(gate for _, gate in stage.playbook.gates() if gate.key == waiver.gate_key)
    question = gate.question(waiver.question_key) if waiver.question_key else None
    words = (question.title or question.ask) if question else gate.title
    return WaiverGiven(words, waiver.given_by, waiver.why, waiver.until)


def _messages(session: Session, stage: Stage) -> list[MessageOut]:
    """Without loading their HTML: a launch writes a thousand of them."""
    rows = session.exec(
        select(Message)
        .where(Message.run_id == stage.run_id)
        .order_by(col(Message.id))
        .options(defer(Message.html), defer(Message.calendar_text))  # type: ignore[arg-type]
    )
    zone = ZoneInfo(stage.calendar.zone)
    found = [
        MessageOut(
            kind=message.kind,
            to=message.to_address,
            to_name=message.to_name,
            at=(message.sent_at or message.send_after).astimezone(zone),
            subject=message.subject,
            reason=message.reason,
            text=_without_links(message.text),
            state=message.state.value,
            state_reason=message.why,
        )
        for message in rows
    ]
    return sorted(found, key=lambda message: message.at)


def _without_links(text: str) -> str:
    """Personal links lead nowhere from a rehearsal, and their tokens differ each time."""
    return re.sub(rf"{re.escape(links.portal_url())}/\w[\w/-]*", "[personal link]", text)


def _tasks(session: Session, stage: Stage) -> tuple[TaskGiven, ...]:
    rows = session.exec(select(ToDo).where(ToDo.run_id == stage.run_id).order_by(col(ToDo.id))).all()
    names = dict(session.exec(select(Person.id, Person.name)).all())
    return tuple(
        TaskGiven(row.due_on, names[row.owner_id], names.get(row.about_id, ""), row.title, row.outcome)
        for row in rows
    )


def _missed(session: Session, stage: Stage) -> tuple[Missed, ...]:
    rows = session.exec(
        select(PlannedTouch)
        .where(PlannedTouch.run_id == stage.run_id, PlannedTouch.state == TouchState.MISSED)
        .order_by(col(PlannedTouch.due_at))
    )
    found = []
    for row in rows:
        activity = stage.playbook.step(row.step_key).activity(row.activity_key)
        touch = activity.touch(row.touch_key)
        found.append(Missed(stage.calendar.local_date(row.due_at), touch.title, row.result))
    return tuple(found)


def _room(session: Session, stage: Stage) -> Room:

    states = session.exec(
        select(Invitation.state)
        .join(Meeting, col(Invitation.meeting_id) == col(Meeting.id))
        .where(Meeting.partnership_id == stage.partnership_id, Meeting.kind == MeetingKind.LAUNCH)
    ).all()
    present = states.count(InvitationState.ATTENDED)
    business = audiences.resolve(session, stage.partnership_id, "business-attendees", About())
    coming = present + states.count(InvitationState.NO_SHOW) + states.count(InvitationState.ACCEPTED)
    return Room(len(states), coming, present, len(business))


def _day(stage: Stage, moment: datetime | None) -> date | None:
    return None if moment is None else stage.calendar.local_date(moment)

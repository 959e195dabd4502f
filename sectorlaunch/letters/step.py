"""Letters around gates: welcome, questions, role sheets, what opened, tasks, the weekly digest."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, func, select

from languages import formatting
from notifications.context import CommitmentBrief, DatedLine, RoleSheet
from notifications.rendering import kinds_with
from notifications.role_sheets import role_sheet, role_sheets
from playbooks.model import Gate
from sectorlaunch.events import EventKind
from sectorlaunch.facts import gate_status
from sectorlaunch.letters import waiting
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.letters.offered_fields import gate_of
from sectorlaunch.query_cache import cached
from sectorlaunch.records import answers, delivery, people, tasks
from sectorlaunch.rules import call_scripts
from sectorlaunch.rules.call_scripts import Call
from sectorlaunch.status import status, timeline
from sectorlaunch.tables import (
    Event,
    GateRun,
    GateState,
    Message,
    MessageState,
    Person,
    Role,
    StepRun,
    StepState,
    ToDo,
    Waiver,
)

ANSWER_WITHIN = 4
CALL_WITHIN = 3
"""Business days people are given."""


def welcome(source: LetterSource) -> Fields:
    first = source.launch.playbook.steps[0].gates[0]
    questions = answers.open_questions(
        source.launch.session, source.launch.run_id, first.key, source.person.pk
    )
    return {
        "role_sheets": _sheets(source, unacknowledged=False),
        "questions_waiting": len(questions),
        "answer_by": source.in_days(ANSWER_WITHIN) if questions else "",
    }


def answer_request(source: LetterSource) -> Fields:
    return {"answer_by": source.in_days(ANSWER_WITHIN)}


def answer_reminder(source: LetterSource) -> Fields:
    _, gate = gate_of(source)
    asked = _first_written(source, kinds_with("asks_about"), gate.key)
    earlier = _reminders_so_far(source, gate)
    return {
        "asked_on": source.on(asked) if asked else "",
        "answer_by": source.in_days(CALL_WITHIN),
        "last": earlier >= 1,
    }


def _reminders_so_far(source: LetterSource, gate: Gate) -> int:
    """How many this person had before: counted once for everyone who is reminded at the same moment."""

    def read() -> dict[int, int]:
        reminders = select(Message.person_id).where(
            Message.run_id == source.launch.run_id, Message.kind == source.kind, Message.stop_gate == gate.key
        )
        return Counter(person_id for person_id in source.launch.session.exec(reminders) if person_id)

    key = ("reminders so far", source.launch.run_id, source.kind, gate.key, source.launch.now)
    return cached(source.launch.session, (), key, read).get(source.person.pk, 0)


def role_sheet_reminder(source: LetterSource) -> Fields:
    since = _first_written(source, kinds_with("carries_role_sheets"))
    return {
        "role_sheets": _sheets(source, unacknowledged=True),
        "sent_on": source.on(since) if since else "",
        "is_first": since is None,
        "answer_by": source.in_days(CALL_WITHIN),
    }


def _first_written(
    source: LetterSource, kinds: Sequence[str], gate_key: str | None = None
) -> datetime | None:
    """When the reader was first written to about this; None when they never were. A welcome asks about its first gate."""
    first_gate = source.launch.playbook.steps[0].gates[0].key
    about = col(Message.stop_gate) == gate_key
    if gate_key == first_gate:
        about = about | col(Message.kind).in_(kinds_with("asks_about", "the first gate"))
    return source.launch.session.exec(
        select(func.min(func.coalesce(Message.sent_at, Message.send_after))).where(
            Message.run_id == source.launch.run_id,
            Message.person_id == source.person.id,
            col(Message.kind).in_(kinds),
            col(Message.state).in_([MessageState.SENT, MessageState.QUEUED, MessageState.LEASED]),
            *([about] if gate_key else []),
        )
    ).one()


def gate_opened(source: LetterSource) -> Fields:
    _, gate = gate_of(source)
    order = list(source.launch.playbook.gates())
    position = next(i for i, (_, other) in enumerate(order) if other.key == gate.key)
    following = order[position + 1][1].title if position + 1 < len(order) else ""
    status = answers.current(source.launch.session, source.launch.run_id, gate.key)
    answerers: dict[str, list[str]] = {}
    for answer in status:
        if answer.verdict == "done":
            answerers.setdefault(answer.question_key, []).append(answer.name)
    settled = [
        f"{gate.question(question).ask} Yes: {formatting.listing(source.language, names)}."
        for question, names in answerers.items()
    ]
    waivers = source.launch.session.exec(
        select(Waiver).where(
            Waiver.run_id == source.launch.run_id, Waiver.gate_key == gate.key, col(Waiver.ended_at).is_(None)
        )
    )
    return {
        "next_title": following,
        "coming": _coming(source, 4),
        "settled": tuple(settled),
        "waived": tuple(f"{w.given_by}, until {source.day(w.until)}: {w.why}" for w in waivers),
    }


def phone_task(source: LetterSource) -> Fields:
    return {
        "calls": tuple(source.brief(person) for person in source.silent),
        "purpose": source.why[:1].lower() + source.why[1:],
        "due_by": source.in_days(CALL_WITHIN),
        "script": _script(source),
        "history": _history(source) if len(source.silent) == 1 else (),
    }


def _script(source: LetterSource) -> tuple[str, ...]:
    """The playbook's own words for the call; with several to call, a gap where the name belongs."""
    if not source.explanation:
        return ()
    meeting = source.meeting_of_the_letter()
    brief = source.meeting_brief(meeting) if meeting is not None else None
    call = Call(
        name=source.silent[0].name if len(source.silent) == 1 else "…",
        caller=source.person.name,
        partnership=source.launch.partnership.name,
        meeting=brief.title if brief else "",
        when=brief.when_words if brief else "",
    )
    return tuple(call_scripts.own_words(source.explanation, call).splitlines())


def _history(source: LetterSource) -> tuple[DatedLine, ...]:
    sent = source.launch.session.exec(
        select(Message)
        .where(
            Message.run_id == source.launch.run_id,
            Message.person_id == source.silent[0].id,
            Message.state == MessageState.SENT,
        )
        .order_by(col(Message.sent_at).desc())
        .limit(5)
    ).all()
    return tuple(
        DatedLine(when_words=source.on(m.sent_at), what=m.subject) for m in reversed(sent) if m.sent_at
    )


def weekly_digest(source: LetterSource) -> Fields:

    step = source.launch.session.exec(
        select(StepRun)
        .where(StepRun.run_id == source.launch.run_id, StepRun.state == StepState.OPEN)
        .order_by(col(StepRun.position).desc())
        .limit(1)
    ).first()
    gate = source.launch.session.exec(
        select(GateRun)
        .where(GateRun.run_id == source.launch.run_id, GateRun.state == GateState.SHUT)
        .order_by(col(GateRun.id).desc())
        .limit(1)
    ).first()
    # Looked at now: what was noted at the last review may be answered since, and the digest tells of that answer, too.
    status = gate_status.look(source.launch, gate.key) if gate else None
    rule = source.launch.playbook.step(step.key) if step else source.launch.playbook.steps[-1]
    own = [
        t
        for t in tasks.open_for(source.launch.session, source.launch.run_id)
        if t.owner_id == source.person.id
    ]
    return {
        "step_title": rule.title,
        "gate_title": source.launch.playbook.step(gate.step_key).gate(gate.key).title if gate else "",
        "missing": status.missing if status else (),
        "settled_by": tuple("you" if name == source.person.name else name for name in status.settled_by)
        if status
        else (),
        "to_do": _tasks(source, own),
        "waiting": waiting.on_others(source),
        "happened": _happened(source, source.within(days=-7)),
        "coming": _coming(source, 8),
        "trouble": _trouble(source),
    }


def _tasks(source: LetterSource, own: Sequence[ToDo]) -> tuple[CommitmentBrief, ...]:
    """Tasks alike are one line, with the names they are about."""
    alike: dict[tuple[str, date], list[str]] = {}
    for task in own:
        about = source.launch.session.get(Person, task.about_id) if task.about_id is not None else None
        names = alike.setdefault((task.title, task.due_on), [])
        if about is not None and about.name not in task.title:
            names.append(about.name)
    return tuple(
        CommitmentBrief(
            what=f"{title}: {_some(source, names)}" if names else title, due_words=source.day(due)
        )
        for (title, due), names in alike.items()
    )


def _some(source: LetterSource, names: Sequence[str]) -> str:
    return formatting.listing(source.language, names, NAMED_AT_MOST + 1)


NAMED_AT_MOST = 5


NEWS = (
    EventKind.ANSWER_GIVEN,
    EventKind.GATE_OPENED,
    EventKind.STEP_PASSED,
    EventKind.CHAMPION_MOVED,
    EventKind.INVITATION_ANSWERED,
    EventKind.WAIVER_GIVEN,
    EventKind.MEETING_MOVED,
    EventKind.ATTENDANCE_RECORDED,
)


def _happened(source: LetterSource, since: datetime) -> tuple[DatedLine, ...]:
    news = source.launch.session.exec(
        select(Event)
        .where(
            Event.run_id == source.launch.run_id,
            Event.at >= since,
            col(Event.kind).in_([kind.value for kind in NEWS]),
        )
        .order_by(col(Event.id).desc())
        .limit(10)
    ).all()
    return tuple(DatedLine(when_words=source.on(event.at), what=event.summary) for event in reversed(news))


def _coming(source: LetterSource, limit: int) -> tuple[DatedLine, ...]:
    until = source.today + timedelta(days=60)
    ahead = timeline.coming(source.launch, until)
    return tuple(DatedLine(when_words=source.day(entry.on), what=entry.what) for entry in ahead[:limit])


ASK_THE_KEEPER = "Please tell whoever keeps Sector Launch here."
_FAILED = (MessageState.DEAD, MessageState.MISSED, MessageState.UNCERTAIN)


def _trouble(source: LetterSource) -> tuple[str, ...]:
    failed = source.launch.session.exec(
        select(Message)
        .where(
            Message.run_id == source.launch.run_id,
            col(Message.state).in_(_FAILED),
        )
        .order_by(col(Message.id).desc())
        .limit(5)
    ).all()
    lost = tuple(f"“{m.subject}” to {m.to_name}: {m.state.value}. {m.why}".strip() for m in failed)
    return lost + status.held_back(source.launch.session, source.launch.run_id) + _standing(source)


def _standing(source: LetterSource) -> tuple[str, ...]:
    """What stands still in the whole installation: messages that are held up, answers nobody reads."""
    session, now = source.launch.session, source.launch.now
    count, oldest = delivery.oldest_waiting(session, now)
    said = []
    if oldest is not None and now - oldest > delivery.LATE:
        waits = "One message that was due has" if count == 1 else f"{count} messages that were due have"
        said.append(f"{waits} not left yet. {ASK_THE_KEEPER}")
    if delivery.mailboxes_in_trouble(session):
        said.append(
            f"Answers that come by mail are not read just now; they wait in the mailbox. {ASK_THE_KEEPER}"
        )
    return tuple(said)


def _sheets(source: LetterSource, *, unacknowledged: bool) -> tuple[RoleSheet, ...]:
    rows = source.launch.session.exec(
        select(Role)
        .where(
            Role.partnership_id == source.launch.partnership_id,
            Role.person_id == source.person.id,
            col(Role.kind).in_(people.ROLE_SHEET),
            col(Role.ended_at).is_(None),
        )
        .order_by(col(Role.id))
    ).all()
    return tuple(
        role_sheet(role.kind.value, source.language)
        for role in rows
        if role.kind.value in role_sheets() and not (unacknowledged and role.acknowledged_at is not None)
    )

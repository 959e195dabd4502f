"""Letters around gates: welcome, questions, role sheets, what opened, tasks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from languages import formatting
from notifications.context import DatedLine, PersonBrief, RoleSheet
from notifications.rendering import kinds_with
from notifications.role_sheets import role_sheet, role_sheets
from playbooks.model import Gate, Stop, Touch
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.letters.offered_fields import gate_of
from sectorlaunch.query_cache import cached
from sectorlaunch.records import answers, deadlines, meetings, people, playbook_editions, tasks
from sectorlaunch.rules import call_scripts
from sectorlaunch.rules.call_scripts import Call
from sectorlaunch.status import timeline
from sectorlaunch.tables import (
    Message,
    MessageState,
    Person,
    Role,
    Waiver,
)

CALLS_A_LETTER = 10
"""The rest stands on the page; nobody makes 35 calls from one letter."""


def welcome(source: LetterSource) -> Fields:
    first = source.launch.playbook.steps[0].gates[0]
    questions = answers.open_questions(
        source.launch.session, source.launch.run_id, first.key, source.person.pk
    )
    return {
        "role_sheets": _sheets(source, unacknowledged=False),
        "questions_waiting": len(questions),
        "answer_by": source.due_words if questions else "",
    }


def answer_request(source: LetterSource) -> Fields:
    return {"answer_by": source.due_words}


def answer_reminder(source: LetterSource) -> Fields:
    _, gate = gate_of(source)
    asked = _first_written(source, kinds_with("asks_about"), gate.key)
    earlier = _reminders_so_far(source, gate)
    return {
        "asked_on": source.on(asked) if asked else "",
        "answer_by": source.due_words,
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
        "again": source.was_sent(source.kind),
        "answer_by": source.due_words,
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
    asked = {question.key for question in gate.questions}
    answerers: dict[str, list[str]] = {}
    for answer in status:
        if answer.verdict == "done" and answer.question_key in asked:
            answerers.setdefault(answer.question_key, []).append(answer.name)
    settled = [
        f"{gate.question(question).ask} Yes: {formatting.listing(source.language, names)}."
        for question, names in answerers.items()
    ]
    waivers = source.launch.session.exec(
        select(Waiver).where(
            Waiver.run_id == source.launch.run_id,
            Waiver.gate_key == gate.key,
            col(Waiver.ended_at).is_(None),
            col(Waiver.waits).is_(False),
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
        "calls": tuple(_to_call(source, person) for person in source.silent[:CALLS_A_LETTER]),
        "more": max(0, len(source.silent) - CALLS_A_LETTER),
        "purpose": _purpose(source),
        "due_by": _calls_due(source),
        "script": _script(source),
        "history": _history(source) if len(source.silent) == 1 else (),
    }


def _purpose(source: LetterSource) -> str:
    """What is to be done, inside a sentence: as the playbook calls its touch, else telling of a meeting that has moved."""
    meeting = source.meeting_of_the_letter()
    if source.planned is not None:
        said = playbook_editions.touch_of(source.launch.session, source.planned, source.language).title
    elif meeting is not None:
        said = source.say("task.moved note", meeting=source.meeting_brief(meeting).title)
    else:
        said = source.why
    return said[:1].lower() + said[1:]


def _to_call(source: LetterSource, person: Person) -> PersonBrief:
    note = people.note_on(source.launch.session, source.launch.partnership_id, person.pk)
    return source.brief(person).model_copy(update={"note": " ".join(note.split())[:200]})


def _calls_due(source: LetterSource) -> str:
    """The day their owner has on the list of calls."""
    silent = {person.id for person in source.silent}
    open_ones = tasks.open_for(source.launch.session, source.launch.run_id)
    mine = [one.due_on for one in open_ones if one.owner_id == source.person.id and one.about_id in silent]
    return source.day(max(mine) if mine else deadlines.calls_by(source.launch))


def _script(source: LetterSource) -> tuple[str, ...]:
    """What to say, as the page of the calls has it; with several to call, a gap where the name belongs."""
    if not source.silent:
        return ()
    meeting = source.meeting_of_the_letter()
    brief = source.meeting_brief(meeting) if meeting is not None else None
    call = Call(
        name=source.silent[0].name if len(source.silent) == 1 else "…",
        caller=source.person.name,
        partnership=source.shared_name,
        meeting=meetings.in_a_sentence(source.language, meeting) if meeting else "",
        when=brief.when_words if brief else "",
        language=source.language,
    )
    if source.planned is None:
        words = call_scripts.moved_for(call, len(source.silent))
        return tuple(call_scripts.own_words(words, call).splitlines())
    touch = playbook_editions.touch_of(source.launch.session, source.planned, source.language)
    call = replace(call, questions=_open_to(source, touch))
    if touch.stop is not Stop.REPLIED and not touch.script:
        call = replace(call, meeting="", when="")
    return tuple(call_scripts.script(touch.stop, call, touch.script).splitlines())


def _open_to(source: LetterSource, touch: Touch) -> tuple[str, ...]:
    """The questions that are open to the first of those who are to be called, where the call is about them."""
    if touch.stop is not Stop.ANSWERED or not touch.gate:
        return ()
    gate = next(gate for _, gate in source.playbook.gates() if gate.key == touch.gate)
    asked = answers.open_questions(source.launch.session, source.launch.run_id, gate.key, source.silent[0].pk)
    return tuple(gate.question(question.key).ask for question in asked)


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
        DatedLine(when_words=source.on(m.sent_at), what=f"“{m.subject}”") for m in reversed(sent) if m.sent_at
    )


def _coming(source: LetterSource, limit: int) -> tuple[DatedLine, ...]:
    until = source.today + timedelta(days=60)
    ahead = timeline.coming(source.launch, until)
    return tuple(DatedLine(when_words=source.day(entry.on), what=entry.what) for entry in ahead[:limit])


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

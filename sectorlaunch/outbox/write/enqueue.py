"""Writes one message to one person: the letter in words, the way it takes, when it may leave, and what holds it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select

from notifications.rendering import traits
from sectorlaunch import events, links
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import (
    contact_preferences,
    double_asks,
    message_rows,
    render_letter,
    send_checks,
    tasks,
)
from sectorlaunch.outbox.write.draft import Draft, Thread
from sectorlaunch.outbox.write.message_rows import Leaving, Way, Written
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.query_cache import cached
from sectorlaunch.records import assistants, deadlines, people
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AboutKind,
    Deadline,
    HeldBecause,
    Message,
    MessageState,
    ToDoKind,
)

LATE_DAYS = 3
"""How late a message that no touch of a playbook planned may still leave."""


def write(launch: Launch, draft: Draft) -> int:
    """Puts a message into the outbox, once for each purpose, person and occurrence: 1 when it is new, else 0.

    Messages that leave the machine wait for office hours unless they are urgent. Whoever has no address is told by
    phone: a task for the convener.
    """
    session, now, person = launch.session, launch.now, draft.person
    written_to = _written_to(launch, draft)
    if person.pk in written_to:
        return 0
    if person.email is None:
        ask_to_phone(launch, draft)
        return 0
    at_once = draft.urgent or traits(draft.kind).answers_at_once
    send_after = now if at_once else send_checks.next_office_hour(launch, person)
    deadline = _deadline(launch, draft, send_after)
    letter = render_letter.letter_of(
        launch,
        draft,
        links.unsubscribe(links.UNTIL_IT_LEAVES),
        answer_by=deadline.due_on if deadline is not None else None,
    )
    written = Written.of(letter, render_letter.in_words(launch, draft.kind, letter, draft.own))
    channel, to_address = contact_preferences.way_to(session, person, draft.kind, letter.calendar is not None)
    too_late = draft.missed_after or now + timedelta(days=LATE_DAYS)
    message = message_rows.row(
        launch.run_id,
        draft,
        written,
        Way(person.name, to_address, channel),
        Leaving(now, send_after, max(too_late, send_after + timedelta(days=1))),
        known_by=render_letter.known_by(launch, draft),
    )
    message.deadline_id = deadline.pk if deadline is not None else None
    message.in_reply_to = _earlier(launch, draft.thread).get(person.pk, "")
    send_checks.hold_where_asked(session, now, message, person)
    session.add(message)
    if message.held_because is HeldBecause.ASKED_ELSEWHERE:
        double_asks.give_choice(launch, message, person)
    if message.held_because is HeldBecause.ADDRESS_REFUSED:
        tasks.ask_to_mend(launch, person)
    written_to.add(person.pk)
    if assistants.has_copy(person, draft.kind) and people.left_alone_since(session, person) is None:
        session.flush()
        session.add(render_letter.copy_for_assistant(launch, draft, message, letter))
    said = f"To {person.name}: {message.subject}"
    events.record(
        session, now, launch.run_id, "Sector Launch", EventKind.MESSAGE_WRITTEN, said, message=draft.kind
    )
    return 1


def _deadline(launch: Launch, draft: Draft, leaves_at: datetime) -> Deadline | None:
    """Keeps the deadline this message gives, one for everybody who is asked by the same day."""
    if draft.ask is None or draft.ask.when.ask is not None:
        return None
    due_on = deadlines.would_be(launch, draft.ask, launch.on(leaves_at))
    ask = deadlines.asked_by(launch.playbook, draft.ask)
    if due_on is None or ask is None:
        return None
    session, run_id, place = launch.session, launch.run_id, (ask[0], draft.ask.key)
    known = next((one for one in deadlines.of_ask(session, run_id, *place) if one.due_on == due_on), None)
    if known is None:
        known = Deadline(
            run_id=run_id,
            step_key=place[0],
            touch_key=place[1],
            due_on=due_on,
            asked_on=launch.on(leaves_at),
        )
        session.add(known)
        session.flush()
        events.touch(session, run_id, EventKind.DEADLINE_SET)
    return known


def _written_to(launch: Launch, draft: Draft) -> set[int]:
    """Whom a message of this purpose and occurrence was written to: read once, and added to, in a unit of work."""
    run_id, purpose, once = launch.run_id, draft.purpose, draft.once

    def read() -> set[int]:
        written = select(Message.person_id).where(
            Message.run_id == run_id, Message.purpose == purpose, Message.occurrence == once
        )
        return {person_id for person_id in launch.session.exec(written) if person_id is not None}

    return cached(launch.session, (), ("written to", run_id, purpose, once), read)


def ask_to_phone(launch: Launch, draft: Draft) -> None:
    """Somebody without an address is told by phone: a task for the convener instead of a message."""
    tasks.create(
        launch,
        Task(
            ToDoKind.PHONE,
            purpose=f"tell/{draft.purpose}",
            purpose_kind=draft.by_phone,
            occurrence=draft.once,
            planned_id=draft.planned_id,
            matter=draft.about,
            owner=launch.convener,
            about=draft.person,
            title=f"Tell {draft.person.name} by phone: {draft.reason}",
            due_on=deadlines.calls_by(launch, draft.about),
        ),
    )


def _belongs(thread: Thread) -> ColumnElement[bool]:
    match thread:
        case About(kind=AboutKind.MEETING, id=meeting_id):
            return col(Message.meeting_id) == meeting_id
        case About(kind=kind, id=about_id):
            return and_(col(Message.about_kind) == kind, col(Message.about_id) == about_id)
        case str():
            return col(Message.step_key) == thread
        case _:
            return col(Message.planned_id) == thread


def _earlier(launch: Launch, thread: Thread | None) -> dict[int, str]:
    """The last message of a thread that reached each person by now: what a follow-up replies to."""
    if thread is None:
        return {}

    def read() -> dict[int, str]:
        found = launch.session.exec(
            select(Message.person_id, Message.message_id)
            .where(
                Message.run_id == launch.run_id,
                _belongs(thread),
                col(Message.copy_of_id).is_(None),
                Message.state == MessageState.SENT,
            )
            .order_by(col(Message.id))
        )
        return {person_id: message_id for person_id, message_id in found if person_id is not None}

    return cached(launch.session, (), ("earlier", launch.run_id, thread, launch.now), read)

"""Letters that were refused, or kept back, are sent after all once the cause is mended: where they still mean something."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from notifications import calendar
from notifications.rendering import kinds_with, traits
from sectorlaunch import events, letters
from sectorlaunch.actions import tasks
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.message_states import withdraw
from sectorlaunch.outbox.write import enqueue, rerender
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import SENDER_REFUSED
from sectorlaunch.records import assistants, stop_rules
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person, ToDo, ToDoPurpose


def refused_for_the_sender(session: Session, run_id: int) -> Sequence[Message]:
    """The letters of a launch that were refused for what they are, or for how they were sent, oldest first.

    One that somebody has sent again by hand is not among them.
    """
    repeated = select(Message.repeat_of_id).where(
        Message.run_id == run_id, col(Message.repeat_of_id).is_not(None)
    )
    refused = select(Message).where(
        Message.run_id == run_id,
        Message.state == MessageState.DEAD,
        Message.held_because == HeldBecause.SENDER_REFUSED,
        col(Message.id).not_in(repeated),
    )
    return session.exec(refused.order_by(col(Message.id))).all()


def send_what_was_refused(session: Session, now: datetime, run_id: int, by: str) -> list[str]:
    """Sends them again, whose mail server is mended by now; says in sentences what was done. Nobody gets one twice.

    What has become pointless is not sent; what is too late for, somebody calls about.
    """
    by_reader: dict[int, list[Message]] = {}
    for message in refused_for_the_sender(session, run_id):
        by_reader.setdefault(message.reader_id, []).append(message)
    said = _counted(
        sentence
        for reader_id, kept in by_reader.items()
        for sentence in go_after_all(session, now, session.get_one(Person, reader_id), kept)
    )
    open_tasks = select(ToDo).where(
        ToDo.run_id == run_id, ToDo.purpose == SENDER_REFUSED, col(ToDo.done_at).is_(None)
    )
    for todo in session.exec(open_tasks).all():
        tasks.finish(session, now, todo.pk, "sent again", by)
    if said:
        events.record(session, now, run_id, by, EventKind.MESSAGE_SENT_AGAIN, " ".join(said)[:4000])
    return said


def _counted(sentences: Iterable[str]) -> list[str]:
    """Each sentence once, with to how many it applies: a hundred invitations are one line."""
    return [
        sentence if times == 1 else f"{times} times: {sentence}"
        for sentence, times in Counter(sentences).items()
    ]


def go_after_all(session: Session, now: datetime, person: Person, kept: Sequence[Message]) -> list[str]:
    """Puts letters that were kept from a person back into the outbox, written as they read today."""
    invited_again = {m.meeting_id for m in kept if traits(m.kind).invites and _is_wanted(session, now, m)}
    said = []
    for message in kept:
        if traits(message.kind).said_by_the_letter and message.meeting_id in invited_again:
            continue
        if _is_wanted(session, now, message):
            _send(session, now, message, person)
            said.append(f"“{message.subject}” is sent after all.")
        elif traits(message.kind).called_when_late and not assistants.is_copy(message):
            _ask_to_call(session, now, message, person)
            said.append(f"It is too late for “{message.subject}”; somebody calls.")
        if message.state is MessageState.DEAD and message.held_because is HeldBecause.SENDER_REFUSED:
            withdraw(session, message, "it means nothing any more")
    return said


def _is_wanted(session: Session, now: datetime, message: Message) -> bool:
    if message.missed_after is not None and now > message.missed_after:
        return False
    try:
        return stop_rules.still_needed(session, message)
    except letters.UNSETTLED:
        return False


def _send(session: Session, now: datetime, message: Message, person: Person) -> None:
    """Its place in the outbox is the old one, so that nobody can be written to twice."""
    assert message.run_id is not None
    is_copy = assistants.is_copy(message)
    if _has_moved_since(session, message) and not is_copy:
        rerender.message_of(session, now, message, person)
    address = person.assistant_email.strip().lower() if is_copy else person.email
    if address:
        message.calendar_text = calendar.addressed_to(message.calendar_text, address)
        message.to_address = address
    message.state, message.state_reason, message.held_because = MessageState.QUEUED, "", None
    message.attempts = 0
    message.send_after = now
    session.add(message)


def _has_moved_since(session: Session, message: Message) -> bool:
    news = select(Message.id).where(
        col(Message.kind).in_(kinds_with("tells_of_a_move")),
        Message.meeting_id == message.meeting_id,
        Message.queued_at > message.queued_at,
    )
    return message.meeting_id is not None and session.exec(news).first() is not None


def _ask_to_call(session: Session, now: datetime, message: Message, person: Person) -> None:
    assert message.run_id is not None
    draft = Draft.of_message(message, person)
    if traits(message.kind).tells_of_a_move:
        draft = replace(draft, by_phone=ToDoPurpose.TELL_OF_MOVE)
    enqueue.ask_to_phone(Launch.of(session, now, message.run_id), draft)

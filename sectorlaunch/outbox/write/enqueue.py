"""Writes one message to one person: the letter in words, the way it takes, when it may leave, and what holds it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from notifications.own_words import OwnWords
from playbooks.model import Stop
from sectorlaunch import access_links, events, letters, links
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import (
    addresses,
    contact_preferences,
    double_asks,
    render_letter,
    send_checks,
    tasks,
)
from sectorlaunch.query_cache import cached
from sectorlaunch.records import assistants, partnerships, people
from sectorlaunch.records.about import About
from sectorlaunch.tables import LinkPurpose, Message, MessageState, Partnership, Person, ToDoKind

LATE_DAYS = 3
"""How late a message that no touch of a playbook planned may still leave."""


def write(
    session: Session,
    now: datetime,
    run_id: int,
    person: Person,
    kind: str,
    about: About,
    *,
    purpose: str,
    reason: str,
    occurrence: str | None = None,
    stop: Stop = Stop.NEVER,
    gate_key: str | None = None,
    missed_after: datetime | None = None,
    silent: Sequence[Person] = (),
    explanation: str = "",
    link: str | None = None,
    thread: str = "",
    urgent: bool = False,
    own: OwnWords | None = None,
) -> int:
    """Puts a message into the outbox, once for each purpose, person and occurrence: 1 when it is new, else 0.

    `about` is what it speaks of, and its occurrence where none is given; `reason` says in words why it is written;
    `stop` is asked again before it leaves, and `missed_after` (aware, UTC) is when that would be too late. `silent` are
    those a hand-over is about, `explanation` and `link` go into the letter, `thread` is what a follow-up replies to,
    `own` the convener's words. Messages that leave the machine wait for office hours unless they are `urgent`.
    Whoever has no address is told by phone: a task for the convener.
    """
    occurrence = occurrence or str(about)
    partnership = partnerships.partnership_of(session, run_id)
    written = _written_to(session, run_id, purpose, occurrence)
    if person.id is None or person.id in written:
        return 0
    if person.email is None:
        ask_to_phone(session, now, run_id, partnership, person, purpose, occurrence, reason)
        return 0
    unsubscribe_url = links.unsubscribe(
        access_links.issue(session, now, person.id, LinkPurpose.UNSUBSCRIBE, partnership.id)
    )
    letter = letters.compose(
        session,
        now,
        run_id,
        kind,
        person,
        about,
        gate_key=gate_key,
        silent=silent,
        explanation=explanation,
        link=link
        or links.personal(access_links.issue(session, now, person.id, LinkPurpose.PERSONAL, partnership.id)),
        unsubscribe_url=unsubscribe_url,
        why=reason,
        organiser=partial(addresses.organiser_address, session, now),
    )
    rendered = render_letter.in_words(session, now, run_id, kind, letter, own)
    channel, to_address = contact_preferences.way_to(session, person, kind, letter.calendar is not None)
    send_after = now if urgent else send_checks.send_after(session, now, run_id, partnership, person)
    message = Message(
        run_id=run_id,
        person_id=person.id,
        kind=kind,
        purpose=purpose,
        occurrence=occurrence,
        reason=reason,
        stop=stop.value,
        stop_gate=gate_key,
        channel=channel,
        to_name=person.name,
        to_address=to_address,
        sender_name=letter.sender.name,
        reply_to=letter.reply_to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        short_text=rendered.short_text,
        meeting_id=letter.meeting_id,
        calendar_method=letter.calendar.method if letter.calendar else "",
        calendar_text=letter.calendar.text if letter.calendar else "",
        unsubscribe_url=unsubscribe_url,
        message_id=render_letter.message_id(partnership, letter, purpose, person.id, occurrence),
        in_reply_to=_earlier(session, now, run_id, thread).get(person.id, ""),
        queued_at=now,
        send_after=send_after,
        missed_after=max(missed_after or now + timedelta(days=LATE_DAYS), send_after + timedelta(days=1)),
    )
    send_checks.withhold_if_asked(session, now, message, person)
    session.add(message)
    if message.state_reason.startswith(double_asks.ASKED_BY):
        double_asks.give_choice(session, now, message, person)
    written.add(person.id)
    if assistants.has_copy(person, kind) and person.do_not_contact_since is None:
        session.add(render_letter.copy_for_assistant(session, now, partnership, person, message, letter))
    events.record(
        session,
        now,
        run_id,
        "Sector Launch",
        EventKind.MESSAGE_WRITTEN,
        f"To {person.name}: {rendered.subject}",
        message=kind,
    )
    return 1


def _written_to(session: Session, run_id: int, purpose: str, occurrence: str) -> set[int]:
    """Whom a message of this purpose and occurrence was written to: read once, and added to, in a unit of work."""

    def read() -> set[int]:
        written = select(Message.person_id).where(
            Message.run_id == run_id, Message.purpose == purpose, Message.occurrence == occurrence
        )
        return set(session.exec(written))

    return cached(session, (), ("written to", run_id, purpose, occurrence), read)


def ask_to_phone(
    session: Session,
    now: datetime,
    run_id: int,
    partnership: Partnership,
    person: Person,
    purpose: str,
    occurrence: str,
    reason: str,
) -> None:
    """Somebody without an address is told by phone: a task for the convener instead of a message."""
    tasks.create(
        session,
        now,
        run_id,
        ToDoKind.PHONE,
        purpose=f"tell/{purpose}",
        occurrence=occurrence,
        owner=people.convener(session, partnership.pk),
        about=person,
        title=f"Tell {person.name} by phone: {reason}"[:200],
    )


def _about(thread: str) -> ColumnElement[bool]:
    """What belongs to a thread: the messages about a meeting, or those whose purpose begins like it."""
    meeting_id = About.parse(thread).id_of("meeting")
    if meeting_id is not None:
        return col(Message.meeting_id) == meeting_id
    return col(Message.purpose).startswith(thread)


def _earlier(session: Session, now: datetime, run_id: int, thread: str) -> dict[int, str]:
    """The last message of a thread that reached each person by `now`: what a follow-up replies to."""

    def read() -> dict[int, str]:
        found = session.exec(
            select(Message.person_id, Message.message_id)
            .where(
                Message.run_id == run_id,
                _about(thread),
                col(Message.purpose).not_like(f"%{assistants.COPY}"),
                Message.state == MessageState.SENT,
            )
            .order_by(col(Message.id))
        )
        return dict(found.all())

    return cached(session, (), ("earlier", run_id, thread, now), read) if thread else {}

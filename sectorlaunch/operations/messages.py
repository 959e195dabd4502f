"""Messages written to the outbox, in the transaction of the change that causes them. Once for each purpose, person and occurrence."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, col, select

from notifications.rendering import render
from playbooks.model import OfficeHours, Playbook, Stop, Touch
from sectorlaunch import calendars, letters, links, playbook_shelf
from sectorlaunch.errors import NotAllowed
from sectorlaunch.inbox import addresses
from sectorlaunch.letters import Letter
from sectorlaunch.operations import access, audiences, delivery, events, joint_letter, people_of, todos
from sectorlaunch.operations.audiences import Subject
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import (
    Document,
    GateRun,
    LinkPurpose,
    Meeting,
    Message,
    MessageState,
    Partnership,
    Person,
    PlannedTouch,
    ToDoKind,
)

LATE_DAYS = 3
"""How late a message that no touch of a playbook planned may still leave."""


def queue_touch(
    session: Session, now: datetime, planned: PlannedTouch, playbook: Playbook, touch: Touch, person: Person
) -> int:
    """Writes the message of a due touch for one person; 1 when it is new, else 0.

    Raises NotAllowed for the invitation letter while it has fewer signatures than the playbook wants.
    """
    if touch.kind == joint_letter.KIND and (why := joint_letter.shortfall(session, planned.run_id)):
        raise NotAllowed(why)
    about = Subject.parse(planned.occurrence)
    return _queue(
        session,
        now,
        planned.run_id,
        person,
        touch.kind,
        about,
        purpose=f"{planned.step_key}/{touch.key}",
        reason=touch.title,
        stop=touch.stop,
        gate_key=touch.gate,
        missed_after=max(planned.due_at, now) + timedelta(days=touch.late_days),
        thread=f"{planned.step_key}/",
    )


def queue_phone_task(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    owner: Person,
    silent: Sequence[Person],
) -> int:
    """The note that hands a task to its owner: whom to call, and why."""
    return _queue(
        session,
        now,
        planned.run_id,
        owner,
        touch.kind,
        Subject.parse(planned.occurrence),
        purpose=f"{planned.step_key}/{touch.key}",
        reason=touch.title,
        silent=silent,
        gate_key=touch.gate,
    )


def queue_gate_opened(session: Session, now: datetime, gate: GateRun, convener: Person) -> int:
    """Tells the convener that a gate has opened; again only when it was reopened meanwhile."""
    assert gate.opened_at is not None
    return _queue(
        session,
        now,
        gate.run_id,
        convener,
        "gate-opened",
        Subject(),
        purpose=f"gate-opened/{gate.step_key}/{gate.key}",
        occurrence=f"run#{gate.opened_at.isoformat()}",
        reason="A gate has opened",
        gate_key=gate.key,
    )


def ask_again(session: Session, now: datetime, gate: GateRun, people: Sequence[Person]) -> int:
    """Asks the questions of a gate again that were reopened, once for each reopening."""
    return sum(
        _queue(
            session,
            now,
            gate.run_id,
            person,
            "answer-request",
            Subject(),
            purpose=f"asked-again/{gate.step_key}/{gate.key}",
            occurrence=f"run#{now.isoformat()}",
            reason="A question was reopened",
            stop=Stop.ANSWERED,
            gate_key=gate.key,
        )
        for person in people
    )


def ask_to_sign(session: Session, now: datetime, run_id: int, revision: int, people: Sequence[Person]) -> int:
    """Asks champions to sign the letter after its words were changed, once for each revision."""
    return sum(
        _queue(
            session,
            now,
            run_id,
            person,
            "sign-request",
            Subject(),
            purpose="sign-request/changed-letter",
            occurrence=f"run#revision-{revision}",
            reason="The invitation letter was changed",
            stop=Stop.SIGNED,
        )
        for person in people
    )


def announce_move(session: Session, now: datetime, run_id: int, meeting: Meeting) -> int:
    """Tells everyone who had an invitation in hand that the meeting has moved, once for each move."""
    return sum(
        _queue(
            session,
            now,
            run_id,
            person,
            "meeting-moved",
            Subject("meeting", str(meeting.id)),
            purpose="meeting-moved",
            occurrence=f"meeting:{meeting.id}#{meeting.sequence}",
            reason=f"{meeting.title} has moved",
        )
        for person in _told_of(session, run_id, meeting)
    )


def announce_cancellation(session: Session, now: datetime, run_id: int, meeting: Meeting, why: str) -> int:
    """Tells everyone who had an invitation in hand that the meeting is called off, and withdraws what waits for it."""
    told = _told_of(session, run_id, meeting)
    waiting = session.exec(
        select(Message).where(Message.meeting_id == meeting.id, Message.state == MessageState.QUEUED)
    ).all()
    for message in waiting:
        message.state, message.state_reason = MessageState.CANCELLED, "the meeting is called off"
        session.add(message)
    return sum(
        _queue(
            session,
            now,
            run_id,
            person,
            "meeting-cancelled",
            Subject("meeting", str(meeting.id)),
            purpose="meeting-cancelled",
            reason=f"{meeting.title} is called off",
            explanation=why,
        )
        for person in told
    )


def send_summary(session: Session, now: datetime, run_id: int, document: Document) -> int:
    """The executive summary to the business members who were at the launch."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    return sum(
        _queue(
            session,
            now,
            run_id,
            person,
            "executive-summary",
            Subject(),
            purpose=f"executive-summary/{document.id}",
            reason="The summary of the launch",
        )
        for person in audiences.resolve(session, partnership_id, "business-attendees", Subject())
    )


def queue_sign_in(session: Session, now: datetime, person: Person, token: str, run_id: int) -> int:
    """The one-time sign-in link, by mail."""
    return _queue(
        session,
        now,
        run_id,
        person,
        "sign-in",
        Subject(),
        purpose="sign-in",
        occurrence=f"run#{now.isoformat()}",
        reason="You asked for a sign-in link",
        link=links.sign_in(token),
        urgent=True,
    )


def _told_of(session: Session, run_id: int, meeting: Meeting) -> list[Person]:
    """Those who have had this meeting's date in hand, or have it on its way to them.

    Which touches put a date into somebody's hand is the playbook's to say (`announces_change`).
    """
    assert meeting.id is not None
    playbook = playbook_shelf.of_run(session, run_id)
    binding = {f"{step.key}/{touch.key}" for step, _, touch in playbook.touches() if touch.announces_change}
    under_way = [MessageState.SENT, MessageState.QUEUED, MessageState.LEASED, MessageState.UNCERTAIN]
    told = {
        message.person_id
        for message in session.exec(
            select(Message).where(Message.meeting_id == meeting.id, col(Message.state).in_(under_way))
        )
        if message.purpose in binding
    }
    return [person for _, person in people_of.invited(session, meeting.id) if person.id in told]


def _queue(
    session: Session,
    now: datetime,
    run_id: int,
    person: Person,
    kind: str,
    about: Subject,
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
) -> int:
    occurrence = occurrence or str(about)
    partnership = people_of.partnership_of(session, run_id)
    written = _written_to(session, run_id, purpose, occurrence)
    if person.id is None or person.id in written:
        return 0
    if person.email is None:
        _ask_to_phone(session, now, run_id, partnership, person, purpose, occurrence, reason)
        return 0
    unsubscribe_url = links.unsubscribe(
        access.issue(session, now, person.id, LinkPurpose.UNSUBSCRIBE, partnership.id)
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
        or links.personal(access.issue(session, now, person.id, LinkPurpose.PERSONAL, partnership.id)),
        unsubscribe_url=unsubscribe_url,
        why=reason,
        organiser=partial(addresses.organiser_address, session, now),
    )
    rendered = render(kind, letter.context)
    send_after = now if urgent else _send_after(session, now, run_id, partnership, person)
    message = Message(
        run_id=run_id,
        person_id=person.id,
        kind=kind,
        purpose=purpose,
        occurrence=occurrence,
        reason=reason,
        stop=stop.value,
        stop_gate=gate_key,
        to_name=person.name,
        to_address=person.email,
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
        message_id=_message_id(partnership, letter, purpose, person.id, occurrence),
        in_reply_to=_earlier(session, now, run_id, thread).get(person.id, ""),
        queued_at=now,
        send_after=send_after,
        missed_after=max(missed_after or now + timedelta(days=LATE_DAYS), send_after + timedelta(days=1)),
    )
    _withhold_if_asked(message, person)
    session.add(message)
    written.add(person.id)
    events.record(
        session,
        now,
        run_id,
        "Sector Launch",
        "message written",
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

    return remembered(session, (), ("written to", run_id, purpose, occurrence), read)


def _withhold_if_asked(message: Message, person: Person) -> None:
    if person.do_not_contact_since is not None:
        message.state = MessageState.WITHHELD
        message.state_reason = "has asked not to be contacted"
    elif person.address_failed_at is not None:
        message.state = MessageState.WITHHELD
        message.state_reason = "the address was refused; mend it first"


def _send_after(
    session: Session, now: datetime, run_id: int, partnership: Partnership, person: Person
) -> datetime:
    """Now, or the next office hours in the recipient's own zone once messages leave the machine."""
    if not delivery.leaves_the_machine(session):
        return now
    hours: OfficeHours = playbook_shelf.of_run(session, run_id).office_hours
    return calendars.of(partnership).within_office_hours(now, hours, person.zone or None)


def _ask_to_phone(
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
    assert partnership.id is not None
    todos.create(
        session,
        now,
        run_id,
        ToDoKind.PHONE,
        purpose=f"tell/{purpose}",
        occurrence=occurrence,
        owner=people_of.convener(session, partnership.id),
        about=person,
        title=f"Tell {person.name} by phone: {reason}"[:200],
    )


def _message_id(
    partnership: Partnership, letter: Letter, purpose: str, person_id: int, occurrence: str
) -> str:
    """The same for the same message whenever it is written, so that a repeat is recognised on the way."""
    seed = "/".join(
        [partnership.slug, partnership.created_at.isoformat(), purpose, str(person_id), occurrence]
    )
    domain = letter.reply_to.partition("@")[2] or "sector-launch.invalid"
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}"


def _earlier(session: Session, now: datetime, run_id: int, thread: str) -> dict[int, str]:
    """The last message of a thread that reached each person by `now`: what a follow-up replies to."""

    def read() -> dict[int, str]:
        found = session.exec(
            select(Message.person_id, Message.message_id)
            .where(
                Message.run_id == run_id,
                col(Message.purpose).startswith(thread),
                Message.state == MessageState.SENT,
            )
            .order_by(col(Message.id))
        )
        return dict(found.all())

    return remembered(session, (), ("earlier", run_id, thread, now), read) if thread else {}

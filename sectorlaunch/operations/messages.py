"""Messages written to the outbox, in the transaction of the change that causes them. Once for each purpose, person and occurrence."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from notifications.own_words import OwnWords, WordsRefused
from notifications.rendering import Rendered, render
from playbooks.model import OfficeHours, Stop, Touch
from sectorlaunch import calendars, letters, links, playbook_shelf
from sectorlaunch.errors import NotAllowed
from sectorlaunch.inbox import addresses
from sectorlaunch.letters import Letter
from sectorlaunch.operations import (
    access,
    asking_twice,
    audiences,
    changes,
    delegates,
    delivery,
    events,
    joint_letter,
    kind_words,
    people_of,
    team_posts,
    todos,
    wishes,
)
from sectorlaunch.operations.audiences import Subject
from sectorlaunch.remembering import remembered
from sectorlaunch.restraint import Fate
from sectorlaunch.tables import (
    DataBrief,
    Document,
    GateRun,
    LinkPurpose,
    Meeting,
    Message,
    MessageState,
    Partnership,
    Person,
    PlannedTouch,
    Poll,
    ToDo,
    ToDoKind,
)

LATE_DAYS = 3
"""How late a message that no touch of a playbook planned may still leave."""


def queue_touch(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    person: Person,
    *,
    urgent: bool = False,
) -> int:
    """Writes the message of a touch for one person, in the convener's words where there are some; 1 when it is new.

    `urgent` does not wait for office hours. Raises NotAllowed for the invitation letter, and for the copy of it, while
    it has fewer signatures than the playbook wants.
    """
    if touch.kind in joint_letter.KINDS and (why := joint_letter.shortfall(session, planned.run_id)):
        raise NotAllowed(why)
    assert planned.id is not None
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
        urgent=urgent,
        own=changes.of(session, planned.id).words_for(person.id),
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
        explanation=touch.script,
        gate_key=touch.gate,
        own=changes.of(session, planned.id or 0).words_for(owner.id),
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


def ask_to_sign(
    session: Session,
    now: datetime,
    run_id: int,
    revision: int,
    people: Sequence[Person],
    *,
    reason: str = "The invitation letter was changed",
) -> int:
    """Asks champions to sign a revision of the letter beside the playbook's requests, once for each revision."""
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
            reason=reason,
            stop=Stop.SIGNED,
        )
        for person in people
    )


def announce_move(session: Session, now: datetime, run_id: int, meeting: Meeting) -> int:
    """Tells everyone who had an invitation in hand that the meeting has moved, once for each move.

    Whom letters do not reach is told by phone: a task for the convener. A team whose call it is reads it in its
    channel as well.
    """
    partnership = people_of.partnership_of(session, run_id)
    occurrence = f"meeting:{meeting.id}#{meeting.sequence}"
    for person in _known_of_by_phone(session, run_id, meeting):
        _ask_to_phone(
            *(session, now, run_id, partnership, person, "meeting-moved", occurrence),
            f"{meeting.title} has moved",
        )
    told = _told_of(session, run_id, meeting)
    if told:
        team_posts.of_change(session, now, run_id, meeting, "moved")
    return sum(
        _queue(
            session,
            now,
            run_id,
            person,
            "meeting-moved",
            Subject("meeting", str(meeting.id)),
            purpose="meeting-moved",
            occurrence=occurrence,
            reason=f"{meeting.title} has moved",
            thread=f"meeting:{meeting.id}",
        )
        for person in told
    )


def announce_cancellation(session: Session, now: datetime, run_id: int, meeting: Meeting, why: str) -> int:
    """Tells everyone who had an invitation in hand that the meeting is called off, and withdraws what waits for it.

    Whom letters do not reach is told by phone.
    """
    told = _told_of(session, run_id, meeting)
    partnership = people_of.partnership_of(session, run_id)
    for person in _known_of_by_phone(session, run_id, meeting):
        _ask_to_phone(
            *(session, now, run_id, partnership, person, "meeting-cancelled", f"meeting:{meeting.id}"),
            f"{meeting.title} is called off",
        )
    waiting = session.exec(
        select(Message).where(Message.meeting_id == meeting.id, Message.state == MessageState.QUEUED)
    ).all()
    for message in waiting:
        message.state, message.state_reason = MessageState.CANCELLED, "the meeting is called off"
        session.add(message)
    if told:
        team_posts.of_change(session, now, run_id, meeting, "called off", why)
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
            thread=f"meeting:{meeting.id}",
        )
        for person in told
    )


def queue_poll(
    session: Session, now: datetime, run_id: int, poll: Poll, person: Person, *, reminder: bool = False
) -> int:
    """Asks a person for their vote in a date poll, or reminds them: each once. 1 when it is new, else 0."""
    kind = "date-poll-reminder" if reminder else "date-poll"
    return _queue(
        session,
        now,
        run_id,
        person,
        kind,
        Subject("poll", str(poll.id)),
        purpose=f"date-poll/{poll.id}/{'reminder' if reminder else 'question'}",
        reason="A date poll is about to close" if reminder else "A date is looked for",
        missed_after=poll.closes_at,
        thread=f"date-poll/{poll.id}/",
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


def send_brief(session: Session, now: datetime, run_id: int, brief: DataBrief) -> int:
    """The data brief to the support team and the champions, each once for each brief."""
    assert brief.id is not None
    everyone = {
        person.id: person
        for audience in ("support-team", "champions")
        for person in audiences.resolve(session, brief.partnership_id, audience, Subject())
    }
    return sum(
        _queue(
            session,
            now,
            run_id,
            person,
            "data-brief",
            Subject("brief", str(brief.id)),
            purpose=f"data-brief/{brief.id}",
            reason="The data brief is drawn up",
        )
        for person in everyone.values()
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
    binding = _binding(session, run_id)
    under_way = [MessageState.SENT, MessageState.QUEUED, MessageState.LEASED, MessageState.UNCERTAIN]
    told = {
        message.person_id
        for message in session.exec(
            select(Message).where(Message.meeting_id == meeting.id, col(Message.state).in_(under_way))
        )
        if message.purpose in binding
    }
    return [
        person
        for _, person in people_of.invited(session, meeting.id)
        if person.id in told and person.address_failed_at is None
    ]


def _known_of_by_phone(session: Session, run_id: int, meeting: Meeting) -> list[Person]:
    """Those who were to know the date and can't be written to: no address, or one that was refused."""
    assert meeting.id is not None
    binding = _binding(session, run_id)
    asked = select(ToDo.about_id, ToDo.purpose).where(ToDo.run_id == run_id, col(ToDo.about_id).is_not(None))
    meant = {about for about, purpose in session.exec(asked) if purpose.removeprefix("tell/") in binding}
    written = select(Message.person_id, Message.purpose).where(Message.meeting_id == meeting.id)
    meant |= {person_id for person_id, purpose in session.exec(written) if purpose in binding}
    return [
        person
        for _, person in people_of.invited(session, meeting.id)
        if person.id in meant
        and (person.email is None or person.address_failed_at is not None)
        and person.do_not_contact_since is None
    ]


def _binding(session: Session, run_id: int) -> set[str]:
    """The purposes that put a date into somebody's hand: the playbook says which touches do."""
    playbook = playbook_shelf.of_run(session, run_id)
    return {f"{step.key}/{touch.key}" for step, _, touch in playbook.touches() if touch.announces_change}


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
    own: OwnWords | None = None,
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
    rendered = in_words(session, now, run_id, kind, letter, own)
    channel, to_address = wishes.way_to(session, person, kind, letter.calendar is not None)
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
        message_id=_message_id(partnership, letter, purpose, person.id, occurrence),
        in_reply_to=_earlier(session, now, run_id, thread).get(person.id, ""),
        queued_at=now,
        send_after=send_after,
        missed_after=max(missed_after or now + timedelta(days=LATE_DAYS), send_after + timedelta(days=1)),
    )
    _withhold_if_asked(session, now, message, person)
    session.add(message)
    if message.state_reason.startswith(asking_twice.ASKED_BY):
        asking_twice.give_choice(session, now, message, person)
    written.add(person.id)
    if delegates.has_copy(person, kind) and person.do_not_contact_since is None:
        session.add(_copy_for_assistant(session, now, partnership, person, message, letter))
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


def in_words(
    session: Session, now: datetime, run_id: int, kind: str, letter: Letter, own: OwnWords | None = None
) -> Rendered:
    """The letter in the convener's words where they fit, else in ours: a message is never lost over its wording."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    try:
        return render(kind, letter.context, kind_words.combined(session, partnership_id, kind, own))
    except WordsRefused as refused:
        said = f"The own words of “{kind}” could not be used: {refused}"[:4000]
        events.record(session, now, run_id, "Sector Launch", "words not used", said, message=kind)
        return render(kind, letter.context)


def _copy_for_assistant(
    session: Session,
    now: datetime,
    partnership: Partnership,
    person: Person,
    message: Message,
    letter: Letter,
) -> Message:
    """The same letter to whoever keeps the person's calendar, with links of their own and no calendar entry."""
    assert person.id is not None

    def token(purpose: LinkPurpose) -> str:
        assert person.id is not None
        return access.issue(session, now, person.id, purpose, partnership.id, for_assistant=True)

    unsubscribe_url = links.unsubscribe(token(LinkPurpose.UNSUBSCRIBE))
    theirs = letter.context.model_copy(
        update={
            "link": links.personal(token(LinkPurpose.PERSONAL)),
            "unsubscribe_url": unsubscribe_url,
            "copied_to": person.assistant_name or "whoever keeps the calendar",
            "why": f"You get this copy because you keep the calendar of {person.name}. "
            "What you answer on the page counts for them.",
        }
    )
    assert message.run_id is not None
    rendered = in_words(session, now, message.run_id, message.kind, replace(letter, context=theirs))
    purpose = f"{message.purpose}{delegates.COPY}"
    own = {"id", "state", "state_reason", "in_reply_to", "calendar_method", "calendar_text"}
    return Message(
        **message.model_dump(exclude=own)
        | {
            "purpose": purpose,
            "reason": f"The copy for the assistant of {person.name}"[:200],
            "channel": "email",
            "to_name": person.assistant_name or person.assistant_email,
            "to_address": person.assistant_email.strip().lower(),
            "subject": f"For {person.name}: {rendered.subject}"[:200],
            "text": rendered.text,
            "html": rendered.html,
            "short_text": rendered.short_text,
            "unsubscribe_url": unsubscribe_url,
            "message_id": _message_id(partnership, letter, purpose, person.id, message.occurrence),
        }
    )


def _written_to(session: Session, run_id: int, purpose: str, occurrence: str) -> set[int]:
    """Whom a message of this purpose and occurrence was written to: read once, and added to, in a unit of work."""

    def read() -> set[int]:
        written = select(Message.person_id).where(
            Message.run_id == run_id, Message.purpose == purpose, Message.occurrence == occurrence
        )
        return set(session.exec(written))

    return remembered(session, (), ("written to", run_id, purpose, occurrence), read)


def _withhold_if_asked(session: Session, now: datetime, message: Message, person: Person) -> None:
    if person.do_not_contact_since is not None:
        message.state = MessageState.WITHHELD
        message.state_reason = "has asked not to be contacted"
    elif person.address_failed_at is not None:
        message.state = MessageState.WITHHELD
        message.state_reason = "the address was refused; mend it first."
    elif held := asking_twice.reason_to_hold(session, now, message, person):
        message.state, message.state_reason = MessageState.WITHHELD, held
    elif person.paused_until is not None or not person.wants_digest:
        verdict = wishes.hold_back(session, now, message, person)
        if verdict.fate is Fate.WITHHOLD:
            message.state, message.state_reason = MessageState.WITHHELD, verdict.reason
        elif verdict.not_before is not None:
            message.send_after, message.state_reason = verdict.not_before, verdict.reason


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


def _about(thread: str) -> ColumnElement[bool]:
    """What belongs to a thread: the messages about a meeting, or those whose purpose begins like it."""
    meeting_id = Subject.parse(thread).id_of("meeting")
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
                col(Message.purpose).not_like(f"%{delegates.COPY}"),
                Message.state == MessageState.SENT,
            )
            .order_by(col(Message.id))
        )
        return dict(found.all())

    return remembered(session, (), ("earlier", run_id, thread, now), read) if thread else {}

"""A meeting that moves or is called off: told once to everyone who had its date in hand."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import playbook_shelf
from sectorlaunch.operations.messages import team_posts, writing
from sectorlaunch.operations.messages.audiences import Subject
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import (
    Meeting,
    Message,
    MessageState,
    Person,
    ToDo,
)


def of_move(session: Session, now: datetime, run_id: int, meeting: Meeting) -> int:
    """Tells everyone who had an invitation in hand that the meeting has moved, once for each move.

    Whom letters do not reach is told by phone: a task for the convener. A team whose call it is reads it in its
    channel as well.
    """
    partnership = people_of.partnership_of(session, run_id)
    occurrence = f"meeting:{meeting.id}#{meeting.sequence}"
    for person in _known_of_by_phone(session, run_id, meeting):
        writing.ask_to_phone(
            *(session, now, run_id, partnership, person, "meeting-moved", occurrence),
            f"{meeting.title} has moved",
        )
    told = _told_of(session, run_id, meeting)
    if told:
        team_posts.of_change(session, now, run_id, meeting, "moved")
    return sum(
        writing.write(
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


def of_cancellation(session: Session, now: datetime, run_id: int, meeting: Meeting, why: str) -> int:
    """Tells everyone who had an invitation in hand that the meeting is called off, and withdraws what waits for it.

    Whom letters do not reach is told by phone.
    """
    told = _told_of(session, run_id, meeting)
    partnership = people_of.partnership_of(session, run_id)
    for person in _known_of_by_phone(session, run_id, meeting):
        writing.ask_to_phone(
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
        writing.write(
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

"""What follows from a talk of two: both are told its time, with an entry for their calendars, and told again when it moves."""

from sqlmodel import select

from sectorlaunch.actions import meetings
from sectorlaunch.events import Happening
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import invitations
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, InvitationState, Meeting, MeetingKind, Message, MessageState

BOOKED = "talk-booked"


def tell(launch: Launch, dated: Happening) -> None:
    """Writes to both, at once. What waits of an earlier time is withdrawn."""
    session = launch.session
    meeting = session.get_one(Meeting, dated.data["meeting_id"])
    if meeting.kind is not MeetingKind.TALK or meeting.starts_at is None or meeting.canceled_at is not None:
        return
    waiting = select(Message).where(Message.meeting_id == meeting.id, Message.state == MessageState.QUEUED)
    for message in session.exec(waiting).all():
        message_states.withdraw(session, message, "the talk has another time")
    session.flush()
    about = About(AboutKind.MEETING, meeting.pk)
    for _, person in invitations.invited(session, meeting.pk):
        if person.email is None:
            continue
        draft = Draft(
            BOOKED,
            person,
            purpose=BOOKED,
            about=about,
            occurrence=f"{about}#{meeting.sequence}",
            reason=f"The time of {meeting.title}",
            thread=about,
        )
        enqueue.write(launch, draft)


def end_when_declined(launch: Launch, answered: Happening) -> None:
    """A no pressed in a calendar calls the talk off: without one of the two there is none."""
    meeting = launch.session.get_one(Meeting, answered.data["meeting_id"])
    if meeting.kind is not MeetingKind.TALK or answered.data["state"] != InvitationState.DECLINED.value:
        return
    who = next(
        (
            person.name
            for _, person in invitations.invited(launch.session, meeting.pk)
            if person.pk == answered.data["person_id"]
        ),
        "",
    )
    meetings.call_off(
        launch.session, launch.now, launch.run_id, meeting.pk, by=answered.actor, why=f"{who} cannot"
    )

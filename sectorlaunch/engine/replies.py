"""What somebody hears back: after a yes, after a no, and after a promise; never the same twice."""

from sqlmodel import col, select

from notifications.rendering import kinds_with
from sectorlaunch.engine import team_letters
from sectorlaunch.engine.announcements import is_shown_only
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import invitations
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AboutKind,
    Commitment,
    CommitmentState,
    InvitationState,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Person,
)

CONFIRMED = "coming-confirmed"
THANKED = "declined-thanks"
WAITS = "place-waiting"
FITTING = {
    InvitationState.ACCEPTED: CONFIRMED,
    InvitationState.DECLINED: THANKED,
    InvitationState.WAITING: WAITS,
}
"""A maybe is asked again with the directions, and needs no reply before."""
NOTED = "promise-noted"


def to_answer(launch: Launch, answered: Happening) -> None:
    """Confirms a yes, with its calendar entry, and gives thanks for a no, at once.

    An answer that is changed gets the reply that fits it now; what has not left yet and fits no more is withdrawn. Whoever
    has no address was talked to.
    """
    session = launch.session
    person = session.get_one(Person, answered.data["person_id"])
    meeting = session.get_one(Meeting, answered.data["meeting_id"])
    state = invitations.place_of(session, meeting.pk, person).state
    if state.value != answered.data["state"] or not _is_answered(launch, meeting, person):
        return
    kind = FITTING.get(state)
    before = _replies(launch, meeting, person)
    for message in before:
        if message.state is MessageState.QUEUED and message.kind != kind:
            message_states.withdraw(session, message, "they have answered otherwise since")
    stands = [one for one in before if one.state is not MessageState.CANCELED]
    if kind is None or (stands and _says_so(stands[-1], kind, meeting)):
        return
    about = About(AboutKind.MEETING, meeting.pk)
    enqueue.write(
        launch,
        Draft(
            kind,
            person,
            purpose="reply",
            about=about,
            occurrence=f"{about}#{meeting.sequence}.{len(before)}",
            reason=f"Their answer about {meeting.title}",
            thread=about,
        ),
    )


def _is_answered(launch: Launch, meeting: Meeting, person: Person) -> bool:
    """Whether a reply means anything: for a meeting ahead that people are written to about, not to its convener."""
    is_ahead = meeting.starts_at is None or meeting.starts_at > launch.now
    is_open = meeting.canceled_at is None and meeting.held_at is None and is_ahead
    return (
        is_open
        and meeting.kind is not MeetingKind.TALK
        and not is_shown_only(launch.session, launch.run_id, meeting)
        and person.email is not None
        and person.pk != launch.convener.pk
    )


def _replies(launch: Launch, meeting: Meeting, person: Person) -> list[Message]:
    found = select(Message).where(
        Message.run_id == launch.run_id,
        Message.person_id == person.id,
        Message.about_kind == AboutKind.MEETING,
        Message.about_id == meeting.id,
        col(Message.kind).in_(kinds_with("replies_to_an_answer")),
        col(Message.copy_of_id).is_(None),
    )
    return list(launch.session.exec(found.order_by(col(Message.id))))


def _says_so(reply: Message, kind: str, meeting: Meeting) -> bool:
    """Whether the last reply says this already, of the date as it stands."""
    return reply.kind == kind and reply.occurrence.partition("#")[2].startswith(f"{meeting.sequence}.")


def to_promise(launch: Launch, made: Happening) -> None:
    """Says back what somebody took on, with its day; what was noted for them meanwhile comes in the same letter."""
    session = launch.session
    commitment = session.get_one(Commitment, made.data["commitment_id"])
    if commitment.state is not CommitmentState.OPEN or commitment.owner_id in (None, launch.convener.pk):
        return
    if made.kind is EventKind.COMMITMENT_MADE and team_letters.says(launch, commitment):
        return
    person = session.get_one(Person, commitment.owner_id)
    if person.email is None:
        return
    told = _noted(launch, person)
    own = [one for one in told if one.about_id == commitment.pk and one.state is not MessageState.CANCELED]
    if own and _day_said(own[-1]) == str(commitment.due_on):
        return
    for message in told:
        if message.state is MessageState.QUEUED:
            message_states.withdraw(session, message, "another promise was noted, and both are in one letter")
    session.flush()
    about = About(AboutKind.COMMITMENT, commitment.pk)
    enqueue.write(
        launch,
        Draft(
            NOTED,
            person,
            purpose=NOTED,
            about=about,
            occurrence=f"{about}#{commitment.due_on}.{len(told)}",
            reason="What they took on",
        ),
    )


def _noted(launch: Launch, person: Person) -> list[Message]:
    found = select(Message).where(
        Message.run_id == launch.run_id, Message.person_id == person.id, Message.kind == NOTED
    )
    return list(launch.session.exec(found.order_by(col(Message.id))))


def _day_said(noted: Message) -> str:
    return noted.occurrence.partition("#")[2].partition(".")[0]

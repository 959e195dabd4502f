"""A meeting that gets its date, moves or is called off: told once to everyone who has to know."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with
from playbooks.model import Anchor
from sectorlaunch.actions import invitations as invitation_actions
from sectorlaunch.engine import call_tasks
from sectorlaunch.events import Happening
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import enqueue, rerender, team_posts
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import invitations, meeting_moves, playbook_editions
from sectorlaunch.records import people as people_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.tables import AboutKind, Meeting, MeetingKind, Message, MessageState, Person, ToDoPurpose

_MAY_BE_SHOWN_ONLY = {
    MeetingKind.SUPPORT_TEAM: Anchor.SUPPORT_MEETING,
    MeetingKind.HEALTH_CHECK: Anchor.HEALTH_CHECK,
}
MOVED = "meeting-moved"
CALLED_OFF = "meeting-canceled"
CLOCK = "clock-changed"
HAD_IT = (MessageState.SENT, MessageState.LEASED, MessageState.UNCERTAIN)


def of_move(launch: Launch, moved: Happening) -> None:
    """Tells everyone who had the date in hand that the meeting has moved, once for each move.

    What waits to leave is written anew instead, and news of an earlier move that has not left is withdrawn; where the
    meeting is back at what they know, nobody is told anything, and their answer holds. Whom
    letters do not reach, and whoever was phoned about it, is phoned. A team whose call it is reads it in its channel.
    """
    session, now, run_id = launch.session, launch.now, launch.run_id
    meeting = session.get_one(Meeting, moved.data["meeting_id"])
    if meeting.kind is MeetingKind.TALK:  # `engine.talks` tells the two
        return
    _withdraw_news(session, meeting, "the meeting has moved again")
    anew = rerender.all_about(session, now, meeting)
    call_tasks.of_move(launch, meeting, _known_of_by_phone(session, run_id, meeting))
    told = _not_knowing(launch, meeting, _told_of(session, run_id, meeting))
    if told or anew:
        team_posts.of_change(session, now, run_id, meeting, "moved")
    about = About(AboutKind.MEETING, meeting.id)
    for person in told:
        enqueue.write(
            launch,
            Draft(
                MOVED,
                person,
                purpose=MOVED,
                about=about,
                occurrence=f"{about}#{meeting.sequence}",
                reason=f"{meeting.title} has moved",
                thread=about,
                by_phone=ToDoPurpose.TELL_OF_MOVE,
            ),
        )


def of_cancellation(launch: Launch, called_off: Happening) -> None:
    """Tells everyone who had the date in hand that the meeting is called off, and withdraws what waits for it.

    Whom letters do not reach is told by phone; nobody is phoned any more about whether they come.
    """
    session, now, run_id = launch.session, launch.now, launch.run_id
    meeting, why = session.get_one(Meeting, called_off.data["meeting_id"]), called_off.data["why"]
    told = _told_of(session, run_id, meeting)
    call_tasks.of_cancellation(launch, meeting, why, _known_of_by_phone(session, run_id, meeting))
    waiting = session.exec(
        select(Message).where(Message.meeting_id == meeting.id, Message.state == MessageState.QUEUED)
    ).all()
    for message in waiting:
        message_states.withdraw(session, message, "the meeting is called off")
    if told or waiting:
        team_posts.of_change(session, now, run_id, meeting, "called off", why)
    about = About(AboutKind.MEETING, meeting.id)
    for person in told:
        enqueue.write(
            launch,
            Draft(
                CALLED_OFF,
                person,
                purpose=CALLED_OFF,
                about=about,
                reason=f"{meeting.title} is called off",
                explanation=why,
                thread=about,
            ),
        )


def of_clock(launch: Launch, changed: Happening) -> None:
    """Sends everyone who has the entry of a meeting another one, once: the hour stays, the moment does not.

    What waits to leave is written anew instead.
    """
    meeting = launch.session.get_one(Meeting, changed.data["meeting_id"])
    rerender.all_about(launch.session, launch.now, meeting)
    about = About(AboutKind.MEETING, meeting.id)
    for person in _told_of(launch.session, launch.run_id, meeting):
        draft = Draft(
            CLOCK,
            person,
            purpose=CLOCK,
            about=about,
            occurrence=f"{about}#{meeting.sequence}",
            reason=f"the clocks change by other rules before {meeting.title}",
            thread=about,
        )
        enqueue.write(launch, draft)


def of_hour(launch: Launch, dated: Happening) -> None:
    """The debrief has got its day and hour: whoever was called to it while these were open is told them, once."""
    session, now, run_id = launch.session, launch.now, launch.run_id
    debrief = session.get_one(Meeting, dated.data["meeting_id"])
    if debrief.kind is not MeetingKind.DEBRIEF or dated.data.get("was_at"):
        return
    if debrief.starts_at is None or debrief.starts_at <= now:
        return
    binding = _binding(session, run_id)
    called = session.exec(
        select(Message).where(
            Message.run_id == run_id,
            col(Message.kind).in_(kinds_with("about_the_debrief")),
            col(Message.meeting_id).is_(None),
        )
    ).all()
    guests = {person.id: person for _, person in invitations.invited(session, debrief.pk)}
    about = About(AboutKind.MEETING, debrief.pk)
    for message in called:
        person = guests.get(message.person_id)
        if person is None or message.purpose not in binding:
            continue
        if message.state is MessageState.QUEUED:
            rerender.message_of(session, now, message, person)
        elif message.state in HAD_IT:
            draft = replace(
                Draft.of_message(message, person),
                about=about,
                occurrence=f"{about}#dated",
                gate_key=None,
                thread=message.planned_id,
            )
            enqueue.write(launch, draft)


def take_back_from(launch: Launch, person: Person, meeting_ids: Collection[int]) -> list[int]:
    """Withdraws what waits to tell somebody of meetings they have no place at anymore; says which they know of."""
    binding = _binding(launch.session, launch.run_id)
    written = launch.session.exec(
        select(Message).where(col(Message.meeting_id).in_(meeting_ids), Message.person_id == person.pk)
    ).all()
    for message in written:
        if message.state is MessageState.QUEUED:
            message_states.withdraw(launch.session, message, "they have no place at it anymore")
    had = {one.meeting_id for one in written if one.state in HAD_IT and one.purpose in binding}
    return sorted(number for number in had if number is not None)


def _not_knowing(launch: Launch, meeting: Meeting, people: list[Person]) -> list[Person]:
    """Those to whom the time or place is news, by the last letter that left them."""
    told = {
        person.pk: meeting_moves.last_told(launch.session, launch.run_id, meeting, person)
        for person in people
    }
    knowing = {person_id for person_id, known in told.items() if known == WhenAndWhere.of(meeting)}
    invitation_actions.stand_as_answered(launch.session, launch.run_id, meeting.pk, knowing)
    return [person for person in people if person.pk not in knowing]


def _withdraw_news(session: Session, meeting: Meeting, why: str) -> None:
    waiting = select(Message).where(
        Message.meeting_id == meeting.id,
        col(Message.kind).in_(kinds_with("tells_of_a_move")),
        Message.state == MessageState.QUEUED,
    )
    for message in session.exec(waiting).all():
        message_states.withdraw(session, message, why)
    session.flush()


def _told_of(session: Session, run_id: int, meeting: Meeting) -> list[Person]:
    """Those who have had this meeting's date in hand.

    Which touches put a date into somebody's hand is the playbook's to say (`announces_change`).
    """
    circle = [
        person
        for person in _circle(session, meeting)
        if people_records.address_refused_at(session, person) is None
    ]
    if is_shown_only(session, run_id, meeting):
        return circle
    binding = _binding(session, run_id)
    had = {
        message.person_id
        for message in session.exec(
            select(Message).where(Message.meeting_id == meeting.id, col(Message.state).in_(HAD_IT))
        )
        if message.purpose in binding or meeting.kind is MeetingKind.TALK
    }
    return [person for person in circle if person.id in had]


def _known_of_by_phone(session: Session, run_id: int, meeting: Meeting) -> list[Person]:
    """Those who were to know the date and can't be written to: no address, or one that was refused."""
    binding, shown_only = _binding(session, run_id), is_shown_only(session, run_id, meeting)
    circle = _circle(session, meeting)
    meant = call_tasks.told_by_phone(session, run_id, meeting)
    written = select(Message.person_id, Message.purpose).where(Message.meeting_id == meeting.id)
    meant |= {person_id for person_id, purpose in session.exec(written) if person_id and purpose in binding}
    return [
        person
        for person in circle
        if (person.id in meant or shown_only)
        and (person.email is None or people_records.address_refused_at(session, person) is not None)
        and people_records.left_alone_since(session, person) is None
    ]


def _circle(session: Session, meeting: Meeting) -> list[Person]:
    """Those with a place at the meeting; of the launch, also the team behind it."""
    people = [person for _, person in invitations.invited(session, meeting.pk)]
    if meeting.kind is MeetingKind.LAUNCH:
        people += people_records.with_role(session, meeting.partnership_id, people_records.ROLE_SHEET)
    return list({person.id: person for person in people}.values())


def _binding(session: Session, run_id: int) -> set[str]:
    """The purposes that put a date into somebody's hand: the playbook says which touches do."""
    playbook = playbook_editions.of_run(session, run_id)
    return {f"{step.key}/{touch.key}" for step, _, touch in playbook.touches() if touch.announces_change}


def is_shown_only(session: Session, run_id: int, meeting: Meeting) -> bool:
    """Whether no touch of the playbook announces meetings of this kind: whoever has a place there reads the date on their
    page and in their private calendar. A launch keeps the playbook it began with."""
    anchor = _MAY_BE_SHOWN_ONLY.get(meeting.kind)
    touches = playbook_editions.of_run(session, run_id).touches()
    return anchor is not None and not any(
        touch.announces_change and touch.when.anchor is anchor for _, _, touch in touches
    )

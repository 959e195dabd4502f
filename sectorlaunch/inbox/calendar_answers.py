"""An answer pressed in a calendar becomes an answer to the invitation, or a question to the convener."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from notifications.inbox.calendar_replies import Answer, CalendarReply, IsTheirs, Method
from sectorlaunch import events, wording
from sectorlaunch.actions import invitations as invitation_actions
from sectorlaunch.errors import NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.inbox import answer_order, questions
from sectorlaunch.inbox.answer_order import BY, Order
from sectorlaunch.inbox.taken import Taken
from sectorlaunch.inbox.whose_answer import bare
from sectorlaunch.records import invitations, meeting_moves, partnerships, people
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.tables import (
    AccessLink,
    Invitation,
    InvitationState,
    Meeting,
    Partnership,
    Person,
    ReceivedKind,
)

STATES = {
    Answer.ACCEPTED: InvitationState.ACCEPTED,
    Answer.TENTATIVE: InvitationState.TENTATIVE,
    Answer.DECLINED: InvitationState.DECLINED,
    Answer.DELEGATED: InvitationState.DECLINED,
}
IN_WORDS = {
    Answer.ACCEPTED: "coming",
    Answer.TENTATIVE: "maybe",
    Answer.DECLINED: "not coming",
    Answer.DELEGATED: "somebody else comes instead",
    None: "no answer yet",
}


def take(
    session: Session,
    now: datetime,
    reply: CalendarReply,
    link: AccessLink | None,
    is_theirs: IsTheirs | None,
    by_itself: bool,
) -> Taken:
    """Notes an answer. `link` is the secret it came with; without one it is only a question.

    So is one that a calendar gave `by_itself`, as one does that declines whatever falls into its owner's leave.
    Unknown meetings are ignored, and so is what comes too late: an answer older than the one on record, or one to
    a meeting that is over or called off. An answer to an earlier date of a moved meeting is a question.
    """
    meeting = session.exec(select(Meeting).where(Meeting.uid == reply.uid)).one_or_none()
    if meeting is None or (link is not None and link.meeting_id != meeting.id):
        return _noted("about a meeting we do not know; ignored")
    if link is None:
        return _unproven(session, now, reply, meeting)
    person = session.get_one(Person, link.person_id)
    if _is_over(now, meeting):
        return _noted("the meeting is over or called off; nothing was changed", person)
    is_from_them = is_theirs is not None and is_theirs(reply.attendee)
    try:
        place = invitations.place_of(session, link.meeting_id or 0, person)
    except NotFound:
        return _without_a_place(session, now, reply, meeting, person, is_from_them)
    if not is_from_them:
        return _somebody_else(session, now, reply, meeting, person)
    if by_itself:
        return _by_itself(session, now, reply, meeting, person)
    if reply.method is Method.COUNTER:
        return _counter(session, now, reply, meeting, person)
    return _answer(session, now, reply, meeting, person, place)


def _without_a_place(
    session: Session,
    now: datetime,
    reply: CalendarReply,
    meeting: Meeting,
    person: Person,
    is_from_them: bool,
) -> Taken:
    """The team behind the launch has its date and is no guest. A no of one of them is the convener's to know."""
    held = people.roles_of(session, meeting.partnership_id, person.id)
    if not set(held) & set(people.ROLE_SHEET):
        return _noted("no place at the meeting any more; nothing was changed", person)
    if not is_from_them:
        return _somebody_else(session, now, reply, meeting, person)
    if reply.method is Method.COUNTER:
        return _counter(session, now, reply, meeting, person)
    if reply.answer is Answer.ACCEPTED or reply.answer is None:
        return _noted(f"of the team: {IN_WORDS[reply.answer]}", person)
    words = f"{person.name} of the team answers the date of {meeting.title}: {IN_WORDS[reply.answer]}"
    questions.ask(
        session,
        now,
        meeting,
        purpose="answer of the team",
        occurrence=f"meeting:{meeting.id}#{min(reply.sequence, meeting.sequence)}",
        about=person,
        title=words,
        script=f"{_said(reply)}Settle with them who does their part.",
    )
    return _noted("of the team; the convener has a note", person)


def _answer(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person, place: Invitation
) -> Taken:
    if reply.answer is None:
        return _noted("it answers nothing", person)
    moment = answer_order.moment_of(session, now, reply, meeting, person.pk)
    order = answer_order.order(moment, STATES[reply.answer], place, now)
    if order is Order.OLDER:
        return _noted("older than the answer on record; nothing was changed", person)
    if moment.sequence < meeting.sequence and not _is_of_today(session, moment.sequence, meeting, person):
        return _to_an_earlier_date(session, now, reply, meeting, person)
    if order is Order.UNCLEAR:
        return _which_holds(session, now, reply, meeting, person)
    _place_the_answer(session, now, reply, meeting, person)
    place.calendar_sequence, place.calendar_stamped_at = moment.sequence, moment.at
    session.add(place)
    return _noted(f"answered: {IN_WORDS[reply.answer]}", person)


def _is_of_today(session: Session, sequence: int, meeting: Meeting, person: Person) -> bool:
    """Whether the entry that was answered is the newest they have, and states the time and place that hold: the
    meeting moved and moved back, and nobody was told."""
    run = partnerships.run_of(session, meeting.partnership_id)
    told = meeting_moves.last_told(session, run.pk, meeting, person)
    newest = meeting_moves.newest_entry(session, meeting, person)
    return told == WhenAndWhere.of(meeting) and newest is not None and sequence >= newest


def _which_holds(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person
) -> Taken:
    answer = IN_WORDS[reply.answer]
    questions.ask(
        session,
        now,
        meeting,
        purpose="which answer holds",
        occurrence=f"meeting:{meeting.id}#{meeting.sequence}/{answer}",
        about=person,
        title=f"Ask {person.name} which answer holds for {meeting.title}: their calendar says “{answer}”",
        script=f"{_said(reply)}Another answer is on record, and by their clock nobody can tell which came last. It stays.",
    )
    return _noted("which answer came last is unclear; the convener is asked", person)


def _place_the_answer(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person
) -> None:
    assert reply.answer is not None
    run = partnerships.run_of(session, meeting.partnership_id)
    invitation_actions.reply(
        session,
        now,
        run.pk,
        meeting.pk,
        person,
        invitation_actions.Reply(
            STATES[reply.answer],
            reason=reply.comment if reply.answer is not Answer.ACCEPTED else "",
            substitute=reply.attendee.delegated_to if reply.answer is Answer.DELEGATED else "",
        ),
        by=BY,
    )


def _is_over(now: datetime, meeting: Meeting) -> bool:
    if meeting.held_at is not None or meeting.canceled_at is not None:
        return True
    return meeting.starts_at is not None and meeting.starts_at + timedelta(minutes=meeting.minutes) <= now


def _counter(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person
) -> Taken:
    zone = ZoneInfo(session.get_one(Partnership, meeting.partnership_id).zone)
    start = reply.proposed_start
    proposal = wording.span(start, meeting.minutes, zone) if start else reply.proposed_words or "another time"
    run = partnerships.run_of(session, meeting.partnership_id)
    words = f"{person.name} proposes another time for {meeting.title}: {proposal}."
    questions.ask(
        session,
        now,
        meeting,
        purpose="another time proposed",
        occurrence=f"meeting:{meeting.id}#{reply.sequence}/{reply.stamped_at.isoformat()}",
        about=person,
        title=words,
        script=f"{words} {_said(reply)}It came from their calendar; the answer on record stays as it was.",
    )
    events.record(session, now, run.id, BY, EventKind.ANOTHER_TIME_PROPOSED, words, meeting_id=meeting.id)
    return _noted("another time is proposed; the convener has a note", person)


def _to_an_earlier_date(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person
) -> Taken:
    answer = IN_WORDS[reply.answer]
    questions.ask(
        session,
        now,
        meeting,
        purpose="answer to an earlier date",
        occurrence=f"meeting:{meeting.id}#{meeting.sequence}",
        about=person,
        title=f"Ask {person.name} about the new date of {meeting.title}: “{answer}” was for the old one",
        script=f"{_said(reply)}The answer on record stays as it was.",
    )
    return _noted("an answer to an earlier date; the convener is asked", person)


def _by_itself(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person
) -> Taken:
    questions.ask(
        session,
        now,
        meeting,
        purpose="answered by itself",
        occurrence=f"meeting:{meeting.id}#{meeting.sequence}",
        about=person,
        title=f"Ask {person.name} about {meeting.title}: their calendar answered by itself: {IN_WORDS[reply.answer]}",
        script=f"{_said(reply)}Nobody pressed it; the answer on record stays as it was.",
    )
    return _noted("a calendar answered by itself; the convener is asked", person)


def _somebody_else(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person: Person
) -> Taken:
    who = reply.attendee.name or reply.attendee.address
    questions.ask(
        session,
        now,
        meeting,
        purpose="answered by somebody else",
        occurrence=f"meeting:{meeting.id}/{reply.attendee.address}",
        about=person,
        title=f"{who[:60]} answered the invitation of {person.name} to {meeting.title}: {IN_WORDS[reply.answer]}",
        script=f"The answer came from {reply.attendee.address}. {_said(reply)}If it is the same person, or comes "
        "instead, note it at the meeting; the answer on record stays as it was.",
    )
    return _noted("somebody else answered; the convener is asked", person)


def _unproven(session: Session, now: datetime, reply: CalendarReply, meeting: Meeting) -> Taken:
    """Somebody knows the meeting and not the secret. At most one question for each guest, and one for all others."""
    if _is_over(now, meeting) or meeting.id is None:
        return _noted("without proof, and the meeting is over; ignored")
    guests = [person for _, person in invitations.invited(session, meeting.id)]
    named = next((guest for guest in guests if bare(guest.email or "") == bare(reply.attendee.address)), None)
    who = named.name if named else (reply.attendee.name or reply.attendee.address)[:60]
    questions.ask(
        session,
        now,
        meeting,
        purpose="answer without proof",
        occurrence=f"meeting:{meeting.id}",
        about=named,
        title=f"Ask {who} whether the answer “{IN_WORDS[reply.answer]}” to {meeting.title} is theirs",
        script=f"It names {reply.attendee.address} and came without the secret of the invitation, so anybody could "
        f"have sent it. {_said(reply)}Nothing was changed.",
    )
    return Taken(ReceivedKind.CALENDAR, "without proof; the convener is asked")


def _said(reply: CalendarReply) -> str:
    return f"They wrote: “{reply.comment}”. " if reply.comment else ""


def _noted(outcome: str, person: Person | None = None) -> Taken:
    return Taken(ReceivedKind.CALENDAR, outcome, person.id if person else None)

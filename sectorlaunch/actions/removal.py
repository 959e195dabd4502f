"""Removes a person's data. The record of what was done and sent stays; the person does not."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from sectorlaunch import events
from sectorlaunch.actions import access, accounts, meeting_removal, sector_removal
from sectorlaunch.actions.handover import hand_over
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import people
from sectorlaunch.records.people import who_is_now
from sectorlaunch.tables import (
    AccessLink,
    ActionTeam,
    Answer,
    Champion,
    ChampionMove,
    ContactNote,
    Erasure,
    Event,
    Invitation,
    Meeting,
    Merge,
    Message,
    MessageState,
    Person,
    Poll,
    PollOption,
    PollVote,
    Role,
    SurveyRating,
    TalkHours,
    ToDo,
    TouchChange,
    TouchRelease,
    Waiver,
)

FORMER = "Former contact"
_NOT_SENT_YET = (MessageState.QUEUED, MessageState.LEASED)


def anonymize(session: Session, now: datetime, person_id: int, *, by: str = "") -> None:
    """Removes a person from the list and the records of their partnership, for good. Doing it again changes nothing.

    Kept: that a message went out, when and by which rule, answers given, attendance. Gone: name, addresses and
    the words sent to them. Links and roles end, what was still to be sent is not sent, open items go to the
    convener. Messages to other people are theirs and stay as they were.
    Other entries that were merged with theirs go with them. What other partnerships have on record stays with them.
    Raises NotAllowed while they are the only convener.
    """
    person = who_is_now(session, session.get_one(Person, person_id))
    if person.anonymized_at is not None:
        return
    person_id = person.pk
    erasure = Erasure(person_id=person_id, asked_by=by, started_at=now)
    session.add(erasure)
    session.flush()
    entries = [person, *_merged_into(session, person_id)]
    known_as = tuple({word for entry in entries for word in (entry.name, entry.email) if word})
    runs = people.runs_of(session, person_id)
    _hand_to_conveners(session, now, person)
    access.revoke(session, now, person_id)
    _end_roles(session, now, person_id)
    _leave_meetings_and_teams(session, person_id)
    for entry in entries:
        _blank_messages(session, entry.pk)
        _blank_notes(session, now, runs, entry)
        _blank_polls(session, entry)
        for rating in session.exec(select(SurveyRating).where(SurveyRating.person_id == entry.pk)):
            rating.words = ""
            session.add(rating)
        _blank_own_words(session, entry.pk)
        _blank_merges(session, entry.pk)
        for hours in session.exec(select(TalkHours).where(TalkHours.person_id == entry.pk)):
            session.delete(hours)
    _blank_events(session, runs, known_as)
    sector_removal.blank(session, runs, lambda value: _without(value, known_as))
    numbers = {entry.pk for entry in entries}
    meeting_removal.blank(session, runs, numbers, lambda value: _without(value, known_as))
    signed_in_as = {entry.account_id for entry in entries if entry.account_id is not None}
    for entry in entries:
        _blank(session, now, entry)
        for link in session.exec(select(AccessLink).where(AccessLink.person_id == entry.pk)):
            link.token = None
            session.add(link)
    session.flush()
    for account_id in signed_in_as:
        accounts.close_unused(session, now, account_id)
    erasure.finished_at = now
    session.add(erasure)
    session.flush()
    for run_id in runs or [None]:
        words = "The data of a former contact was removed."
        events.record(
            session, now, run_id, by or "Sector Launch", EventKind.PERSON_REMOVED, words, person_id=person_id
        )


def _merged_into(session: Session, person_id: int) -> list[Person]:
    """The other entries this person had, before they were merged, and those merged into them."""
    direct = session.exec(select(Person).where(Person.merged_into_id == person_id)).all()
    return [entry for one in direct if one.id for entry in (one, *_merged_into(session, one.id))]


def _blank(session: Session, now: datetime, person: Person) -> None:
    person.name, person.email, person.phone, person.job_title = FORMER, None, "", ""
    person.assistant_name = person.assistant_email = person.assistant_phone = ""
    person.organization_id, person.decides, person.zone, person.is_contact = None, False, "", False
    person.account_id = None
    person.paused_until, person.channel_preference, person.wants_digest = None, "", False
    person.do_not_contact_since = person.do_not_contact_since or now
    person.anonymized_at, person.erase_on = now, None
    session.add(person)


def _blank_merges(session: Session, person_id: int) -> None:
    """What a merge keeps to be taken back is data of the person too."""
    of_theirs = select(Merge).where(or_(Merge.kept_id == person_id, Merge.gone_id == person_id))
    for merge in session.exec(of_theirs).all():
        merge.moves = []
        session.add(merge)


def _hand_to_conveners(session: Session, now: datetime, person: Person) -> None:
    conveners = people.with_role(session, person.partnership_id, people.CONVENING)
    others = [convener.pk for convener in conveners if convener.id != person.id]
    if not others:
        raise NotAllowed(f"{person.name} is the only convener; name another one first.")
    hand_over(session, now, person.pk, others[0])


def _end_roles(session: Session, now: datetime, person_id: int) -> None:
    for role in session.exec(select(Role).where(Role.person_id == person_id, col(Role.ended_at).is_(None))):
        role.ended_at = now
        session.add(role)


def _leave_meetings_and_teams(session: Session, person_id: int) -> None:
    """Parts in meetings to come, and the lead of a team, are free again for somebody else."""
    for meeting in session.exec(select(Meeting).where(col(Meeting.held_at).is_(None))):
        for part in ("host_id", "facilitator_id", "chair_id", "agenda_by_id"):
            if getattr(meeting, part) == person_id:
                setattr(meeting, part, None)
        if person_id in meeting.roles.values():
            meeting.roles = {role: who for role, who in meeting.roles.items() if who != person_id}
        session.add(meeting)
    for team in session.exec(select(ActionTeam).where(ActionTeam.lead_id == person_id)):
        team.lead_id = None
        session.add(team)


def _blank_messages(session: Session, person_id: int) -> None:
    for message in session.exec(select(Message).where(Message.person_id == person_id)):
        if message.state in _NOT_SENT_YET:
            message.state, message.state_reason = MessageState.CANCELED, "The person's data was removed."
            message.held_because = None
        message.to_name, message.to_address = FORMER, ""
        message.subject = message.text = message.html = message.short_text = ""
        message.calendar_text = message.calendar_organizer = message.unsubscribe_url = ""
        session.add(message)


def _blank_own_words(session: Session, person_id: int) -> None:
    for change in session.exec(select(TouchChange).where(TouchChange.person_id == person_id)):
        change.subject = change.text = ""
        session.add(change)
    for release in session.exec(select(TouchRelease).where(TouchRelease.person_id == person_id)):
        release.sentence = ""
        session.add(release)


def _blank_notes(session: Session, now: datetime, runs: list[int | None], person: Person) -> None:
    person_id, name = person.pk, person.name
    for role in session.exec(select(Role).where(Role.person_id == person_id)):
        role.note = ""
        session.add(role)
    for todo in session.exec(select(ToDo).where(ToDo.about_id == person_id)):
        todo.title, todo.script, todo.outcome = "About a former contact", "", ""
        todo.done_at = todo.done_at or now
        session.add(todo)
    for champion in session.exec(select(Champion).where(Champion.person_id == person_id)):
        champion.promise = ""
        session.add(champion)
        for move in session.exec(select(ChampionMove).where(ChampionMove.champion_id == champion.id)):
            move.note = ""
            session.add(move)
    for contact in session.exec(select(ContactNote).where(ContactNote.person_id == person_id)):
        contact.words = ""
        session.add(contact)
    for invitation in session.exec(select(Invitation).where(Invitation.person_id == person_id)):
        invitation.reason = invitation.substitute = ""
        invitation.replied_by = FORMER if invitation.replied_by == name else invitation.replied_by
        session.add(invitation)
    for answer in session.exec(
        select(Answer).where(Answer.recorded_by == name, Answer.person_id == person_id)
    ):
        answer.recorded_by = FORMER
        session.add(answer)
    for waiver in session.exec(select(Waiver).where(Waiver.given_by == name, col(Waiver.run_id).in_(runs))):
        waiver.given_by = FORMER
        session.add(waiver)


def _blank_polls(session: Session, person: Person) -> None:
    """Who opened or ended a poll, or noted a vote for somebody else."""
    name, ours = person.name, Poll.partnership_id == person.partnership_id
    theirs = select(PollOption.id).join(Poll, col(Poll.id) == col(PollOption.poll_id)).where(ours)
    noted = select(PollVote).where(PollVote.recorded_by == name, col(PollVote.option_id).in_(theirs))
    for vote in session.exec(noted):
        vote.recorded_by = FORMER
        session.add(vote)
    named = or_(Poll.opened_by == name, col(Poll.closed_how).contains(name, autoescape=True))
    for poll in session.exec(select(Poll).where(ours, named)):
        poll.opened_by = FORMER if poll.opened_by == name else poll.opened_by
        poll.closed_how = poll.closed_how.replace(name, FORMER)
        session.add(poll)


def _blank_events(session: Session, runs: list[int | None], known_as: tuple[str, ...]) -> None:
    mentioned = or_(
        *(col(Event.summary).contains(word, autoescape=True) for word in known_as),
        *(col(Event.actor) == word for word in known_as),
    )
    for event in session.exec(select(Event).where(col(Event.run_id).in_(runs), mentioned)):
        event.actor = _without(event.actor, known_as)
        event.summary = _without(event.summary, known_as)
        event.data = _without(event.data, known_as)
        session.add(event)


def _without(value: Any, known_as: tuple[str, ...]) -> Any:
    """The same value with the person's name and address taken out of every text in it."""
    if isinstance(value, str):
        for word in known_as:
            value = value.replace(word, FORMER)
        return value
    if isinstance(value, dict):
        return {key: _without(item, known_as) for key, item in value.items()}
    return [_without(item, known_as) for item in value] if isinstance(value, list) else value

"""Replies to a yes, a no and a promise; and what whoever leads the conversation needs, before and after."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, func, select

from notifications.rendering import kinds_with
from sectorlaunch.events import EventKind
from sectorlaunch.letters import meeting as meeting_letters
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import dates, documents, invitations, people, talks
from sectorlaunch.tables import (
    Commitment,
    CommitmentState,
    DocumentKind,
    Event,
    InvitationState,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Person,
)

NAMED_AT_MOST = 6
"""Names in a letter to somebody who does not know these people; the rest is a number."""


def coming_confirmed(source: LetterSource) -> Fields:
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    others = [
        person
        for person in _coming(source, meeting)
        if person.id not in (source.person.id, source.launch.convener.id)
    ]
    return {
        "why": source.because("answered"),
        "others": tuple(source.named(person.id) for person in others[:NAMED_AT_MOST]),
        "more": max(0, len(others) - NAMED_AT_MOST),
        "has_waited": _has_had(source, kinds_with("says_to_wait")),
        "you_host": meeting.host_id == source.person.id,
        "after_all": _said_otherwise(source),
    }


def talk_booked(source: LetterSource) -> Fields:
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    other = talks.other_of(source.launch.session, meeting, source.person.pk)
    asked = talks.owner_of(source.launch, source.person.pk)
    assert other is not None
    is_asked = asked is not None and asked.pk == other.pk
    return {
        "why": source.because("talks"),
        "other": source.named(other.pk),
        "other_phone": other.phone,
        "own_phone": source.person.phone,
        "you_call": not is_asked,
        "moved": meeting.sequence > 0,
    }


def declined_thanks(source: LetterSource) -> Fields:
    place = meeting_letters.readers_place(source)
    return {
        "why": source.because("answered"),
        "substitute": place.substitute if place is not None else "",
        "after_all": _said_otherwise(source),
    }


def place_waiting(source: LetterSource) -> Fields:
    return {"why": source.because("answered")}


def guests_so_far(source: LetterSource) -> Fields:
    meeting = source.meeting_of_the_letter()
    assert meeting is not None
    since = _last_sent(source, source.kind, *kinds_with("calendar_method", "CONFIRM"))
    place = meeting_letters.readers_place(source)
    coming = _coming(source, meeting)
    said = {
        person.id: one.replied_at for one, person in invitations.invited(source.launch.session, meeting.pk)
    }
    fresh = [
        person
        for person in coming
        if person.id != source.person.id and (since is None or (said[person.id] or since) > since)
    ]
    return {
        "guests": tuple(source.named(person.id) for person in fresh[:NAMED_AT_MOST]),
        "more": max(0, len(fresh) - NAMED_AT_MOST),
        "coming": len(coming),
        "weeks": round((meeting.starts_at - source.launch.now).days / 7) if meeting.starts_at else 0,
        "unsure": place is not None and place.state is not InvitationState.ACCEPTED,
    }


def _last_sent(source: LetterSource, *kinds: str) -> datetime | None:
    """When the reader was last sent a letter of one of these kinds."""
    return source.launch.session.exec(
        select(func.max(Message.sent_at)).where(
            Message.run_id == source.launch.run_id,
            Message.person_id == source.person.id,
            col(Message.kind).in_(kinds),
            Message.state == MessageState.SENT,
        )
    ).one()


def promise_noted(source: LetterSource) -> Fields:
    """What the letter is about, with what an earlier letter was to say that was withdrawn for this one."""
    written = source.launch.session.exec(
        select(Message.about_id, Message.state).where(
            Message.run_id == source.launch.run_id,
            Message.person_id == source.person.id,
            Message.kind == source.kind,
        )
    ).all()
    told = {about_id for about_id, state in written if state is not MessageState.CANCELED}
    untold = {about_id for about_id, state in written if state is MessageState.CANCELED} - told
    found = source.launch.session.exec(
        select(Commitment)
        .where(
            col(Commitment.id).in_({*untold, source.about.id_of("commitment")}),
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    return {
        "why": source.because("promised"),
        "commitments": tuple(source.commitment_brief(one) for one in found),
    }


def facilitator_brief(source: LetterSource) -> Fields:
    """Everybody who comes; whoever has had that list before gets only what has changed since."""
    meeting = source.launch.meeting
    assert meeting is not None
    places = invitations.invited(source.launch.session, meeting.pk)
    coming = [person for place, person in places if place.state is InvitationState.ACCEPTED]
    sectors = people.sectors(source.launch.session, coming)
    agenda = documents.newest(source.launch.session, source.launch.partnership_id, DocumentKind.AGENDA)
    since = _last_sent(source, source.kind)
    listed = _coming_at(source, meeting, since) if since is not None else set()
    named = [person for person in coming if person.id not in listed]
    gone = listed - {person.id for person in coming}
    return {
        "since": source.on(since) if since is not None else "",
        "coming": sum(people.is_business(sectors, person) for person in coming),
        "guests": tuple(source.named(p.id) for p in named if people.is_business(sectors, p)),
        "partners": tuple(source.named(p.id) for p in named if not people.is_business(sectors, p)),
        "gone": tuple(source.named(person.id) for _, person in places if person.id in gone),
        "unsure": sum(place.state is InvitationState.TENTATIVE for place, _ in places),
        "parts": _parts(source, meeting),
        "agenda": agenda.body if agenda is not None else "",
    }


def where_we_stand(source: LetterSource) -> Fields:
    meeting = source.launch.meeting
    assert meeting is not None
    day = dates.launch_date(source.launch.session, source.launch.partnership)
    return {
        "is_dated": meeting.starts_at is not None,
        "weeks": round((day - source.today).days / 7) if day is not None else 0,
        "coming": len(_coming(source, meeting)),
    }


def _coming_at(source: LetterSource, meeting: Meeting, moment: datetime) -> set[int | None]:
    """Who had said yes to a meeting, and not otherwise since, at a moment."""
    answers = source.launch.session.exec(
        select(Event)
        .where(
            Event.run_id == source.launch.run_id,
            Event.kind == EventKind.INVITATION_ANSWERED.value,
            Event.at <= moment,
        )
        .order_by(col(Event.id))
    )
    said = {
        one.data["person_id"]: one.data["state"]
        for one in answers
        if one.data.get("meeting_id") == meeting.pk
    }
    return {person_id for person_id, state in said.items() if state == InvitationState.ACCEPTED.value}


def _parts(source: LetterSource, meeting: Meeting) -> tuple[str, ...]:
    """Who does what at the meeting, but for the reader: "Welcome the guests: Otto Brasswell"."""
    parts = {"host": meeting.host_id, **meeting.roles}
    return tuple(
        f"{words[:1].upper()}{words[1:]}: {source.named(person_id)}"
        for part, person_id in parts.items()
        if person_id is not None and person_id != source.person.id and (words := source.part(part))
    )


def facilitator_thanks(source: LetterSource) -> Fields:
    return {
        "business_present": meeting_letters.leaders_with(
            source, source.launch.meeting, InvitationState.ATTENDED
        ),
        "priorities": meeting_letters.chosen_priorities(source),
    }


def _coming(source: LetterSource, meeting: Meeting) -> list[Person]:
    """Who said yes to a meeting; of the launch, the business leaders among them."""
    places = invitations.invited(source.launch.session, meeting.pk)
    coming = [person for place, person in places if place.state is InvitationState.ACCEPTED]
    if meeting.kind is not MeetingKind.LAUNCH:
        return coming
    sectors = people.sectors(source.launch.session, coming)
    return [person for person in coming if people.is_business(sectors, person)]


def _said_otherwise(source: LetterSource) -> bool:
    """Whether the reader has had a reply to another answer about the same meeting."""
    others = set(kinds_with("replies_to_an_answer")) - {source.kind, *kinds_with("says_to_wait")}
    return _has_had(source, others)


def _has_had(source: LetterSource, kinds: Collection[str]) -> bool:
    """Whether the reader has had a letter of these kinds about the same thing."""
    found = select(Message.id).where(
        Message.run_id == source.launch.run_id,
        Message.person_id == source.person.id,
        Message.about_kind == source.about.kind,
        Message.about_id == source.about.id,
        col(Message.kind).in_(kinds),
        Message.state == MessageState.SENT,
    )
    return source.launch.session.exec(found).first() is not None

"""One person of a partnership as the convener sees them: how they are reached, what they hold, what passed between us."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with
from sectorlaunch import known_addresses
from sectorlaunch.records import peers as peer_records
from sectorlaunch.records import people, people_list
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.people_list import PersonOnList
from sectorlaunch.tables import (
    ActionTeam,
    Champion,
    ChampionMove,
    ContactNote,
    Invitation,
    Meeting,
    Message,
    MessageState,
    NamedPeer,
    Partnership,
    Person,
)

LOG = 60
"""How much of the log is shown, newest first."""


@dataclass(frozen=True)
class LogLine:
    """One thing between the team and the person: a message, a talk, an answer, a move on the pipeline."""

    at: datetime
    kind: str
    words: str
    state: str = ""
    address: str = ""
    """The page of the message, within the partnership."""


@dataclass(frozen=True)
class PersonPage:
    person: Person
    line: PersonOnList | None
    """As on the list of people: organization, roles, champion stage; None for somebody whose roles have ended."""
    log: tuple[LogLine, ...]
    refused_at: datetime | None
    """When their address was refused for good, and nobody has mended it since."""
    left_alone_since: datetime | None
    by_own_wish: bool
    """Whether they stopped the messages themselves: then nobody else takes it back."""


def of(launch: Launch, person: Person) -> PersonPage:
    line = next(
        (
            one
            for one in people_list.list_people(launch.session, launch.partnership.slug)
            if one.person_id == person.pk
        ),
        None,
    )
    return PersonPage(
        person,
        line,
        tuple(_log(launch.session, launch.partnership, launch.run_id, person.pk)),
        refused_at=people.address_refused_at(launch.session, person),
        left_alone_since=people.left_alone_since(launch.session, person),
        by_own_wish=known_addresses.stopped_at(launch.session, person.email) is not None,
    )


def _log(session: Session, partnership: Partnership, run_id: int, person_id: int) -> list[LogLine]:
    lines = [
        *_messages(session, run_id, person_id),
        *_talks(session, partnership, person_id),
        *_answers(session, partnership, person_id),
        *_moves(session, partnership, person_id),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LOG]


def _messages(session: Session, run_id: int, person_id: int) -> list[LogLine]:
    wanted = select(Message).where(
        Message.run_id == run_id,
        Message.person_id == person_id,
        col(Message.kind).not_in(kinds_with("is_private")),
        Message.state != MessageState.CANCELED,
    )
    return [
        LogLine(m.sent_at or m.queued_at, "message", m.subject, m.state.value, f"/messages/{m.id}")
        for m in session.exec(wanted.order_by(col(Message.id).desc()).limit(LOG))
    ]


def _talks(session: Session, partnership: Partnership, person_id: int) -> list[LogLine]:
    wanted = select(ContactNote).where(
        ContactNote.partnership_id == partnership.id, ContactNote.person_id == person_id
    )
    return [
        LogLine(
            note.noted_at,
            note.kind.value,
            note.words + (f" ({note.noted_by})" if note.noted_by else ""),
        )
        for note in session.exec(wanted)
    ]


def _answers(session: Session, partnership: Partnership, person_id: int) -> list[LogLine]:
    wanted = (
        select(Invitation, Meeting)
        .join(Meeting, col(Meeting.id) == col(Invitation.meeting_id))
        .where(
            Meeting.partnership_id == partnership.id,
            Invitation.person_id == person_id,
            col(Invitation.replied_at).is_not(None),
        )
    )
    return [
        LogLine(place.replied_at, "answer", f"{meeting.title}: {place.state.value}")
        for place, meeting in session.exec(wanted)
        if place.replied_at is not None
    ]


def _moves(session: Session, partnership: Partnership, person_id: int) -> list[LogLine]:
    wanted = (
        select(ChampionMove)
        .join(Champion, col(Champion.id) == col(ChampionMove.champion_id))
        .where(Champion.partnership_id == partnership.id, Champion.person_id == person_id)
    )
    return [
        LogLine(move.moved_at, "champion", move.stage.value + (f": {move.note}" if move.note else ""))
        for move in session.exec(wanted)
    ]


@dataclass(frozen=True)
class PeerView:
    """Somebody a member would bring to a team."""

    peer: NamedPeer
    team: str
    namer: str


def peers(launch: Launch) -> list[PeerView]:
    """Those who wait for their welcome."""
    return [
        PeerView(
            one,
            launch.session.get_one(ActionTeam, one.team_id).name,
            launch.session.get_one(Person, one.named_by_id).name,
        )
        for one in peer_records.waiting(launch.session, launch.partnership_id)
    ]

"""A member names a peer for their team. The peer is written to by nobody until the member lets the welcome go; then they
are on the list, with the member as who knows them best, and on the team with its calls."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events, plain_values
from sectorlaunch.actions import roles, teams
from sectorlaunch.actions.matching import OnRecord, fill_blanks
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, peers, people
from sectorlaunch.records import teams as team_records
from sectorlaunch.tables import NamedPeer, Person, Role, RoleKind, Sector


@dataclass(frozen=True)
class Peer:
    """Who is named, as it was typed. One of address and phone is enough."""

    name: str
    company: str
    email: str = ""
    phone: str = ""
    words: str = ""


def name(
    session: Session, now: datetime, run_id: int, team_id: int, who: Peer, namer: Person, *, by: str
) -> NamedPeer:
    """Notes whom a member would bring to a team. Whoever is on the list already is met again, and named only once.

    Raises BadInput for what is missing or cannot be read, NotAllowed for somebody who is on the team already.
    """
    team = teams.at_work(session, team_id)
    partnership_id = partnerships.partnership_of(session, run_id).pk
    try:
        full_name = plain_values.filled_line(who.name)
        company = plain_values.filled_line(who.company)
        email = plain_values.email_address(who.email) if who.email.strip() else None
    except ValueError as remedy:
        raise BadInput(str(remedy)) from None
    if email is None and not who.phone.strip():
        raise BadInput("Give an e-mail address or a phone number; otherwise nobody can reach them.")
    known = _on_record(session, partnership_id, full_name, company, email)
    if known is not None and known.pk in {one.pk for one in team_records.members(session, team)}:
        raise NotAllowed("%(name)s is on this team already.", name=known.name)
    for other in peers.waiting(session, partnership_id):
        same = (
            email == other.email if email and other.email else full_name.casefold() == other.name.casefold()
        )
        if other.team_id == team_id and same:
            if other.named_by_id != namer.pk:
                raise NotAllowed("%(name)s has been named for this team already.", name=other.name)
            other.words, other.phone = who.words.strip(), who.phone.strip()
            session.add(other)
            return other
    peer = NamedPeer(
        partnership_id=partnership_id,
        team_id=team_id,
        named_by_id=namer.pk,
        name=full_name[:200],
        company=company[:200],
        email=email,
        phone=who.phone.strip()[:200],
        words=who.words.strip()[:4000],
        person_id=known.pk if known is not None else None,
        named_at=now,
    )
    session.add(peer)
    session.flush()
    words = f"{namer.name} would bring {peer.name} of {peer.company} to the team “{team.name}”."
    events.record(session, now, run_id, by, EventKind.PEER_NAMED, words, peer_id=peer.pk)
    return peer


def welcome(session: Session, now: datetime, run_id: int, number: int, *, by: str) -> Person:
    """Lets the welcome go: the peer is on the list of the partnership, known best by who named them, and on the team."""
    partnership = partnerships.partnership_of(session, run_id)
    peer = peers.find(session, partnership.pk, number)
    person = _person(session, now, peer)
    if people.left_alone_since(session, person) is not None:
        raise NotAllowed("%(name)s has asked not to be written to.", name=person.name)
    if not people.roles_of(session, partnership.pk, person.pk):
        is_business = people.is_business(people.sectors(session, [person]), person)
        kind = RoleKind.BUSINESS_LEADER if is_business else RoleKind.PUBLIC_PARTNER
        role: Role = roles.add_role(session, now, partnership.slug, person.pk, kind, by=by)
        role.owner_id = peer.named_by_id
        session.add(role)
    peer.person_id, peer.welcomed_at = person.pk, now
    session.add(peer)
    teams.join(session, now, run_id, peer.team_id, person, by=by)
    words = f"{person.name} is welcomed to the team."
    events.record(session, now, run_id, by, EventKind.PEER_WELCOMED, words, peer_id=peer.pk)
    return person


def let_be(session: Session, now: datetime, run_id: int, number: int, *, by: str) -> NamedPeer:
    """Takes a name back: nothing was written to them, and their address and number are not kept."""
    peer = peers.find(session, partnerships.partnership_of(session, run_id).pk, number)
    peer.let_be_at, peer.email, peer.phone, peer.words = now, None, "", ""
    session.add(peer)
    words = f"{peer.name} is not to be brought in for now."
    events.record(session, now, run_id, by, EventKind.PEER_LET_BE, words, peer_id=peer.pk)
    return peer


def _on_record(
    session: Session, partnership_id: int, full_name: str, company: str, email: str | None
) -> Person | None:
    known = OnRecord(session, partnership_id, [email] if email else [], [full_name], [company])
    try:
        return known.person(email, full_name, company)
    except ValueError as remedy:
        raise BadInput(str(remedy)) from None


def _person(session: Session, now: datetime, peer: NamedPeer) -> Person:
    """Who it is on the list, put there where they are not yet."""
    person = session.get(Person, peer.person_id) if peer.person_id is not None else None
    person = person or _on_record(session, peer.partnership_id, peer.name, peer.company, peer.email)
    if person is None:
        known = OnRecord(session, peer.partnership_id, [], [], [peer.company])
        place = known.organization_or_new(peer.company, Sector.BUSINESS)
        session.flush()
        person = known.new_person(now, peer.name, peer.email, place)
        session.flush()
    fill_blanks(person, email=peer.email, phone=peer.phone, job_title="", decides=False)
    session.add(person)
    return person

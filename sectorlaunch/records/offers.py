"""Offers to action teams: those that wait for their lead, and what somebody offered."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.tables import ActionTeam, Offer, OfferState, Person, TeamMember


def of_team(session: Session, team: ActionTeam, *states: OfferState) -> Sequence[Offer]:
    """The oldest first; of every state where none is named."""
    found = select(Offer).where(Offer.team_id == team.id)
    if states:
        found = found.where(col(Offer.state).in_(states))
    return session.exec(found.order_by(col(Offer.id))).all()


def of_person(session: Session, person_id: int) -> Sequence[Offer]:
    """The newest first."""
    return session.exec(
        select(Offer).where(Offer.person_id == person_id).order_by(col(Offer.id).desc())
    ).all()


def find(session: Session, partnership_id: int, offer_id: int) -> Offer:
    """Raises NotFound for one of another partnership."""
    offer = session.get(Offer, offer_id)
    team = session.get_one(ActionTeam, offer.team_id) if offer is not None else None
    if offer is None or team is None or team.partnership_id != partnership_id:
        raise NotFound("There is no such offer here.")
    return offer


def is_on(session: Session, team: ActionTeam, person: Person) -> bool:
    """Whether somebody is on a team."""
    found = select(TeamMember.id).where(TeamMember.team_id == team.id, TeamMember.person_id == person.id)
    return session.exec(found).first() is not None

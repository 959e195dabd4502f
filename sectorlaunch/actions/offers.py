"""What partners offer an action team, and what its lead says to it."""

from datetime import date, datetime

from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.actions import outcomes, teams
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import offers, people
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Offer, OfferState, Person


def make(
    session: Session,
    now: datetime,
    run_id: int,
    team_id: int,
    person: Person,
    what: str,
    by_on: date | None,
    *,
    by: str,
) -> Offer:
    """Offers something to a team, in the name of the person's organization; again before it is answered: changes it.

    `by_on` is the day, in the partnership's zone, by which it could be there. Raises BadInput without words or for a
    day that has gone by, NotAllowed for a team that has ended or that they are on.
    """
    team = teams.at_work(session, team_id)
    if team.partnership_id != person.partnership_id:
        raise NotFound("There is no such team here.")
    if offers.is_on(session, team, person):
        raise NotAllowed("You are on this team: say it in its next call.")
    if not what.strip():
        raise BadInput("Say in a sentence what you could do.")
    if by_on is not None and by_on < Launch.of(session, now, run_id).today:
        raise BadInput("Choose a day in the future by which it could be there.")
    offer = session.exec(
        select(Offer).where(
            Offer.team_id == team_id, Offer.person_id == person.pk, Offer.state == OfferState.OPEN
        )
    ).first() or Offer(
        team_id=team_id, person_id=person.pk, organization_id=person.organization_id, what="", offered_at=now
    )
    offer.what, offer.by_on = what.strip(), by_on
    session.add(offer)
    session.flush()
    words = f"{person.name} offers “{team.name}”: {offer.what}"
    events.record(session, now, run_id, by, EventKind.OFFER_MADE, words[:4000], offer_id=offer.pk)
    return offer


def accept(
    session: Session,
    now: datetime,
    run_id: int,
    offer_id: int,
    due_on: date | None,
    *,
    by: str,
    answer: str = "",
    joins: bool = False,
) -> Offer:
    """Takes an offer: it becomes the organization's commitment, with a day, in the hands of the organization's contact.

    With `joins`, whoever made it is on the team from now on, with it as what they bring. Raises BadInput without a day
    that is ahead, NotAllowed for an offer that has its answer.
    """
    offer = _open(session, offer_id)
    if due_on is None or due_on < Launch.of(session, now, run_id).today:
        raise BadInput("Choose the day in the future by which it is wanted.")
    person = session.get_one(Person, offer.person_id)
    owner = people.contact_of(session, offer.organization_id) or person
    made = outcomes.commit_to(
        session,
        now,
        run_id,
        offer.what,
        owner,
        due_on,
        by=by,
        team_id=offer.team_id,
        organization_id=offer.organization_id,
    )
    offer.commitment_id = made.pk
    if joins:
        teams.join(session, now, run_id, offer.team_id, person, by=by, contribution=offer.what)
    return _answered(session, now, run_id, offer, OfferState.ACCEPTED, answer, by)


def thank(session: Session, now: datetime, run_id: int, offer_id: int, *, by: str, answer: str = "") -> Offer:
    """Says thank you, not now. Raises NotAllowed for an offer that has its answer."""
    return _answered(session, now, run_id, _open(session, offer_id), OfferState.THANKED, answer, by)


def _open(session: Session, offer_id: int) -> Offer:
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotFound("There is no offer number %(number)s.", number=offer_id)
    if offer.state is not OfferState.OPEN:
        raise NotAllowed("This offer has its answer already.")
    return offer


def _answered(
    session: Session, now: datetime, run_id: int, offer: Offer, state: OfferState, answer: str, by: str
) -> Offer:
    offer.state, offer.answered_at, offer.answered_by, offer.answer = state, now, by, answer.strip()
    session.add(offer)
    words = f"The offer “{offer.what}” is {state.value}."
    events.record(session, now, run_id, by, EventKind.OFFER_ANSWERED, words[:4000], offer_id=offer.pk)
    return offer

"""One person at each organization is talked to first: what it promised is in their hands."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import outcomes
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import people
from sectorlaunch.tables import Commitment, CommitmentState, Person


def name(session: Session, now: datetime, run_id: int, person: Person, *, by: str) -> int:
    """Makes somebody the contact of their organization, in place of whoever was; they take over its open commitments.

    Says how many. Raises BadInput for somebody of no organization.
    """
    if person.organization_id is None:
        raise BadInput("%(name)s stands for no organization here.", name=person.name)
    organization = people.organization_name(session, person)
    for one in session.exec(select(Person).where(Person.organization_id == person.organization_id)):
        one.is_contact = one.pk == person.pk
        session.add(one)
    said = f"{person.name} is the one to talk to first at {organization}."
    events.record(session, now, run_id, by, EventKind.CONTACT_NAMED, said, person_id=person.pk)
    open_ones = session.exec(
        select(Commitment).where(
            Commitment.organization_id == person.organization_id,
            Commitment.state == CommitmentState.OPEN,
            col(Commitment.owner_id).is_distinct_from(person.pk),
        )
    ).all()
    for commitment in open_ones:
        outcomes.hand_over(session, now, run_id, commitment.pk, person, by=by)
    return len(open_ones)

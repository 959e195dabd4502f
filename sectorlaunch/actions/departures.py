"""Somebody leaves a partnership: what they held goes to a colleague, and nothing of theirs opens a page any more."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import access, handover, roles
from sectorlaunch.actions.handover import HandedOver
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records import partnerships, people
from sectorlaunch.tables import Person


def hand_over(
    session: Session, now: datetime, slug: str, person_id: int, to_id: int, *, by: str
) -> HandedOver:
    """Gives everything open that somebody holds in one partnership to somebody with a role in it.

    Raises BadInput for somebody who has none, or for the same person twice.
    """
    partnership_id, _ = partnerships.ids(session, slug)
    if not people.roles_of(session, partnership_id, to_id):
        raise BadInput("Choose somebody who has a role in this partnership.")
    return handover.hand_over(session, now, person_id, to_id, partnership_id=partnership_id, by=by)


def end_access(session: Session, now: datetime, slug: str, person_id: int, *, by: str) -> int:
    """Ends every role somebody holds in a partnership, and with it every link of theirs; says how many roles.

    What is on record of them stays. Raises NotAllowed for the only convener, and while they hold something that
    waits for them: hand it over first.
    """
    partnership_id, _ = partnerships.ids(session, slug)
    person = session.get_one(Person, person_id)
    if held := handover.open_in(session, person_id, partnership_id):
        raise NotAllowed(f"{person.name} holds {held}. Hand it over first.")
    kinds = people.roles_of(session, partnership_id, person_id)
    for kind in kinds:
        roles.end_role(session, now, slug, person_id, kind, by=by)
    access.revoke(session, now, person_id, partnership_id)
    return len(kinds)

"""What a signed-in person may see: the partnerships they convene, and no other."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.portal.entry import LinkUnknown, WrongRole
from sectorlaunch.records import accounts, people
from sectorlaunch.tables import Partnership, Person, Role


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in, with the token that their forms carry."""

    account_id: int
    name: str
    """As the list of the partnership at hand has it; their account's on pages of the whole installation."""
    form_token: str
    person_id: int | None = None
    """Who they are in the partnership at hand; None on other pages, and for a lead who has no place in it."""
    sees_all: bool = False
    """Whether they are a lead, who sees every partnership and convenes those they have a role in."""
    only_looks: bool = False
    """Whether they look at this partnership as a lead, and others change it."""


def partnerships(
    session: Session, account_id: int, *, after: int, limit: int, sees_all: bool = False
) -> list[Partnership]:
    """One page, by id, of the partnerships they convene; of all of them for a lead."""
    wanted = select(Partnership).order_by(col(Partnership.id))
    if sees_all:
        return list(session.exec(wanted.where(col(Partnership.id) > after).limit(limit)))
    page = (
        accounts.convened(account_id)
        .where(col(Role.partnership_id) > after)
        .distinct()
        .order_by(col(Role.partnership_id))
        .limit(limit)
    )
    return list(session.exec(wanted.where(col(Partnership.id).in_(page))))


def convened(session: Session, account_id: int, slug: str) -> tuple[Partnership, Person]:
    """A partnership they convene, and who they are in it.

    Raises WrongRole for one they only take part in, LinkUnknown otherwise.
    """
    found = seen(session, slug)
    as_convener = place_in(session, account_id, found.pk)
    if as_convener is None:
        raise WrongRole if accounts.roles_in(session, account_id, found.pk) else LinkUnknown
    return found, as_convener


def place_in(session: Session, account_id: int, partnership_id: int) -> Person | None:
    """Who they are in a partnership they convene; None for one they do not."""
    held = accounts.roles_in(session, account_id, partnership_id)
    return next((person for person, role in held if role.kind in people.CONVENING), None)


def seen(session: Session, slug: str) -> Partnership:
    """Any partnership, for a lead to look at. Raises LinkUnknown where there is none."""
    found = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if found is None:
        raise LinkUnknown
    return found

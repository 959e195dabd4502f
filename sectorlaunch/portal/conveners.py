"""What a signed-in person may see: the partnerships they convene, and no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from sectorlaunch.portal import rights
from sectorlaunch.portal.entry import LinkUnknown, WrongRole
from sectorlaunch.portal.rights import Right
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
    rights: frozenset[Right] = frozenset()
    """What they may in the partnership at hand, and in the house."""

    def may(self, method: str, pattern: str) -> bool:
        """Whether a route lets them in, by its pattern; of one meeting or team, whether by their role at all."""
        return rights.asked(method, pattern) in self.rights

    def may_read(self, page: str) -> bool:
        """The same of a page of the partnership at hand, as it stands behind its address."""
        return self.may("GET", rights.HERE + page)


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


def let_in(
    session: Session, account_id: int, slug: str, right: Right, values: Mapping[str, Any]
) -> tuple[Partnership, Person, frozenset[Right]]:
    """A partnership in which they have a right, who they are in it, and all they may; `values` are those of the address.

    Raises WrongRole, with the way to what is theirs, where they have another part, and LinkUnknown otherwise.
    """
    found = seen(session, slug)
    held = accounts.roles_in(session, account_id, found.pk)
    theirs = frozenset[Right]().union(*(rights.ROLES.get(role.kind, frozenset()) for _, role in held))
    person = rights.whoever_may(session, right, held, values)
    if person is None and held:
        raise WrongRole(f"/partnerships/{slug}/part" if theirs else "")
    if person is None:
        raise LinkUnknown
    return found, person, theirs


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

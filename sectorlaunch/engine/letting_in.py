"""Somebody is let in, and told so by a letter with the way in."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import links
from sectorlaunch.actions import letting_in
from sectorlaunch.actions.roles import Newcomer
from sectorlaunch.outbox.write import account_letters
from sectorlaunch.records import partnerships
from sectorlaunch.tables import ActionTeam, Person, RoleKind

PART_GIVEN = "part-given"


def let_in(
    session: Session,
    now: datetime,
    slug: str,
    kind: RoleKind,
    email: str,
    newcomer: Newcomer = Newcomer(),
    *,
    team: ActionTeam | None = None,
    by: str,
) -> Person:
    """Lets somebody in and writes to them. Raises NotFound and BadInput."""
    person, account = letting_in.let_in(session, now, slug, kind, email, newcomer, team=team, by=by)
    name = partnerships.find(session, slug).name
    account_letters.write(
        session,
        now,
        account,
        PART_GIVEN,
        why="let in",
        link=links.part(slug),
        partnership_name=name,
        role=kind.value,
        let_in_by=by,
    )
    return person

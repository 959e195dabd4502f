"""Who may sign in beside the convener: let in with a role, and that role ended."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import access, accounts, roles, teams
from sectorlaunch.actions.roles import Newcomer
from sectorlaunch.errors import BadInput
from sectorlaunch.records import partnerships, people
from sectorlaunch.tables import Account, ActionTeam, Person, RoleKind

LET_IN = tuple(kind for kind in people.SIGNING_IN if kind is not RoleKind.CONVENER)
"""In the order in which they are offered."""


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
) -> tuple[Person, Account]:
    """Gives somebody a role and an account to sign in with; who leads a team is put at its head.

    Raises NotFound with the nearest right address for somebody unknown, BadInput for a role that lets nobody in.
    """
    if kind not in LET_IN:
        raise BadInput("Choose with which role they are let in.")
    if (kind is RoleKind.TEAM_LEAD) != (team is not None):
        raise BadInput("Choose the team they lead, for a team lead and for nobody else.")
    partnership_id, run_id = partnerships.ids(session, slug)
    before = people.with_role(session, partnership_id, [kind])
    role = roles.name_role(session, now, slug, kind, email, newcomer, by=by)
    person = people.of_partnership(session, partnership_id, role.person_id)
    led = team is None or team.lead_id == person.id
    if team is not None and not led:
        teams.join(session, now, run_id, team.pk, person, by=by, lead=True)
    account = accounts.open_for(session, now, person)
    if account is not None and account.verified_at is not None and person in before and led:
        raise BadInput(f"{person.name} is let in as {kind.value} already, and has signed in.")
    if account is None:
        raise BadInput(f"{person.name} has no address to sign in with; write one down on their page.")
    return person, account


def end(session: Session, now: datetime, slug: str, person_id: int, kind: RoleKind, *, by: str) -> None:
    """Ends a role with which somebody is let in, and with it the links they hold; what is written next has new ones.

    Raises NotFound for one they do not hold, and NotAllowed for the only convener.
    """
    partnership_id, run_id = partnerships.ids(session, slug)
    person = people.of_partnership(session, partnership_id, person_id)
    roles.end_role(session, now, slug, person_id, kind, by=by)
    access.end_links(session, now, run_id, person, by=by)

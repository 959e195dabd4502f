"""From the form that names who holds a role to the action."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import roles
from sectorlaunch.engine import letting_in
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import form_values
from sectorlaunch.tables import ActionTeam, Role, RoleKind, Sector

UNKNOWN = "Nobody on record has this address. Give their name, organization and field as well."


def name_role(
    session: Session, now: datetime, slug: str, kind: RoleKind, form: Mapping[str, str], *, by: str
) -> Role:
    """Names somebody by their address, or somebody new by name, organization and field. Raises BadInput."""
    try:
        return roles.name_role(session, now, slug, kind, form.get("email", ""), _newcomer(form), by=by)
    except NotFound:
        raise BadInput(UNKNOWN) from None


def let_in(
    session: Session,
    now: datetime,
    slug: str,
    kind: RoleKind,
    form: Mapping[str, str],
    *,
    team: ActionTeam | None,
    by: str,
) -> None:
    """The same with a role that lets them sign in; they are written to. Raises BadInput."""
    try:
        letting_in.let_in(
            session,
            now,
            slug,
            kind,
            form.get("email", ""),
            _newcomer(form),
            team=team,
            by=by,
        )
    except NotFound:
        raise BadInput(UNKNOWN) from None


def _newcomer(form: Mapping[str, str]) -> roles.Newcomer:
    return roles.Newcomer(
        name=form.get("name", "").strip()[:200],
        organization=form.get("organization", "").strip()[:200],
        sector=form_values.perhaps(Sector, form.get("sector", "")),
    )

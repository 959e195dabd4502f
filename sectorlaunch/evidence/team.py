"""Step 1: who is at the table, who holds which role."""

from sqlmodel import col, select

from playbooks.facts import Count, Flag, TeamFacts
from sectorlaunch.evidence.desk import Desk, day, people
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import Person, Role, RoleKind, Sector


def facts(desk: Desk) -> TeamFacts:
    members = people_of.with_role(desk.session, desk.partnership_id, [RoleKind.SUPPORT_TEAM])
    sectors = people_of.sectors(desk.session, members)

    def from_(sector: Sector) -> Count:
        return people(member for member in members if member.id and sectors.get(member.id) is sector)

    core = people_of.with_role(desk.session, desk.partnership_id, people_of.ROLE_SHEET)
    return TeamFacts(
        members=people(members),
        from_education=from_(Sector.EDUCATION),
        from_workforce_development=from_(Sector.WORKFORCE),
        from_economic_development=from_(Sector.ECONOMIC),
        from_labour=from_(Sector.LABOUR),
        from_community=from_(Sector.COMMUNITY),
        convening_named=_convening(desk),
        facilitator_named=_facilitator(desk),
        core_size=people(core),
        role_sheets_open=_role_sheets(desk),
    )


def _convening(desk: Desk) -> Flag:
    leads = people_of.with_role(desk.session, desk.partnership_id, [RoleKind.CONVENER])
    shared = people_of.with_role(desk.session, desk.partnership_id, [RoleKind.CO_CONVENER])
    if len(leads) == 1:
        return Flag(value=True, because=f"{leads[0].name} is the lead convener.")
    if len(leads) > 1:
        names = ", ".join(person.name for person in leads)
        return Flag(
            because=f"There are {len(leads)} lead conveners ({names}); name one, and the others co-conveners."
        )
    if len(shared) > 1:
        return Flag(value=True, because="Co-conveners: " + ", ".join(person.name for person in shared) + ".")
    return Flag(because="Nobody is named as lead convener.")


def _facilitator(desk: Desk) -> Flag:
    named = people_of.with_role(desk.session, desk.partnership_id, [RoleKind.FACILITATOR])
    if named:
        return Flag(value=True, because=f"{named[0].name} facilitates.")
    return Flag(because="Nobody is named as facilitator yet.")


def _role_sheets(desk: Desk) -> Count:
    rows = desk.session.exec(
        select(Role, Person)
        .join(Person, col(Role.person_id) == col(Person.id))
        .where(
            Role.partnership_id == desk.partnership_id,
            col(Role.kind).in_(people_of.ROLE_SHEET),
            col(Role.ended_at).is_(None),
            col(Role.acknowledged_at).is_(None),
        )
        .order_by(col(Role.id))
    ).all()
    held = {person.id: (role, person) for role, person in rows}.values()
    since = sorted(desk.on(role.since) for role, _ in held)
    waiting = f"It has been with them since {day(since[0])}." if since else ""
    open_ones = people((person for _, person in held), [waiting] if waiting else [])
    return open_ones.model_copy(update={"can_settle": open_ones.names})

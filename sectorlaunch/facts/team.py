"""Step 1: who is at the table, who holds which role."""

from sqlmodel import col, select

from playbooks.facts import Count, Flag, TeamFacts
from sectorlaunch.facts.fact_reader import SPOKEN_FOR, FactReader, counted, day, reads
from sectorlaunch.records import people
from sectorlaunch.tables import Person, Role, RoleKind, Sector


@reads(*SPOKEN_FOR)
def facts(reader: FactReader) -> TeamFacts:
    members = people.with_role(reader.session, reader.partnership_id, [RoleKind.SUPPORT_TEAM])
    sectors = people.sectors(reader.session, members)

    def from_(sector: Sector) -> Count:
        return counted(member for member in members if member.id and sectors.get(member.id) is sector)

    core = people.with_role(reader.session, reader.partnership_id, people.ROLE_SHEET)
    return TeamFacts(
        members=counted(members),
        from_education=from_(Sector.EDUCATION),
        from_workforce_development=from_(Sector.WORKFORCE),
        from_economic_development=from_(Sector.ECONOMIC),
        from_labor=from_(Sector.LABOR),
        from_community=from_(Sector.COMMUNITY),
        convening_named=_convening(reader),
        facilitator_named=_facilitator(reader),
        core_size=counted(core),
        role_sheets_open=_role_sheets(reader),
    )


def _convening(reader: FactReader) -> Flag:
    leads = people.with_role(reader.session, reader.partnership_id, [RoleKind.CONVENER])
    shared = people.with_role(reader.session, reader.partnership_id, [RoleKind.CO_CONVENER])
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


def _facilitator(reader: FactReader) -> Flag:
    named = people.with_role(reader.session, reader.partnership_id, [RoleKind.FACILITATOR])
    if named:
        return Flag(value=True, because=f"{named[0].name} facilitates.")
    return Flag(because="Nobody is named as facilitator yet.")


def _role_sheets(reader: FactReader) -> Count:
    rows = reader.session.exec(
        select(Role, Person)
        .join(Person, col(Role.person_id) == col(Person.id))
        .where(
            Role.partnership_id == reader.partnership_id,
            col(Role.kind).in_(people.ROLE_SHEET),
            col(Role.ended_at).is_(None),
            col(Role.acknowledged_at).is_(None),
        )
        .order_by(col(Role.id))
    ).all()
    held = {person.id: (role, person) for role, person in rows}.values()
    since = sorted(reader.on(role.since) for role, _ in held)
    waiting = f"It has been with them since {day(since[0])}." if since else ""
    open_ones = counted((person for _, person in held), [waiting] if waiting else [])
    return open_ones.model_copy(update={"can_settle": open_ones.names})

"""Action teams and who is in them."""

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records.about import About
from sectorlaunch.tables import ActionTeam, Meeting, Person, TeamMember


def teams_about(session: Session, partnership_id: int, about: About) -> list[ActionTeam]:
    meeting_id = about.id_of("meeting")
    teams = of_partnership(session, partnership_id)
    if meeting_id is None:
        return teams
    team_id = session.get_one(Meeting, meeting_id).team_id
    return [team for team in teams if team.id == team_id]


def team_members(session: Session, partnership_id: int, about: About) -> list[Person]:
    teams = [team.id for team in teams_about(session, partnership_id, about)]
    return list(
        session.exec(
            select(Person)
            .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
            .where(col(TeamMember.team_id).in_(teams), col(Person.anonymized_at).is_(None))
            .order_by(col(TeamMember.id))
        )
    )


def of_partnership(session: Session, partnership_id: int) -> list[ActionTeam]:
    """The action teams of the partnership, the oldest first."""

    def read() -> list[ActionTeam]:
        found = select(ActionTeam).where(ActionTeam.partnership_id == partnership_id)
        return list(session.exec(found.order_by(col(ActionTeam.id))))

    return list(cached(session, (ActionTeam,), ("teams", partnership_id), read))


def find(session: Session, team_id: int) -> ActionTeam:
    team = session.get(ActionTeam, team_id)
    if team is None:
        raise NotFound(f"There is no action team number {team_id}.")
    return team

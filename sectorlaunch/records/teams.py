"""Action teams and who is in them."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records import dates, meetings
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Meeting, MeetingKind, Person, TeamMember


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


def led_without_a_call(session: Session, partnership_id: int, person_id: int) -> list[ActionTeam]:
    """The teams this person leads that never had a call on the calendar; a canceled one does not count."""
    with_call = {call.team_id for call in meetings.of_kind(session, partnership_id, MeetingKind.TEAM_CALL)}
    return [
        team
        for team in of_partnership(session, partnership_id)
        if team.lead_id == person_id and team.id not in with_call
    ]


def first_call_window(launch: Launch) -> tuple[date, date] | None:
    """From which day to which the first calls are to be: 14 to 28 days after the launch, unless the playbook has other
    numbers (S2 slide 13). None while the launch has no day."""
    launch_on = dates.launch_date(launch.session, launch.partnership)
    if launch_on is None:
        return None
    first, last = launch.number("first_call_from_days", 14), launch.number("first_call_until_days", 28)
    return launch_on + timedelta(days=first), launch_on + timedelta(days=last)


def first_call_days(launch: Launch) -> tuple[date, date] | None:
    """What is left of them from tomorrow on; None where that is not two days."""
    window, tomorrow = first_call_window(launch), launch.today + timedelta(days=1)
    if window is None or window[1] <= tomorrow:
        return None
    return max(window[0], tomorrow), window[1]


def find(session: Session, team_id: int) -> ActionTeam:
    team = session.get(ActionTeam, team_id)
    if team is None:
        raise NotFound("There is no action team number %(number)s.", number=team_id)
    return team

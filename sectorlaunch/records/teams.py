"""Action teams and who is in them."""

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records import meetings
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    Meeting,
    MeetingKind,
    Person,
    Poll,
    PollState,
    TeamMember,
    TeamState,
)


def teams_about(session: Session, partnership_id: int, about: About) -> list[ActionTeam]:
    """The team a letter is about, by itself or by its call; where it is about none, those at work."""
    team_id, meeting_id = about.id_of("team"), about.id_of("meeting")
    if team_id is None and meeting_id is not None:
        team_id = session.get_one(Meeting, meeting_id).team_id
    elif team_id is None:
        return at_work(session, partnership_id)
    return [team for team in of_partnership(session, partnership_id) if team.id == team_id]


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


def members(session: Session, team: ActionTeam) -> list[Person]:
    """Everybody on a team, in the order in which they joined."""
    return team_members(session, team.partnership_id, About(AboutKind.TEAM, team.pk))


def of_partnership(session: Session, partnership_id: int) -> list[ActionTeam]:
    """The action teams there ever were in the partnership, the oldest first."""

    def read() -> list[ActionTeam]:
        found = select(ActionTeam).where(ActionTeam.partnership_id == partnership_id)
        return list(session.exec(found.order_by(col(ActionTeam.id))))

    return list(cached(session, (ActionTeam,), ("teams", partnership_id), read))


def at_work(session: Session, partnership_id: int) -> list[ActionTeam]:
    """Those that do not rest, and have not ended or gone into another."""
    return [team for team in of_partnership(session, partnership_id) if team.state is TeamState.ACTIVE]


def standing(session: Session, partnership_id: int) -> list[ActionTeam]:
    """Those at work, and those that rest."""
    over = (TeamState.ENDED, TeamState.MERGED)
    return [team for team in of_partnership(session, partnership_id) if team.state not in over]


def calls_of(session: Session, team: ActionTeam) -> list[Meeting]:
    """Its calls that stand, by date; undated ones last."""
    calls = meetings.of_kind(session, team.partnership_id, MeetingKind.TEAM_CALL)
    return [call for call in calls if call.team_id == team.id]


def is_asked_for_a_date(session: Session, team: ActionTeam) -> bool:
    """Whether its members are being asked which date suits them."""
    found = select(Poll.id).where(Poll.team_id == team.id, Poll.state == PollState.OPEN)
    return session.exec(found.limit(1)).first() is not None


def led_without_a_call(session: Session, partnership_id: int, person_id: int) -> list[ActionTeam]:
    """The teams at work this person leads that never had a call on the calendar, and are asked for no date; a canceled
    call does not count."""
    with_call = {call.team_id for call in meetings.of_kind(session, partnership_id, MeetingKind.TEAM_CALL)}
    return [
        team
        for team in at_work(session, partnership_id)
        if team.lead_id == person_id and team.id not in with_call and not is_asked_for_a_date(session, team)
    ]


def goes_on_after(session: Session, call: Meeting) -> bool:
    """Whether nobody need be reminded of what follows a call: a later one is dated or being looked for, or the team does
    not work on."""
    team = session.get_one(ActionTeam, call.team_id)
    if team.state is not TeamState.ACTIVE or is_asked_for_a_date(session, team):
        return True
    dated = (one.starts_at for one in calls_of(session, team) if one.starts_at is not None)
    return call.starts_at is None or any(at > call.starts_at for at in dated)


def find(session: Session, team_id: int) -> ActionTeam:
    team = session.get(ActionTeam, team_id)
    if team is None:
        raise NotFound("There is no action team number %(number)s.", number=team_id)
    return team

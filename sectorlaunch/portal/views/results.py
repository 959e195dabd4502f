"""What came of the launch: priorities in business leaders' own words, action teams, promises."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from languages.catalogs import mark
from sectorlaunch import calendars
from sectorlaunch.records import invitations, meetings, report_backs
from sectorlaunch.records import people as people_records
from sectorlaunch.records import priorities as priority_records
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    CommitmentState,
    InvitationState,
    Partnership,
    Person,
    Priority,
    ReportBack,
    TeamMember,
)


@dataclass(frozen=True)
class PriorityView:
    priority: Priority
    votes: int
    """Of business leaders; only theirs count."""
    voters: frozenset[int]


@dataclass(frozen=True)
class TeamView:
    team: ActionTeam
    lead: str
    business: tuple[str, ...]
    partners: tuple[tuple[str, str], ...]
    """Each partner with what they bring."""
    report: ReportBack | None = None
    """How its lead last said it stands."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What still has to be said about it, in words."""
        said = (
            (mark("an outcome"), self.team.outcome),
            (mark("a strategy"), self.team.strategy),
            (mark("a measure"), self.team.measure),
            (mark("a way in for partners"), self.team.way_in),
            (mark("a lead"), self.lead),
        )
        return tuple(words for words, value in said if not value)


@dataclass(frozen=True)
class PromiseView:
    commitment: Commitment
    owner: str
    team: str
    is_late: bool


@dataclass(frozen=True)
class Results:
    priorities: tuple[PriorityView, ...]
    teams: tuple[TeamView, ...]
    promises: tuple[PromiseView, ...]
    """Open ones first, by day."""

    voters: tuple[Person, ...]
    """Business leaders who were at the launch, or come to it, by name."""
    people: tuple[Person, ...]
    """Everyone who may own a promise or join a team, by name."""

    def open_promises_of(self, priority: Priority) -> list[PromiseView]:
        """Those of the teams at work on it."""
        teams = {
            one.team.id for one in self.teams if one.team.priority_id == priority.id and not one.team.ended_at
        }
        return [
            one
            for one in self.promises
            if one.commitment.team_id in teams and one.commitment.state is CommitmentState.OPEN
        ]

    @property
    def lacks_a_team(self) -> int:
        """How many priorities were chosen and have no team."""
        with_team = {one.team.priority_id for one in self.teams}
        return sum(
            one.priority.chosen_at is not None and one.priority.id not in with_team for one in self.priorities
        )


def results(session: Session, now: datetime, partnership: Partnership) -> Results:
    everyone = {person.id: person for person, _ in people_records.roles_held(session, partnership.pk)}
    people = sorted(everyone.values(), key=lambda person: person.name)
    return Results(
        priorities=tuple(_priorities(session, partnership.pk)),
        teams=tuple(_teams(session, partnership.pk)),
        promises=tuple(_promises(session, calendars.of(partnership).local_date(now), partnership.pk)),
        voters=tuple(_voters(session, partnership.pk)),
        people=tuple(people),
    )


def _priorities(session: Session, partnership_id: int) -> list[PriorityView]:
    return [
        PriorityView(one.priority, one.dots, frozenset(person.pk for person in (*one.leaders, *one.others)))
        for one in priority_records.standings(session, partnership_id)
    ]


def _teams(session: Session, partnership_id: int) -> list[TeamView]:
    teams = session.exec(
        select(ActionTeam).where(ActionTeam.partnership_id == partnership_id).order_by(col(ActionTeam.id))
    ).all()
    return [_team(session, team) for team in teams]


def _team(session: Session, team: ActionTeam) -> TeamView:
    members = session.exec(
        select(TeamMember, Person)
        .join(Person, col(Person.id) == col(TeamMember.person_id))
        .where(TeamMember.team_id == team.id)
        .order_by(col(TeamMember.id))
    ).all()
    sectors = people_records.sectors(session, [person for _, person in members])
    return TeamView(
        team=team,
        lead=session.get_one(Person, team.lead_id).name if team.lead_id is not None else "",
        business=tuple(p.name for _, p in members if people_records.is_business(sectors, p)),
        partners=tuple(
            (p.name, member.contribution)
            for member, p in members
            if not people_records.is_business(sectors, p)
        ),
        report=next(iter(report_backs.of_team(session, team)), None),
    )


def _promises(session: Session, today: date, partnership_id: int) -> list[PromiseView]:
    found = session.exec(select(Commitment).where(Commitment.partnership_id == partnership_id)).all()
    ordered = sorted(
        found, key=lambda one: (one.state is not CommitmentState.OPEN, one.due_on or date.max, one.pk)
    )
    return [
        PromiseView(
            one,
            session.get_one(Person, one.owner_id).name if one.owner_id is not None else "",
            session.get_one(ActionTeam, one.team_id).name if one.team_id is not None else "",
            one.state is CommitmentState.OPEN and one.due_on is not None and one.due_on < today,
        )
        for one in ordered
    ]


def _voters(session: Session, partnership_id: int) -> list[Person]:
    launch = meetings.launch_meeting(session, partnership_id)
    if launch is None or launch.id is None:
        return []
    there = (InvitationState.ATTENDED,) if launch.held_at else (InvitationState.ACCEPTED,)
    guests = [p for place, p in invitations.invited(session, launch.id) if place.state in there]
    sectors = people_records.sectors(session, guests)
    return sorted(
        (p for p in guests if people_records.is_business(sectors, p)), key=lambda person: person.name
    )

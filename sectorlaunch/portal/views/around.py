"""What stands around a person on their own page: who comes, their teams, what others have said, what comes next.

Names and companies, never addresses or numbers: these are everybody's business, how to reach somebody is not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from languages import Language
from sectorlaunch.portal.views.asked import Asked
from sectorlaunch.records import answers, invitations, progress, team_calls, teams
from sectorlaunch.records import people as people_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import paces
from sectorlaunch.tables import (
    ActionTeam,
    GateState,
    InvitationState,
    Meeting,
    Person,
    TeamMember,
)

COMING = (InvitationState.ACCEPTED, InvitationState.ATTENDED)
GATES_AHEAD = 3


@dataclass(frozen=True)
class Somebody:
    name: str
    company: str


@dataclass(frozen=True)
class OwnTeam:
    """An action team the person is on."""

    team: ActionTeam
    lead: str
    members: tuple[Somebody, ...]
    next_call: Meeting | None
    waits_for_its_lead: bool
    """Whether the person leads it, and is to set its first call."""
    times: tuple[datetime, ...] = ()
    """At which it could talk, where they are."""


@dataclass(frozen=True)
class Said:
    """What somebody else said to a question the person has answered."""

    name: str
    verdict: str
    note: str


@dataclass(frozen=True)
class Ahead:
    """A gate to come, with the day by which it is wanted open."""

    title: str
    due_on: date


@dataclass(frozen=True)
class Around:
    guests: tuple[Somebody, ...]
    """Those who have said they come to the launch, or were there, by name; for champions."""
    launch_is_over: bool
    teams: tuple[OwnTeam, ...]
    others: dict[str, tuple[Said, ...]]
    """By the field of a question the person has answered: what the others said."""
    gates: tuple[Ahead, ...]
    """What the launch comes to next; for those who hold a role in it."""


def around(
    launch: Launch,
    person_id: int,
    answered: list[Asked],
    language: Language,
    *,
    is_champion: bool,
    holds_role: bool,
) -> Around:
    """Everything of it; what is not this person's business is left empty."""
    meeting = launch.meeting
    return Around(
        guests=_guests(launch.session, meeting, person_id) if is_champion else (),
        launch_is_over=meeting is not None and meeting.held_at is not None,
        teams=tuple(_teams(launch, person_id)),
        others={asked.field: _others(launch, asked, person_id) for asked in answered},
        gates=_gates(launch, language) if holds_role else (),
    )


def _guests(session: Session, launch: Meeting | None, person_id: int) -> tuple[Somebody, ...]:
    if launch is None or launch.id is None:
        return ()
    coming = [
        person
        for place, person in invitations.invited(session, launch.id)
        if place.state in COMING and person.id != person_id
    ]
    return tuple(_somebody(session, person) for person in sorted(coming, key=lambda person: person.name))


def _somebody(session: Session, person: Person) -> Somebody:
    return Somebody(person.name, people_records.organization_name(session, person))


def _teams(launch: Launch, person_id: int) -> list[OwnTeam]:
    mine = (
        select(ActionTeam)
        .join(TeamMember, col(TeamMember.team_id) == col(ActionTeam.id))
        .where(
            ActionTeam.partnership_id == launch.partnership_id,
            TeamMember.person_id == person_id,
            col(ActionTeam.ended_at).is_(None),
        )
        .order_by(col(ActionTeam.id))
    )
    waiting = {team.id for team in teams.led_without_a_call(launch.session, launch.partnership_id, person_id)}
    return [
        _team(
            launch.session,
            launch.now,
            team,
            person_id,
            times=tuple(team_calls.times(launch, team)) if team.id in waiting else None,
        )
        for team in launch.session.exec(mine).all()
    ]


def _team(
    session: Session,
    now: datetime,
    team: ActionTeam,
    person_id: int,
    *,
    times: tuple[datetime, ...] | None,
) -> OwnTeam:
    """`times` are those its lead is to pick from; None where they are to pick none."""
    people = session.exec(
        select(Person)
        .join(TeamMember, col(TeamMember.person_id) == col(Person.id))
        .where(TeamMember.team_id == team.id, col(Person.anonymized_at).is_(None))
        .order_by(col(TeamMember.id))
    ).all()
    call = session.exec(
        select(Meeting)
        .where(
            Meeting.team_id == team.id,
            col(Meeting.canceled_at).is_(None),
            col(Meeting.held_at).is_(None),
            col(Meeting.starts_at) > now,
        )
        .order_by(col(Meeting.starts_at))
    ).first()
    return OwnTeam(
        team=team,
        lead=session.get_one(Person, team.lead_id).name if team.lead_id is not None else "",
        members=tuple(
            _somebody(session, person) for person in people if person.id not in (person_id, team.lead_id)
        ),
        next_call=call,
        waits_for_its_lead=times is not None,
        times=times or (),
    )


def _others(launch: Launch, asked: Asked, person_id: int) -> tuple[Said, ...]:
    """Only of questions the person has answered: nobody is to be led by what others said."""
    given = [
        answer
        for answer in answers.current(launch.session, launch.run_id, asked.gate_key)
        if answer.question_key == asked.question.key and answer.person_id != person_id
    ]
    return tuple(
        Said(launch.session.get_one(Person, answer.person_id).name, answer.verdict, answer.note)
        for answer in given
    )


def _gates(launch: Launch, language: Language) -> tuple[Ahead, ...]:
    playbook = launch.translation(language).playbook
    ahead = []
    for gate in progress.gates_of(launch.session, launch.run_id).values():
        rule = playbook.step(gate.step_key).gate(gate.key)
        due = paces.due_on(launch, rule) if gate.state is GateState.AHEAD else None
        if due is not None:
            ahead.append(Ahead(rule.title, due))
    return tuple(sorted(ahead, key=lambda one: one.due_on)[:GATES_AHEAD])

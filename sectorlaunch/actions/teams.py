"""Action teams: formed for the priorities chosen, filled, and made clear."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import invitations, meetings
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import partnerships, teams
from sectorlaunch.tables import (
    ActionTeam,
    Meeting,
    MeetingKind,
    Person,
    Priority,
    TeamMember,
    TeamState,
)

LONGEST_NAME = 160
"""Characters of a team's name, so that “Call of the action team …” still fits the title of a meeting."""
CLARITY = ("outcome", "strategy", "measure", "way_in", "name")
WHERE = ("join_url", "dial_in", "place")
"""Where a team's calls are held: what a call begins with."""


def form_for_chosen(session: Session, now: datetime, run_id: int) -> list[str]:
    """One action team for each chosen priority that has none, or none since it was chosen again."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    formed_for = teams.of_partnership(session, partnership_id)
    chosen = session.exec(
        select(Priority)
        .where(Priority.partnership_id == partnership_id, col(Priority.chosen_at).is_not(None))
        .order_by(col(Priority.position))
    ).all()
    formed = []
    for priority in chosen:
        if any(team.priority_id == priority.id and _is_since(team, priority) for team in formed_for):
            continue
        name = _team_name(priority.words)
        session.add(
            ActionTeam(partnership_id=partnership_id, priority_id=priority.pk, name=name, formed_at=now)
        )
        formed.append(f"An action team for “{name}”")
        events.record(
            session, now, run_id, "Sector Launch", EventKind.TEAM_FORMED, f"An action team for “{name}”."
        )
    session.flush()
    return formed


def _is_since(team: ActionTeam, priority: Priority) -> bool:
    return team.ended_at is None or priority.chosen_at is None or team.ended_at >= priority.chosen_at


def _team_name(words: str) -> str:
    """The priority's own words, whole wherever the title of a call has room for them."""
    if len(words) <= LONGEST_NAME:
        return words
    return f"{words[: LONGEST_NAME - 2].rsplit(' ', 1)[0]} …"


def join(
    session: Session,
    now: datetime,
    run_id: int,
    team_id: int,
    person: Person,
    *,
    by: str,
    contribution: str = "",
    lead: bool = False,
) -> TeamMember:
    """Puts a person on a team; with `lead`, as its lead champion. Again: updates the contribution.

    Raises NotAllowed for a team that has ended.
    """
    team = at_work(session, team_id)
    member = session.exec(
        select(TeamMember).where(TeamMember.team_id == team_id, TeamMember.person_id == person.id)
    ).one_or_none()
    if member is None:
        member = TeamMember(team_id=team_id, person_id=person.pk, joined_at=now)
        events.record(
            session, now, run_id, by, EventKind.TEAM_JOINED, f"{person.name} is on the team “{team.name}”."
        )
        for call in _calls(session, team):
            invitations.invite(session, now, call.pk, [person])
    if contribution:
        member.contribution = contribution
    if lead:
        team.lead_id = person.pk
        session.add(team)
        events.record(
            session, now, run_id, by, EventKind.TEAM_LED, f"{person.name} leads the team “{team.name}”."
        )
    session.add(member)
    session.flush()
    events.touch(session, run_id)
    return member


def describe(
    session: Session, now: datetime, run_id: int, team_id: int, *, by: str, **words: str
) -> ActionTeam:
    """Sets outcome, strategy, measure, way_in or name of a team, or where its calls are held."""
    team = at_work(session, team_id)
    for field, value in words.items():
        if field not in (*CLARITY, *WHERE):
            raise BadInput(f"A team has no “{field}”. There are: {', '.join((*CLARITY, *WHERE))}.")
        if field == "name" and not value.strip():
            raise BadInput("Give the team a name.")
        setattr(team, field, value.strip())
    session.add(team)
    events.record(
        session, now, run_id, by, EventKind.TEAM_DESCRIBED, f"{team.name}: {', '.join(sorted(words))} set."
    )
    return team


def schedule_call(
    session: Session,
    now: datetime,
    run_id: int,
    team_id: int,
    starts_at: datetime,
    *,
    by: str,
    minutes: int = 60,
) -> Meeting:
    """Puts a call of a team on the calendar and invites its members. `starts_at` is aware.

    It is held where the team's calls are held; where that was not said, where the last one was.

    Raises NotAllowed for a team that rests or has ended.
    """
    team = at_work(session, team_id)
    if team.state is TeamState.RESTING:
        raise NotAllowed("This team rests. Wake it first, then set a call.")
    last = max(teams.calls_of(session, team), key=lambda one: one.starts_at or now, default=None)
    call = meetings.plan(
        session,
        now,
        run_id,
        meetings.NewMeeting(
            MeetingKind.TEAM_CALL,
            meeting_records.usual_title(MeetingKind.TEAM_CALL, team.name)[:200],
            starts_at,
            team_id=team_id,
            minutes=minutes,
        ),
        by=by,
    )
    where = team if any(getattr(team, name) for name in WHERE) else last
    if where is not None:
        for name in WHERE:
            setattr(call, name, getattr(where, name))
    session.add(call)
    invitations.invite(session, now, call.pk, teams.members(session, team))
    return call


def at_work(session: Session, team_id: int) -> ActionTeam:
    """A team that can be changed. Raises NotFound, and NotAllowed for one that has ended or is part of another."""
    team = teams.find(session, team_id)
    if team.state in (TeamState.ENDED, TeamState.MERGED):
        raise NotAllowed("This team has ended, so nothing of it can be changed.")
    return team


def _calls(session: Session, team: ActionTeam) -> list[Meeting]:
    return [call for call in teams.calls_of(session, team) if call.held_at is None]

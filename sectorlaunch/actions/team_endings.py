"""An action team rests, goes into another or ends, and somebody leaves one: whatever is open gets a name first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, wording
from sectorlaunch.actions import meetings, outcomes, polls, teams
from sectorlaunch.actions import rhythms as rhythm_actions
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import report_backs, rhythms
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    CommitmentState,
    Invitation,
    MeetingKind,
    Offer,
    OfferState,
    Person,
    Poll,
    PollState,
    Priority,
    TeamMember,
    TeamState,
)


@dataclass(frozen=True)
class Settled:
    """What becomes of one open promise: done, dropped for a reason, or somebody else's."""

    state: CommitmentState = CommitmentState.DONE
    why: str = ""
    to: Person | None = None
    """Who takes it over; it then stays open."""


Settlement = Mapping[int, Settled]
"""By the number of the commitment."""


def rest(
    session: Session, now: datetime, run_id: int, team_id: int, until: date, *, by: str, why: str = ""
) -> ActionTeam:
    """Nobody is written to about a team until a day, in the partnership's zone; its calls to come are called off.

    Raises BadInput for a day that is not ahead, NotAllowed for a team that has ended.
    """
    team = teams.at_work(session, team_id)
    if until <= Launch.of(session, now, run_id).today:
        raise BadInput("Choose a day in the future until which the team rests.")
    team.state, team.rests_until, team.ended_why = TeamState.RESTING, until, why.strip()
    session.add(team)
    _call_off(session, now, run_id, team, by=by, why="the team rests")
    words = f"“{team.name}” rests until {wording.short_day(until)}."
    events.record(session, now, run_id, by, EventKind.TEAM_RESTS, words, team_id=team_id)
    return team


def wake(session: Session, now: datetime, run_id: int, team_id: int, *, by: str) -> ActionTeam:
    """A team that rests goes on. Raises NotAllowed for one that does not rest."""
    team = teams.at_work(session, team_id)
    if team.state is not TeamState.RESTING:
        raise NotAllowed("This team does not rest.")
    team.state, team.rests_until, team.ended_why = TeamState.ACTIVE, None, ""
    session.add(team)
    events.record(session, now, run_id, by, EventKind.TEAM_WOKEN, f"“{team.name}” goes on.", team_id=team_id)
    return team


def merge(
    session: Session, now: datetime, run_id: int, team_id: int, into_id: int, *, by: str, why: str = ""
) -> ActionTeam:
    """Everything a team holds goes to another, its members too; says which. Its own calls are called off.

    Raises BadInput for the team itself or one of another partnership, NotAllowed where either has ended.
    """
    team, successor = teams.at_work(session, team_id), teams.at_work(session, into_id)
    if team_id == into_id or team.partnership_id != successor.partnership_id:
        raise BadInput("Choose another team of this partnership that goes on with the work.")
    for promise in _open(session, team):
        promise.team_id = into_id
        session.add(promise)
    for offer in session.exec(select(Offer).where(Offer.team_id == team_id, Offer.state == OfferState.OPEN)):
        offer.team_id = into_id
        session.add(offer)
    contributions = dict(
        session.exec(
            select(TeamMember.person_id, TeamMember.contribution).where(TeamMember.team_id == team_id)
        ).all()
    )
    _call_off(session, now, run_id, team, by=by, why=f"the team is now part of “{successor.name}”")
    for person in team_records.members(session, team):
        brings = contributions.get(person.pk, "")
        teams.join(session, now, run_id, into_id, person, by=by, contribution=brings)
    _over(session, now, team, TeamState.MERGED, why)
    team.merged_into_id = into_id
    words = f"“{team.name}” is now part of “{successor.name}”."
    events.record(session, now, run_id, by, EventKind.TEAM_MERGED, words, team_id=team_id)
    return successor


def end(
    session: Session,
    now: datetime,
    run_id: int,
    team_id: int,
    settlement: Settlement,
    *,
    by: str,
    why: str,
    learned: str = "",
) -> ActionTeam:
    """Ends a team: each of its open promises is settled or somebody else's, what is to come is called off.

    Raises BadInput without a reason, or while a promise is left open: it names them, and changes nothing.
    """
    team = teams.at_work(session, team_id)
    if not why.strip():
        raise BadInput("Say in a sentence why the team ends.")
    left = _open(session, team)
    _check(session, left, settlement)
    for promise in left:
        what = settlement[promise.pk]
        if what.to is not None:
            outcomes.hand_over(session, now, run_id, promise.pk, what.to, by=by)
            promise.team_id = None
            session.add(promise)
        else:
            outcomes.settle(session, now, run_id, promise.pk, what.state, by=by, why=what.why)
    for offer in session.exec(select(Offer).where(Offer.team_id == team_id, Offer.state == OfferState.OPEN)):
        offer.state, offer.answered_at, offer.answered_by = OfferState.THANKED, now, by
        session.add(offer)
        said = f"An offer to “{team.name}” is thanked for: the team has ended."
        events.record(session, now, run_id, by, EventKind.OFFER_ANSWERED, said, offer_id=offer.pk)
    _call_off(session, now, run_id, team, by=by, why="the team has ended")
    _over(session, now, team, TeamState.ENDED, why)
    team.learned = learned.strip()
    words = f"“{team.name}” has ended: {why.strip()}"
    events.record(session, now, run_id, by, EventKind.TEAM_ENDED, words[:4000], team_id=team_id)
    return team


def take_back(
    session: Session,
    now: datetime,
    run_id: int,
    priority_id: int,
    settlement: Settlement,
    *,
    by: str,
    why: str,
) -> Priority:
    """Un-chooses a priority; a team that is at work on it ends, as it does otherwise. Raises as `end`."""
    priority = session.get_one(Priority, priority_id)
    if priority.chosen_at is None:
        raise NotAllowed("This priority is not chosen.")
    if not why.strip():
        raise BadInput("Say in a sentence why it is a priority no longer.")
    for team in team_records.standing(session, priority.partnership_id):
        if team.priority_id == priority_id:
            end(session, now, run_id, team.pk, settlement, by=by, why=why)
    priority.chosen_at = None
    session.add(priority)
    words = f"No longer a priority: {priority.words}. {why.strip()}"
    events.record(session, now, run_id, by, EventKind.PRIORITY_TAKEN_BACK, words[:4000])
    return priority


def leave(
    session: Session,
    now: datetime,
    run_id: int,
    team_id: int,
    person: Person,
    *,
    by: str,
    to: Person | None = None,
) -> int:
    """Takes somebody off a team; what they promised there, and the lead where it is theirs, goes to `to`. Says how many.

    Raises BadInput for somebody who is not on it, and while they hold something and nobody is named.
    """
    team = teams.at_work(session, team_id)
    place = session.exec(
        select(TeamMember).where(TeamMember.team_id == team_id, TeamMember.person_id == person.pk)
    ).first()
    if place is None:
        raise BadInput("%(name)s is not on this team.", name=person.name)
    theirs = [one for one in _open(session, team) if one.owner_id == person.pk]
    holds = bool(theirs) or team.lead_id == person.pk
    if holds and (to is None or to.pk == person.pk):
        raise BadInput(
            "%(name)s holds something here. Name who takes it over: %(what)s.",
            name=person.name,
            what="; ".join(
                [*(one.what for one in theirs), *(["the lead"] if team.lead_id == person.pk else [])]
            ),
        )
    if holds and to is not None:
        teams.join(session, now, run_id, team_id, to, by=by, lead=team.lead_id == person.pk)
        for promise in theirs:
            outcomes.hand_over(session, now, run_id, promise.pk, to, by=by)
    ahead = [call.pk for call in team_records.calls_of(session, team) if call.held_at is None]
    for seat in session.exec(
        select(Invitation).where(col(Invitation.meeting_id).in_(ahead), Invitation.person_id == person.pk)
    ):
        session.delete(seat)
    session.delete(place)
    session.flush()
    handed = f" {to.name} takes over what they held." if holds and to is not None else ""
    words = f"{person.name} has left the team “{team.name}”.{handed}"
    data = {
        "team_id": team_id,
        "person_id": person.pk,
        "contribution": place.contribution,
        "calls": ahead,
        "to_id": to.pk if holds and to is not None else None,
    }
    events.record(session, now, run_id, by, EventKind.TEAM_LEFT, words, **data)
    return len(theirs)


def _open(session: Session, team: ActionTeam) -> Sequence[Commitment]:
    return [one for one in report_backs.promises(session, team) if one.state is CommitmentState.OPEN]


def _check(session: Session, left: Sequence[Commitment], settlement: Settlement) -> None:
    for promise in left:
        what = settlement.get(promise.pk)
        if what is None:
            open_ones = "; ".join(one.what for one in left if one.pk not in settlement)
            raise BadInput("Say what becomes of each promise first. Still open: %(what)s.", what=open_ones)
        if what.to is None and what.state is CommitmentState.DROPPED and not what.why.strip():
            raise BadInput("Say why “%(what)s” is dropped.", what=promise.what)


def _over(session: Session, now: datetime, team: ActionTeam, state: TeamState, why: str) -> None:
    team.state, team.ended_at, team.ended_why, team.rests_until = state, now, why.strip(), None
    session.add(team)


def _call_off(session: Session, now: datetime, run_id: int, team: ActionTeam, *, by: str, why: str) -> None:
    """Calls to come with the rhythm they follow, and a question about a date."""
    if (rhythm := rhythms.of_kind(session, team.partnership_id, MeetingKind.TEAM_CALL, team.pk)) is not None:
        rhythm_actions.end(session, now, run_id, rhythm.pk, by=by, why=why)
    for call in team_records.calls_of(session, team):
        if call.held_at is None and (call.starts_at is None or call.starts_at > now):
            meetings.call_off(session, now, run_id, call.pk, by=by, why=why)
    for poll in session.exec(select(Poll).where(Poll.team_id == team.pk, Poll.state == PollState.OPEN)):
        polls.call_off(session, now, run_id, poll.pk, by=by, why=why)

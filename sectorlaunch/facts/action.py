"""Step 5: action teams, their first calls, their clarity."""

from collections.abc import Iterable

from sqlmodel import col, select

from notifications.traits import CountsAs
from playbooks.facts import ActionFacts, Count
from sectorlaunch.facts.fact_reader import SPOKEN_FOR, FactReader, counted, reads
from sectorlaunch.query_cache import cached
from sectorlaunch.records import meetings, people, team_calls
from sectorlaunch.records import teams as team_records
from sectorlaunch.tables import (
    ActionTeam,
    Address,
    Commitment,
    CommitmentState,
    Meeting,
    MeetingKind,
    Message,
    Person,
    Priority,
    TeamMember,
)


@reads(ActionTeam, Address, TeamMember, Priority, Commitment, Meeting, Message, *SPOKEN_FOR)
def facts(reader: FactReader) -> ActionFacts:
    teams = team_records.at_work(reader.session, reader.partnership_id)
    with_team = {
        team.priority_id for team in team_records.of_partnership(reader.session, reader.partnership_id)
    }
    chosen = reader.session.exec(
        select(Priority).where(
            Priority.partnership_id == reader.partnership_id, col(Priority.chosen_at).is_not(None)
        )
    ).all()
    members = _members(reader, teams)
    calls = {
        m.team_id: m
        for m in reversed(meetings.of_kind(reader.session, reader.partnership_id, MeetingKind.TEAM_CALL))
    }
    leads = {team.id: reader.session.get_one(Person, team.lead_id) for team in teams if team.lead_id}
    everyone = [p for found in members.values() for _, p in found]
    sectors = people.sectors(reader.session, [*everyone, *leads.values()])

    any_team = "" if teams else "There is no action team yet."
    any_call = "" if calls else "No call of a team is on the calendar yet."

    def business(person: Person) -> bool:
        return people.is_business(sectors, person)

    return ActionFacts(
        priorities_without_team=_named(p.words for p in chosen if p.id not in with_team),
        teams=_named(
            team.name for team in team_records.of_partnership(reader.session, reader.partnership_id)
        ),
        teams_without_business_lead=_named(
            (t.name for t in teams if t.id not in leads or not business(leads[t.id])), any_team
        ),
        teams_without_business_majority=_named(
            (t.name for t in teams if 2 * sum(business(p) for _, p in members[t.id]) <= len(members[t.id])),
            any_team,
        ),
        partners_without_contribution=counted(
            (p for found in members.values() for m, p in found if not business(p) and not m.contribution),
            nothing_yet=any_team,
        ),
        calls_outside_window=_named(
            (t.name for t in teams if not _in_window(reader, calls.get(t.id))), any_call
        ),
        members_without_calendar_entry=_without_entry(reader, members, any_call),
        teams_unclear=_named(
            (t.name for t in teams if not (t.outcome and t.strategy and t.measure)), any_team
        ),
        commitments_unclear=_unclear(reader),
        teams_without_way_in=_named((t.name for t in teams if not t.way_in), any_team),
    )


def _named(names: Iterable[str], nothing_yet: str = "") -> Count:
    found = tuple(f"“{name}”" for name in names)
    return Count(value=len(found), names=found, nothing_yet=nothing_yet)


def _members(
    reader: FactReader, teams: Iterable[ActionTeam]
) -> dict[int | None, list[tuple[TeamMember, Person]]]:
    """The members of every team, by the team's id."""

    def read() -> dict[int | None, list[tuple[TeamMember, Person]]]:
        found: dict[int | None, list[tuple[TeamMember, Person]]] = {team.id: [] for team in teams}
        rows = reader.session.exec(
            select(TeamMember, Person)
            .join(Person, col(TeamMember.person_id) == col(Person.id))
            .where(col(TeamMember.team_id).in_(found))
            .order_by(col(TeamMember.id))
        )
        for member, person in rows:
            found[member.team_id].append((member, person))
        return found

    behind = (ActionTeam, TeamMember, Person)
    return cached(reader.session, behind, ("members of teams", reader.partnership_id), read)


def _in_window(reader: FactReader, call: Meeting | None) -> bool:
    window = team_calls.first_call_window(reader)
    if call is None or call.starts_at is None or window is None:
        return False
    return window[0] <= reader.on(call.starts_at) <= window[1]


def _without_entry(
    reader: FactReader, members: dict[int | None, list[tuple[TeamMember, Person]]], nothing_yet: str
) -> Count:
    noticed = reader.reached(CountsAs.CALL_NOTICE)
    without = (
        p
        for found in members.values()
        for _, p in found
        if p.id not in noticed and p.email is not None and people.left_alone_since(reader.session, p) is None
    )
    return counted(without, nothing_yet=nothing_yet)


def _unclear(reader: FactReader) -> Count:
    promised = reader.session.exec(
        select(Commitment).where(
            Commitment.partnership_id == reader.partnership_id, Commitment.state != CommitmentState.DROPPED
        )
    ).all()
    still_open = [one for one in promised if one.state is CommitmentState.OPEN]
    return _named(
        (one.what for one in still_open if one.owner_id is None or one.due_on is None),
        "" if promised else "Nothing has been promised yet.",
    )

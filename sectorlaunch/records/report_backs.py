"""How teams and organizations say they stand: the newest word, whether one is due, and what it may begin from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from languages import Language, formatting
from playbooks.model import Anchor
from sectorlaunch.query_cache import cached
from sectorlaunch.records import partnerships, rounds_of_reports, teams
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    CommitmentState,
    Deadline,
    Person,
    PlaybookRun,
    ReportBack,
)

EARLY = timedelta(days=14)
"""So long before it is asked for a report counts for the round."""


@dataclass(frozen=True)
class Beginning:
    """What a report may begin from: lines of what is on record."""

    done: str
    next: str


def of_team(session: Session, team: ActionTeam) -> list[ReportBack]:
    """The newest first."""

    def read() -> list[ReportBack]:
        found = select(ReportBack).where(ReportBack.team_id == team.id)
        return list(
            session.exec(found.order_by(col(ReportBack.written_at).desc(), col(ReportBack.id).desc()))
        )

    return cached(session, (ReportBack,), ("reports of team", team.id), read)


def of_commitment(session: Session, commitment_id: int) -> list[ReportBack]:
    """What was said of an organization's commitment, the newest first."""
    found = select(ReportBack).where(ReportBack.commitment_id == commitment_id)
    return list(session.exec(found.order_by(col(ReportBack.written_at).desc(), col(ReportBack.id).desc())))


def since(session: Session, partnership_id: int, on: date) -> list[ReportBack]:
    """What teams have said since a day, the newest of each, for the agenda of a partnership meeting."""
    newest = [
        found[0] for team in teams.standing(session, partnership_id) if (found := of_team(session, team))
    ]
    return [one for one in newest if one.written_at.date() >= on]


def asked_on(launch: Launch, team: ActionTeam) -> date | None:
    """The day of the round that has begun last; None before the first."""
    every = rounds_of_reports.days_between(launch.session, launch.run, launch.partnership, Anchor.TEAM_REPORT)
    formed_on = launch.on(team.formed_at)
    begun = (launch.today - formed_on).days // every
    return formed_on + timedelta(days=begun * every) if begun > 0 else None


def is_due(launch: Launch, team: ActionTeam) -> bool:
    """Whether its lead is asked to report back, and has not."""
    on = asked_on(launch, team)
    return (
        on is not None
        and team in teams.at_work(launch.session, launch.partnership_id)
        and not _is_told(launch.session, team, on)
    )


def has_reported(session: Session, run_id: int, person_id: int, about: About) -> bool:
    """Whether a lead has nothing to report any more of what was asked with a deadline; False for the question itself."""
    deadline_id = about.id_of("deadline")
    if deadline_id is None:
        return False
    partnership, run = partnerships.partnership_of(session, run_id), session.get_one(PlaybookRun, run_id)
    every = rounds_of_reports.days_between(session, run, partnership, Anchor.TEAM_REPORT)
    on = session.get_one(Deadline, deadline_id).asked_on
    old_enough = [
        team
        for team in teams.at_work(session, partnership.pk)
        if team.lead_id == person_id and team.formed_at.date() + timedelta(days=every) <= on
    ]
    return all(_is_told(session, team, on) for team in old_enough)


def _is_told(session: Session, team: ActionTeam, on: date) -> bool:
    return any(one.written_at.date() >= on - EARLY for one in of_team(session, team)[:1])


def beginning(launch: Launch, team: ActionTeam, language: Language) -> Beginning:
    """What was kept since the last report, and what is open with its owner and day: a line each, in a language."""
    told = of_team(launch.session, team)
    before = told[0].written_at if told else team.formed_at
    found = promises(launch.session, team)
    kept = [
        one
        for one in found
        if one.state is CommitmentState.DONE and one.settled_at and one.settled_at > before
    ]
    still = [one for one in found if one.state is CommitmentState.OPEN]
    return Beginning(
        "\n".join(one.what for one in kept), "\n".join(_open_line(launch, one, language) for one in still)
    )


def promises(session: Session, team: ActionTeam) -> Sequence[Commitment]:
    """Everything promised in a team, the nearest day first."""
    found = session.exec(select(Commitment).where(Commitment.team_id == team.id)).all()
    return sorted(found, key=lambda one: (one.due_on or date.max, one.pk))


def _open_line(launch: Launch, one: Commitment, language: Language) -> str:
    who = launch.session.get_one(Person, one.owner_id).name if one.owner_id is not None else ""
    day = formatting.short_day(language, one.due_on) if one.due_on is not None else ""
    about = ", ".join(part for part in (who, day) if part)
    return f"{one.what} ({about})" if about else one.what

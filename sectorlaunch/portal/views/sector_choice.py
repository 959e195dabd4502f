"""How the team chooses: who has scored and what, the decision and what came since, and the brief."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from languages import Language
from sectorlaunch.census import sentences
from sectorlaunch.census.industries import title_of
from sectorlaunch.records import data_briefs, scores, sector_decisions
from sectorlaunch.records.scores import Scored
from sectorlaunch.records.sector_decisions import Since
from sectorlaunch.tables import DataBrief, Partnership, Person, ScoringRound, SectorDecision


@dataclass(frozen=True)
class ScoringView:
    """Where the joint scoring stands."""

    round: ScoringRound | None
    members: Sequence[Person]
    scored: Sequence[str]
    silent: Sequence[str]
    table: Sequence[Scored]
    names: Mapping[str, str]


@dataclass(frozen=True)
class OutcomeView:
    decision: SectorDecision | None
    since: Since | None
    then_and_now: Sequence[tuple[str, str, str]]
    """Label, the figure then, the figure now; the last is empty when nothing newer is loaded."""
    title: str
    following: str
    brief: DataBrief | None
    translations: Sequence[Language]
    """What else than English the brief is there in."""


def scoring(session: Session, partnership_id: int) -> ScoringView:
    """The newest round: who has scored, and, once laid open, what."""
    newest = scores.newest_round(session, partnership_id)
    members = scores.scorers(session, partnership_id)
    scored = scores.who_scored(session, newest) if newest else []
    return ScoringView(
        round=newest,
        members=members,
        scored=scored,
        silent=[person.name for person in members if person.name not in scored],
        table=scores.scores(session, newest) if newest else [],
        names={code: title_of(code) for code in newest.industries} if newest else {},
    )


_COMPARED = (
    ("Place", "place"),
    ("Jobs", "jobs"),
    ("Establishments", "establishments"),
    ("Weekly wage", "weekly_wage"),
    ("Change over the year", "change_percent"),
    ("Quotient", "quotient"),
)


def _shown(figures: Mapping[str, Any], key: str) -> str:
    """A figure of a snapshot as it reads."""
    value = figures.get(key)
    if value is None:
        return sentences.HIDDEN
    known: dict[str, Callable[[Any], str]] = {
        "weekly_wage": sentences.wage,
        "change_percent": sentences.percent,
        "quotient": "{:.2f}".format,
    }
    return known.get(key, "{:,}".format)(value)


def outcome(session: Session, partnership: Partnership) -> OutcomeView:
    """The decision with what was known then, what newer data says, and the newest brief."""
    decision = sector_decisions.newest_decision(session, partnership.pk)
    brief = data_briefs.newest(session, partnership.pk)
    since = sector_decisions.since(session, partnership, decision) if decision else None
    return OutcomeView(
        decision=decision,
        since=since,
        then_and_now=[
            (label, _shown(since.known, key), _shown(since.newer, key) if since.newer is not None else "")
            for label, key in _COMPARED
        ]
        if since
        else [],
        title=title_of(decision.industry) if decision else "",
        following=title_of(decision.next_industry) if decision and decision.next_industry else "",
        brief=brief,
        translations=data_briefs.translations(session, brief) if brief else [],
    )

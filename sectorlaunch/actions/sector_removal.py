"""Takes a person out of the records of choosing a sector. What was known and decided stays."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session, col, delete, select

from sectorlaunch.tables import (
    CensusFetch,
    CensusFile,
    DataBrief,
    DataBriefTranslation,
    FootprintStatement,
    PlaybookRun,
    RankingChoice,
    ScoringRound,
    SectorDecision,
    SectorNote,
    SectorScore,
)

Without = Callable[[Any], Any]
"""A value with the person's name and address taken out of every text in it."""
_NAMED_IN: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (CensusFile, ("loaded_by",)),
    (CensusFetch, ("asked_by",)),
    (FootprintStatement, ("written_by", "not_too_small", "not_too_large", "commuting")),
    (RankingChoice, ("set_by",)),
    (SectorNote, ("text",)),
    (ScoringRound, ("opened_by",)),
    (SectorDecision, ("decided_by", "agreed", "reasons", "snapshot")),
    (DataBrief, ("drawn_up_by", "summary")),
)


def blank(session: Session, runs: Sequence[int | None], without: Without) -> None:
    """In every partnership of these runs. A brief that went out is its readers', and stays as a letter does; one that
    did not is thrown away, for names are set in its pages."""
    places = set(session.exec(select(PlaybookRun.partnership_id).where(col(PlaybookRun.id).in_(runs))))
    unsent = select(DataBrief.id).where(
        col(DataBrief.partnership_id).in_(places), col(DataBrief.sent_at).is_(None)
    )
    session.exec(delete(DataBriefTranslation).where(col(DataBriefTranslation.brief_id).in_(unsent)))
    for brief in session.exec(select(DataBrief).where(col(DataBrief.id).in_(unsent))):
        session.delete(brief)
    session.flush()
    for table, columns in _NAMED_IN:
        for row in session.exec(select(table).where(table.partnership_id.in_(places))):
            _rewrite(session, row, columns, without)
    briefs = select(DataBrief.id).where(col(DataBrief.partnership_id).in_(places))
    for pages in session.exec(
        select(DataBriefTranslation).where(col(DataBriefTranslation.brief_id).in_(briefs))
    ):
        _rewrite(session, pages, ("summary",), without)
    rounds = select(ScoringRound.id).where(col(ScoringRound.partnership_id).in_(places))
    for score in session.exec(select(SectorScore).where(col(SectorScore.round_id).in_(rounds))):
        _rewrite(session, score, ("why",), without)


def _rewrite(session: Session, row: Any, columns: Sequence[str], without: Without) -> None:
    for column in columns:
        old = getattr(row, column)
        new = without(old)
        if new != old:
            setattr(row, column, new)
            session.add(row)

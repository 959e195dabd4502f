"""Which sector is first: the decision, all that lay on the table, and what newer data says (S2 slides 6 and 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from sectorlaunch.census import picture
from sectorlaunch.census.industries import level_of
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_files, footprints, labor_market, region_figures, scores, sector_notes
from sectorlaunch.tables import Partnership, SectorDecision


def newest_decision(session: Session, partnership_id: int) -> SectorDecision | None:
    return session.exec(
        select(SectorDecision)
        .where(SectorDecision.partnership_id == partnership_id)
        .order_by(col(SectorDecision.id).desc())
        .limit(1)
    ).one_or_none()


def snapshot(session: Session, partnership: Partnership) -> dict[str, Any]:
    """Everything a decision rests on, as plain values: files with hash, figures, weights, footprint, notes, scores."""
    choice = labor_market.choice_of(session, partnership.pk)
    drawn, in_order = labor_market.look(session, partnership, choice)
    scoring = scores.newest_round(session, partnership.pk)
    return {
        "picture": region_figures.as_figures(drawn, in_order, census_files.files(session, partnership.pk)),
        "weights": choice.weights.words,
        "footprint": _footprint(session, partnership),
        "notes": [
            {
                "industry": one.industry,
                "kind": one.kind.value,
                "by": person.name,
                "text": one.text,
                "on": one.noted_at.date().isoformat(),
            }
            for one, person in sector_notes.notes(session, partnership.pk)
        ],
        "scores": [
            {
                "industry": one.industry,
                "alone": {name: given.points for name, given in one.alone.items()},
                "together": one.together.points if one.together else None,
            }
            for one in (scores.scores(session, scoring) if scoring else [])
        ],
    }


def _footprint(session: Session, partnership: Partnership) -> dict[str, Any] | None:
    """The statement about the footprint, if there is one about the counties it has."""
    stated = footprints.newest(session, partnership.pk)
    if stated is None or not footprints.holds(stated, partnership):
        return None
    return {
        "counties": list(stated.counties),
        "not_too_small": stated.not_too_small,
        "not_too_large": stated.not_too_large,
        "commuting": stated.commuting,
        "by": stated.written_by,
        "on": stated.written_at.date().isoformat(),
    }


@dataclass(frozen=True)
class Since:
    """What newer data says about a sector that was decided upon."""

    known: Mapping[str, Any]
    """Its figures in the snapshot."""
    period: str
    newer: Mapping[str, Any] | None
    """The same figures in the newest period; None when nothing newer is loaded."""
    newer_period: str


def since(session: Session, partnership: Partnership, decision: SectorDecision) -> Since:
    """Then and now. Newer data reopens nothing by itself; people do."""
    then = decision.snapshot["picture"]
    known: dict[str, Any] = next((one for one in then["industries"] if one["code"] == decision.industry), {})
    frame = census_files.figures(session, partnership.pk)
    try:
        held = picture.periods(frame, labor_market.region(session, partnership, frame))
    except BadInput:
        held = []
    later = [
        period for period in held if period > then["period"] and ("-Q" in period) == ("-Q" in then["period"])
    ]
    if not later:
        return Since(known, then["period"], None, "")
    drawn, in_order = labor_market.look(
        session, partnership, when=later[-1], level=level_of(decision.industry)
    )
    now_known = region_figures.as_figures(drawn, in_order, ())["industries"]
    return Since(
        known,
        then["period"],
        next((one for one in now_known if one["code"] == decision.industry), None),
        later[-1],
    )

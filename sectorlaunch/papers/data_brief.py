"""The data brief: drawn up from what is loaded and known, in every language, as PDF and as a Word document (S2 slide 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from languages import Language
from sectorlaunch.census.brief import content, pdf, word
from sectorlaunch.census.brief.content import Brief
from sectorlaunch.census.brief.facts import Decided, Facts, Known, Source, Stated
from sectorlaunch.census.frame import SIX_DIGITS
from sectorlaunch.census.industries import among, level_of
from sectorlaunch.errors import BadInput
from sectorlaunch.records import (
    census_files,
    footprints,
    labor_market,
    partnerships,
    sector_decisions,
    sector_notes,
)
from sectorlaunch.tables import Partnership


@dataclass(frozen=True)
class BriefDraft:
    """What a brief says in each language, not yet set."""

    partnership: str
    period: str
    said: Mapping[Language, Brief]


@dataclass(frozen=True)
class RenderedBrief:
    """A brief in one language, in both its forms."""

    brief: Brief
    period: str
    pdf: bytes
    editable: bytes


def write(session: Session, now: datetime, run_id: int) -> BriefDraft:
    """Says what there is to say about the sector decided upon, else the one named, else the first in order.

    Reads only. Raises BadInput while the region's data are not complete.
    """
    partnership = partnerships.partnership_of(session, run_id)
    facts = _facts(session, now, partnership)
    said = {language: content.write(facts, language) for language in Language}
    return BriefDraft(partnership.name, facts.picture.period, said)


def render(draft: BriefDraft) -> dict[Language, RenderedBrief]:
    """Sets a brief as PDF and as a Word document. Takes a few seconds, so it is done with no session open."""
    return {
        language: RenderedBrief(brief, draft.period, pdf.make(brief, draft.partnership), word.make(brief))
        for language, brief in draft.said.items()
    }


def _facts(session: Session, now: datetime, partnership: Partnership) -> Facts:
    zone = ZoneInfo(partnership.zone)
    choice = labor_market.choice_of(session, partnership.pk)
    drawn, in_order = labor_market.look(session, partnership, choice)
    placed = [one.industry.code for one in in_order if one.place is not None]
    if not placed:
        raise BadInput(
            "No sector has a number that may be shown, so there is nothing to write a brief about."
        )
    decision = _decision(session, partnership, zone)
    wished = among([decision.industry] if decision else partnership.naics, placed)
    chosen = wished[0] if wished else placed[0]
    parts = (
        labor_market.look(session, partnership, choice, within=chosen)[0]
        if level_of(chosen) < SIX_DIGITS
        else None
    )
    return Facts(
        partnership=partnership.name,
        region=partnership.region,
        made_on=now.astimezone(zone).date(),
        counties=labor_market.region(session, partnership),
        picture=drawn,
        in_order=in_order,
        chosen=chosen,
        parts=parts,
        quarters=labor_market.over_time(session, partnership, chosen, choice.ownership),
        weights=choice.weights,
        sources=[
            Source(file.name, file.sha256, file.published_on, file.loaded_at.astimezone(zone).date())
            for file in census_files.files(session, partnership.pk)
        ],
        notes=[
            Known(
                note.industry,
                note.kind.value,
                note.text,
                person.name,
                note.noted_at.astimezone(zone).date(),
            )
            for note, person in sector_notes.notes(session, partnership.pk)
        ],
        decision=decision,
        stated=_stated(session, partnership, zone),
    )


def _decision(session: Session, partnership: Partnership, zone: ZoneInfo) -> Decided | None:
    found = sector_decisions.newest_decision(session, partnership.pk)
    if found is None:
        return None
    on = found.decided_at.astimezone(zone).date()
    return Decided(found.industry, found.next_industry, on, found.agreed, found.reasons)


def _stated(session: Session, partnership: Partnership, zone: ZoneInfo) -> Stated | None:
    found = footprints.newest(session, partnership.pk)
    if found is None or not footprints.holds(found, partnership):
        return None
    on = found.written_at.astimezone(zone).date()
    return Stated(found.not_too_small, found.not_too_large, found.commuting, found.written_by, on)

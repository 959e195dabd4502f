"""The data brief: drawn up from what is loaded and known, as PDF and as a Word document (S2 slide 6)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from playbooks.wording import english_list
from sectorlaunch import wording
from sectorlaunch.census.brief import content, pdf, word
from sectorlaunch.census.brief.content import Brief, Facts, Known, Source, Stated
from sectorlaunch.census.frame import SIX_DIGITS
from sectorlaunch.census.industries import SECTORS, among, level_of, title_of
from sectorlaunch.errors import BadInput
from sectorlaunch.records import (
    census_files,
    footprints,
    labor_market,
    partnerships,
    sector_decisions,
    sector_notes,
)
from sectorlaunch.tables import Partnership, SectorDecision


@dataclass(frozen=True)
class BriefDraft:
    """What a brief says, not yet set."""

    partnership: str
    period: str
    brief: Brief


@dataclass(frozen=True)
class RenderedBrief:
    """A brief in both its forms."""

    draft: BriefDraft
    pdf: bytes
    editable: bytes


def write(session: Session, now: datetime, run_id: int) -> BriefDraft:
    """Says what there is to say about the sector decided upon, else the one named, else the first in order.

    Reads only. Raises BadInput while the region's data are not complete.
    """
    partnership = partnerships.partnership_of(session, run_id)
    facts = _facts(session, now, partnership)
    return BriefDraft(partnership.name, facts.picture.period, content.write(facts))


def render(draft: BriefDraft) -> RenderedBrief:
    """Sets a brief as PDF and as a Word document. Takes a few seconds, so it is done with no session open."""
    return RenderedBrief(draft, pdf.make(draft.brief, draft.partnership), word.make(draft.brief))


def _facts(session: Session, now: datetime, partnership: Partnership) -> Facts:
    zone = ZoneInfo(partnership.zone)
    choice = labor_market.choice_of(session, partnership.pk)
    drawn, in_order = labor_market.look(session, partnership, choice)
    placed = [one.industry.code for one in in_order if one.place is not None]
    if not placed:
        raise BadInput(
            "No sector has a number that may be shown, so there is nothing to write a brief about."
        )
    decision = sector_decisions.newest_decision(session, partnership.pk)
    wished = among([decision.industry] if decision else partnership.naics, placed)
    chosen = wished[0] if wished else placed[0]
    parts = (
        labor_market.look(session, partnership, choice, within=chosen)[0]
        if level_of(chosen) < SIX_DIGITS
        else None
    )
    names = {one.industry.code: one.industry.title for one in in_order}
    return Facts(
        partnership=partnership.name,
        region=partnership.region or english_list(partnership.counties),
        made_on=wording.day(now.astimezone(zone).date()),
        counties=labor_market.region(session, partnership),
        picture=drawn,
        in_order=in_order,
        chosen=chosen,
        parts=parts,
        quarters=labor_market.over_time(session, partnership, chosen, choice.ownership),
        weights=choice.weights.for_readers,
        sources=[
            Source(
                file.name,
                file.sha256,
                wording.day(file.published_on) if file.published_on else "",
                wording.day(file.loaded_at.astimezone(zone).date()),
            )
            for file in census_files.files(session, partnership.pk)
        ],
        notes=[
            Known(
                names.get(note.industry) or title_of(note.industry),
                note.kind.value,
                note.text,
                person.name,
                wording.short_day(note.noted_at.astimezone(zone).date()),
            )
            for note, person in sector_notes.notes(session, partnership.pk)
        ],
        decision=_decided(decision, names, zone) if decision else "",
        stated=_stated(session, partnership, zone),
    )


def _stated(session: Session, partnership: Partnership, zone: ZoneInfo) -> Stated | None:
    found = footprints.newest(session, partnership.pk)
    if found is None or not footprints.holds(found, partnership):
        return None
    on = wording.short_day(found.written_at.astimezone(zone).date())
    return Stated(found.not_too_small, found.not_too_large, found.commuting, found.written_by, on)


def _decided(decision: SectorDecision, names: dict[str, str], zone: ZoneInfo) -> str:
    def named(code: str) -> str:
        return (names.get(code) or SECTORS.get(code) or title_of(code)).lower()

    on = wording.day(decision.decided_at.astimezone(zone).date())
    following = f"; {named(decision.next_industry)} may be next" if decision.next_industry else ""
    why = f" {decision.reasons}" if decision.reasons else ""
    return (
        f"The team chose {named(decision.industry)} first on {on}{following}. "
        f"Agreed: {english_list(decision.agreed)}.{why}"
    )

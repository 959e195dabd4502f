"""The sector decided upon, with what was known when it was."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import scope
from sectorlaunch.census.industries import level_of, title_of
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, sector_decisions
from sectorlaunch.tables import SectorDecision


def decide(
    session: Session,
    now: datetime,
    run_id: int,
    industry: str,
    *,
    by: str,
    agreed: Sequence[str] = (),
    reasons: str = "",
    next_industry: str = "",
) -> SectorDecision:
    """The sector the team has chosen, with a snapshot of all it had before it; the partnership's scope follows.

    Raises BadInput when the sector is none, or nothing is loaded to decide upon.
    """
    partnership = partnerships.partnership_of(session, run_id)
    for code in filter(None, (industry, next_industry)):
        level_of(code)
    if not agreed:
        raise BadInput("Name those who agree; a decision is the team’s, not one person’s.")
    kept = sector_decisions.snapshot(session, partnership)
    names = {one["code"]: one["title"] for one in kept["picture"]["industries"]}
    decision = SectorDecision(
        partnership_id=partnership.pk,
        industry=industry,
        next_industry=next_industry,
        reasons=reasons.strip()[:4000],
        agreed=list(agreed),
        decided_at=now,
        decided_by=by,
        snapshot=kept,
    )
    session.add(decision)
    session.flush()
    title = names.get(industry) or title_of(industry)
    following = (
        f" Next may be {names.get(next_industry) or title_of(next_industry)}." if next_industry else ""
    )
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.SECTOR_DECIDED,
        f"{title} is first.{following} Agreed: {', '.join(agreed)}.",
        decision_id=decision.pk,
    )
    if partnership.naics != [industry]:
        scope.change(session, now, run_id, by=by, industry=title, naics=[industry])
    session.flush()
    return decision

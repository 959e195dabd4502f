"""Why the footprint is neither too small nor too large: a statement, who wrote it, and when (S2 slides 7 and 16)."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import footprints, partnerships
from sectorlaunch.tables import FootprintStatement

_MOST = 2000


def state(
    session: Session,
    now: datetime,
    run_id: int,
    not_too_small: str,
    not_too_large: str,
    commuting: str = "",
    *,
    by: str,
) -> FootprintStatement:
    """Writes down what speaks for the footprint as it is now; earlier statements stay. The same again changes nothing.

    Raises BadInput while one of the two sides is empty, or no county is named.
    """
    partnership = partnerships.partnership_of(session, run_id)
    small, large, moves = (words.strip()[:_MOST] for words in (not_too_small, not_too_large, commuting))
    if not partnership.counties:
        raise BadInput("Name the counties first; the statement is about them.")
    if not small or not large:
        raise BadInput("Write both: why the region is not too small, and why it is not too large.")
    known = footprints.newest(session, partnership.pk)
    same = known is not None and (known.not_too_small, known.not_too_large, known.commuting) == (
        small,
        large,
        moves,
    )
    if known is not None and same and footprints.holds(known, partnership):
        return known
    statement = FootprintStatement(
        partnership_id=partnership.pk,
        counties=list(partnership.counties),
        not_too_small=small,
        not_too_large=large,
        commuting=moves,
        written_at=now,
        written_by=by,
    )
    session.add(statement)
    session.flush()
    said = f"{', '.join(statement.counties)}. Not too small: {small} Not too large: {large}"
    events.record(session, now, run_id, by, EventKind.FOOTPRINT_STATED, said[:4000])
    return statement

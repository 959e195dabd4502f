"""What a partnership is about, and the numbers it holds itself to: sector, footprint, thresholds."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events, plain_values
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.files import scope_values
from sectorlaunch.records import partnerships, playbook_editions
from sectorlaunch.rules.keeping_periods import ENDED, LEFT


def change(
    session: Session,
    now: datetime,
    run_id: int,
    *,
    by: str,
    industry: str = "",
    naics: Sequence[str] = (),
    region: str = "",
    counties: Sequence[str] = (),
) -> str:
    """Sets what is given and keeps the rest; says in a sentence what holds now. Answers are kept (S2 slide 16).

    Raises BadInput when nothing is given or a NAICS code is none.
    """
    partnership = partnerships.partnership_of(session, run_id)
    if not (industry.strip() or naics or region.strip() or counties):
        raise BadInput("Say what is to change: the industry, its NAICS codes, the region or the counties.")
    try:
        codes = [scope_values.naics(code) for code in naics]
    except ValueError as remedy:
        raise BadInput(str(remedy)) from None
    partnership.industry = industry.strip() or partnership.industry
    partnership.naics = codes or partnership.naics
    partnership.region = region.strip() or partnership.region
    partnership.counties = [county.strip() for county in counties if county.strip()] or partnership.counties
    session.add(partnership)
    said = (
        f"{partnership.industry}, NAICS {', '.join(partnership.naics)}, in {partnership.region}: "
        f"{', '.join(partnership.counties)}."
    )
    events.record(session, now, run_id, by, EventKind.SCOPE_CHANGED, said)
    return said


def set_number(session: Session, now: datetime, run_id: int, name: str, value: int, *, by: str) -> None:
    """Sets a number of the playbook, or a keeping period, for this partnership. Raises BadInput for a name nobody knows."""
    known = {*playbook_editions.of_run(session, run_id).numbers, LEFT, ENDED}
    if name not in known:
        raise BadInput(
            f"The playbook has no number “{name}”; {plain_values.did_you_mean(name, sorted(known))}"
        )
    if value < 0:
        raise BadInput("The number must not be negative.")
    partnership = partnerships.partnership_of(session, run_id)
    if partnership.numbers.get(name) == value:
        return
    partnership.numbers = {**partnership.numbers, name: value}
    session.add(partnership)
    events.record(
        session, now, run_id, by, EventKind.NUMBER_SET, f"{name.replace('_', ' ').capitalize()}: {value}."
    )

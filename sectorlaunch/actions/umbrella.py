"""A partnership above others: what it plans, whom it asks to hang below it, and who hangs there no more.

Nobody pulls another's partnership under theirs: an ask is the asker's own row, and changes nothing of who is asked until
a convener of theirs agrees. Either side ends it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, plain_values
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, umbrella
from sectorlaunch.rules.umbrella import MOST_PLANNED, why_not_below
from sectorlaunch.tables import HangingAsk, Partnership, PlannedRegion

MOST_ASKS = 20
"""Open at once; who is asked is not to be asked by everybody."""
NOT_PLANNED = "That region is not in the plan any more. Load the page again."
NOT_ASKED = "Nothing is asked any more: it was answered or withdrawn."
TAKEN = "Another partnership has taken that region meanwhile. Choose another one."


def plan(session: Session, now: datetime, run_id: int, number: int | None, *, by: str) -> None:
    """Says how many are planned below a partnership; None: as many as there are regions. Raises BadInput."""
    if number is not None and not 1 <= number <= MOST_PLANNED:
        raise BadInput(f"Give a number from 1 to {MOST_PLANNED}.")
    partnership = partnerships.partnership_of(session, run_id)
    if partnership.planned == number:
        return
    partnership.planned = number
    session.add(partnership)
    said = f"{number} partnerships are planned below." if number else "As many are planned below as regions."
    events.record(session, now, run_id, by, EventKind.PLANNED_BELOW, said)


def plan_region(
    session: Session, now: datetime, run_id: int, region: str, counties: Sequence[str], *, by: str
) -> PlannedRegion:
    """Adds a place for one partnership in a region; the same region again for another one. Raises BadInput."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    try:
        name = plain_values.filled_line(region)[:200]
    except ValueError:
        raise BadInput("Name the region.") from None
    there = umbrella.regions(session, partnership_id)
    if len(there) >= MOST_PLANNED:
        raise BadInput(f"There are {MOST_PLANNED} regions in the plan; take one out first.")
    position = max((one.position for one in there), default=0) + 1
    place = PlannedRegion(parent_id=partnership_id, region=name, counties=list(counties), position=position)
    session.add(place)
    session.flush()
    events.record(session, now, run_id, by, EventKind.PLANNED_BELOW, f"{name} is in the plan.")
    return place


def drop_region(session: Session, now: datetime, run_id: int, region_id: int, *, by: str) -> None:
    """Takes a place out of the plan. Raises NotAllowed for one a partnership has taken, BadInput for none of ours."""
    place = place_of(session, run_id, region_id)
    if place.partnership_id is not None:
        raise NotAllowed(f"A partnership has taken {place.region}. Take that one out from below first.")
    asks = select(HangingAsk).where(HangingAsk.region_id == place.pk)
    for one in session.exec(asks).all():
        one.region_id = None
        session.add(one)
    session.flush()
    session.delete(place)
    session.flush()
    events.record(session, now, run_id, by, EventKind.PLANNED_BELOW, f"{place.region} is out of the plan.")


def place_of(session: Session, run_id: int, region_id: int) -> PlannedRegion:
    """A place in the plan of this partnership. Raises BadInput for any other."""
    place = session.get(PlannedRegion, region_id)
    if place is None or place.parent_id != partnerships.partnership_of(session, run_id).pk:
        raise BadInput(NOT_PLANNED)
    return place


def ask(
    session: Session, now: datetime, run_id: int, slug: str, place: PlannedRegion | None = None, *, by: str
) -> HangingAsk:
    """Asks the conveners of another partnership to hang it below this one.

    Where there is none of that short name the ask is kept just the same, and reaches nobody: whoever asks learns nothing
    of who is here. Raises BadInput for what can never be, and for too many open asks.
    """
    name = slug.strip().lower()[:60]
    if not name:
        raise BadInput("Give the short name of the partnership, as in the address of its pages.")
    parent = partnerships.partnership_of(session, run_id)
    child = session.exec(select(Partnership).where(Partnership.slug == name)).one_or_none()
    if child is not None and child.parent_id == parent.pk:
        raise BadInput(f"{child.name} hangs below this partnership already.")
    if child is not None and (child.pk == parent.pk or child in umbrella.above(session, parent)):
        raise BadInput(why_not_below(0, 0, is_circle=True))
    waiting = umbrella.open_asks_of(session, parent.pk)
    known = next((one for one in waiting if one.slug == name), None)
    if known is not None:
        return known
    if len(waiting) >= MOST_ASKS:
        raise BadInput(f"{MOST_ASKS} asks wait for an answer; withdraw one first.")
    asked = HangingAsk(
        parent_id=parent.pk,
        slug=name,
        child_id=child.pk if child is not None else None,
        region_id=place.pk if place is not None else None,
        asked_by=by,
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    said = f"The conveners of “{name}” are asked to hang it below."
    events.record(session, now, run_id, by, EventKind.HANGING_ASKED, said)
    return asked


def withdraw(session: Session, now: datetime, run_id: int, ask_id: int) -> None:
    """Takes an ask of this partnership back. Raises BadInput for one that is not open."""
    parent = partnerships.partnership_of(session, run_id)
    _end(session, now, _open(session, ask_id, parent_id=parent.pk))


def decline(session: Session, now: datetime, run_id: int, ask_id: int, *, by: str) -> None:
    """A convener of the partnership that was asked says no. Raises BadInput for an ask that is not open."""
    child = partnerships.partnership_of(session, run_id)
    asked = _open(session, ask_id, child_id=child.pk)
    _end(session, now, asked)
    said = f"{child.name} does not hang below."
    _record_on_both(session, now, child.pk, asked.parent_id, EventKind.HANGING_DECLINED, said, by)


def agree(session: Session, now: datetime, run_id: int, ask_id: int, *, by: str) -> Partnership:
    """A convener of the partnership that was asked hangs it there; returns the one above.

    Raises BadInput for an ask that is not open, NotAllowed where it hangs elsewhere or would stand too deep.
    """
    child = partnerships.partnership_of(session, run_id)
    asked = _open(session, ask_id, child_id=child.pk)
    parent = session.get_one(Partnership, asked.parent_id)
    place = session.get(PlannedRegion, asked.region_id) if asked.region_id is not None else None
    if place is not None and place.partnership_id is not None:
        place = None  # taken meanwhile; it hangs there without a region of the plan
    hang(session, now, child, parent, place, by=by)
    _end(session, now, asked)
    return parent


def hang(
    session: Session,
    now: datetime,
    child: Partnership,
    parent: Partnership,
    place: PlannedRegion | None,
    *,
    by: str,
) -> None:
    """Hangs a partnership below another one; whoever calls this has the word of its own convener. Raises NotAllowed."""
    both = select(Partnership).where(col(Partnership.id).in_([child.pk, parent.pk]))
    session.exec(both.order_by(col(Partnership.id)).with_for_update()).all()
    session.refresh(child)
    session.refresh(parent)
    if child.parent_id is not None:
        raise NotAllowed("It hangs below another partnership already. Take it out from there first.")
    above = [parent, *umbrella.above(session, parent)]
    circle = child in above
    why = why_not_below(len(above), umbrella.levels(session, child.pk), is_circle=circle)
    if why:
        raise NotAllowed(why)
    child.parent_id = parent.pk
    session.add(child)
    if place is not None:
        if place.partnership_id is not None:
            raise NotAllowed(TAKEN)
        place.partnership_id = child.pk
        session.add(place)
    session.flush()
    said = f"{child.name} hangs below {parent.name}."
    _record_on_both(session, now, child.pk, parent.pk, EventKind.HUNG_BELOW, said, by)


def take_out(session: Session, now: datetime, run_id: int, child_id: int, *, by: str) -> Partnership:
    """Has a partnership hang below this one no more; its place in the plan is free again. Raises BadInput."""
    parent = partnerships.partnership_of(session, run_id)
    child = session.get(Partnership, child_id)
    if child is None or child.parent_id != parent.pk:
        raise BadInput("It does not hang below this partnership.")
    _take_out(session, now, child, by)
    return child


def leave(session: Session, now: datetime, run_id: int, *, by: str) -> None:
    """The same, said by a convener of the partnership below. Raises BadInput where it hangs below none."""
    child = partnerships.partnership_of(session, run_id)
    if child.parent_id is None:
        raise BadInput("It hangs below no partnership.")
    _take_out(session, now, child, by)


def _take_out(session: Session, now: datetime, child: Partnership, by: str) -> None:
    assert child.parent_id is not None
    parent = session.get_one(Partnership, child.parent_id)
    child.parent_id = None
    session.add(child)
    for place in session.exec(select(PlannedRegion).where(PlannedRegion.partnership_id == child.pk)).all():
        place.partnership_id = None
        session.add(place)
    session.flush()
    said = f"{child.name} does not hang below {parent.name} any more."
    _record_on_both(session, now, child.pk, parent.pk, EventKind.TAKEN_OUT_FROM_BELOW, said, by)


def _record_on_both(
    session: Session, now: datetime, child_id: int, parent_id: int, kind: EventKind, said: str, by: str
) -> None:
    for partnership_id in (child_id, parent_id):
        run_id = partnerships.run_of(session, partnership_id).pk
        events.record(session, now, run_id, by, kind, said)


def _open(
    session: Session, ask_id: int, *, parent_id: int | None = None, child_id: int | None = None
) -> HangingAsk:
    asked = session.get(HangingAsk, ask_id)
    if (
        asked is None
        or asked.ended_at is not None
        or (parent_id is not None and asked.parent_id != parent_id)
        or (child_id is not None and asked.child_id != child_id)
    ):
        raise BadInput(NOT_ASKED)
    return asked


def _end(session: Session, now: datetime, asked: HangingAsk) -> None:
    asked.ended_at = now
    session.add(asked)
    session.flush()

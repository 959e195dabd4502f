"""Fetches of census files that were asked for on a page: one at a time, how far it is, and what became of it.

A row says what is wanted; whoever carries it out holds it for a while and says so again with every step. When they die,
the time runs out and another takes it up: what has come stays on record, and no file is asked for twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import census_fetches, labor_market, partnerships
from sectorlaunch.tables import CensusFetch, FetchState, PlaybookRun

HELD_FOR = timedelta(minutes=2)
"""Longer than any one step is silent: a minute's pause the server asked for, and an answer that is waited for."""
MOST_PERIODS = 12


def ask(
    session: Session,
    now: datetime,
    run_id: int,
    periods: Sequence[str],
    *,
    by: str,
    nation: bool = True,
    states: bool = False,
) -> CensusFetch:
    """Asks for the region's files of these quarters. While one is under way that one is returned, and nothing is added.

    Raises BadInput for no quarter, for something that is none, and where the region's counties are not clear.
    """
    partnership = partnerships.partnership_of(session, run_id)
    known = census_fetches.newest(session, partnership.pk)
    if known is not None and known.state is FetchState.UNDER_WAY:
        return known
    wanted = list(dict.fromkeys(period.strip().upper() for period in periods if period.strip()))
    if not wanted:
        raise BadInput("Choose at least one quarter, or write one, such as 2026-Q1.")
    if len(wanted) > MOST_PERIODS:
        raise BadInput(f"At most {MOST_PERIODS} quarters at a time; the others can follow.")
    slices = labor_market.slices(session, partnership, wanted, nation=nation, states=states)
    fetch = CensusFetch(
        partnership_id=partnership.pk,
        periods=wanted,
        nation=nation,
        states=states,
        total=len(slices),
        said="It is about to begin.",
        asked_at=now,
        asked_by=by,
    )
    session.add(fetch)
    session.flush()
    events.record(
        session, now, run_id, by, EventKind.CENSUS_FETCH, f"{len(slices)} files of {', '.join(wanted)}."
    )
    return fetch


def take_up(session: Session, now: datetime) -> tuple[int | None, timedelta | None]:
    """Holds the earliest fetch that is to be carried out: its number; else how long until one held by another may be."""
    waiting = session.exec(
        select(CensusFetch)
        .where(CensusFetch.state == FetchState.UNDER_WAY)
        .order_by(col(CensusFetch.id))
        .with_for_update(skip_locked=True)
    ).all()
    for fetch in waiting:
        if fetch.held_until is None or fetch.held_until <= now:
            fetch.held_until, fetch.done, fetch.troubles = now + HELD_FOR, 0, []
            session.add(fetch)
            return fetch.id, None
    held = [fetch.held_until - now for fetch in waiting if fetch.held_until is not None]
    return None, min(held) if held else None


def go_on(
    session: Session, now: datetime, fetch_id: int, said: str, *, is_done: bool = False, trouble: str = ""
) -> None:
    """Notes a step: what there is to say, whether a file was settled by it, and what kept one from being had."""
    fetch = session.get_one(CensusFetch, fetch_id)
    fetch.held_until, fetch.said = now + HELD_FOR, said[:4000]
    fetch.done += is_done
    if trouble:
        fetch.troubles = [*fetch.troubles, trouble[:1000]]
    session.add(fetch)
    _tell(session, now, fetch, said)


def end(session: Session, now: datetime, fetch_id: int, *, why_stopped: str = "") -> None:
    """Ends a fetch: done, with whatever could not be had among its troubles, or stopped with the reason."""
    fetch = session.get_one(CensusFetch, fetch_id)
    come = fetch.done - len(fetch.troubles)
    fetch.said = why_stopped[:4000] or f"{come} of {fetch.total} files are on record."
    fetch.state = FetchState.STOPPED if why_stopped else FetchState.DONE
    fetch.held_until, fetch.ended_at = None, now
    session.add(fetch)
    _tell(session, now, fetch, fetch.said)


def _tell(session: Session, now: datetime, fetch: CensusFetch, said: str) -> None:
    """An event, which is what open pages listen for."""
    run_id = session.exec(
        select(PlaybookRun.id).where(PlaybookRun.partnership_id == fetch.partnership_id)
    ).first()
    events.record(session, now, run_id, fetch.asked_by, EventKind.CENSUS_FETCH, said[:4000])

"""The footprint statement: kept with name and day, evidence for the gate, part of the decision and of the brief."""

import pytest

from languages import DEFAULT
from sectorlaunch import database, facts
from sectorlaunch.actions import census_loading, footprints, scope, sector_decisions
from sectorlaunch.census import reading
from sectorlaunch.errors import BadInput
from sectorlaunch.papers import data_brief
from sectorlaunch.records import footprints as footprint_records
from sectorlaunch.records import partnerships
from sectorlaunch.records.launch import Launch as LaunchAtHand
from tests.cast import CONVENER, Launch, begin
from tests.sectorlaunch.census.conftest import LARIMER, WELD, Make

SMALL, LARGE = "Forty plants call it home.", "Everybody is there within the hour."


@pytest.fixture
def launch(engine, tmp_path) -> Launch:  # type: ignore[no-untyped-def]
    return begin(engine, tmp_path)


def state(launch: Launch, small: str = SMALL, large: str = LARGE) -> int | None:
    return launch.do(
        lambda s, now: (
            footprints.state(s, now, launch.run_id, small, large, "Most live here.", by=CONVENER).id
        )
    )


def stated(launch: Launch) -> tuple[bool, str]:
    with database.reading(launch.engine) as session:
        found = facts.gather(LaunchAtHand.of(session, launch.now, launch.run_id)).scope.footprint_stated
    return found.value, found.because


def test_it_is_evidence_with_who_wrote_it_and_when(launch: Launch) -> None:
    assert stated(launch) == (
        False,
        "Nobody has written down why the region is neither too small nor too large.",
    )
    state(launch)
    assert stated(launch) == (
        True,
        f"Not too small, not too large: written by {CONVENER} on Monday, March 2.",
    )


def test_it_speaks_for_the_counties_it_was_written_for(launch: Launch) -> None:
    state(launch)
    launch.do(
        lambda s, now: scope.change(s, now, launch.run_id, by=CONVENER, counties=["Larimer", "Boulder"])
    )
    holds, why = stated(launch)
    assert not holds
    assert why.endswith("is about Larimer and Weld; the counties have changed since.")


def test_it_takes_the_same_statement_once_and_wants_both_sides(launch: Launch) -> None:
    assert state(launch) == state(launch)
    assert state(launch, small="Fifty plants.") == 2
    with pytest.raises(BadInput, match="Write both"):
        state(launch, large=" ")


def test_it_goes_with_the_decision_and_into_the_brief(launch: Launch, make: Make) -> None:
    for fips in (LARIMER, WELD):
        found = reading.read(make(fips))
        launch.do(lambda s, now, found=found: census_loading.load(s, now, launch.run_id, found, by=CONVENER))
    state(launch)
    decision = launch.do(
        lambda s, now: sector_decisions.decide(s, now, launch.run_id, "31-33", by=CONVENER, agreed=[CONVENER])
    )
    assert decision.snapshot["footprint"] == {
        "counties": ["Larimer", "Weld"],
        "not_too_small": SMALL,
        "not_too_large": LARGE,
        "commuting": "Most live here.",
        "by": CONVENER,
        "on": "2026-03-02",
    }
    launch.do(lambda s, now: scope.change(s, now, launch.run_id, by=CONVENER, counties=["Larimer"]))
    with database.reading(launch.engine) as session:
        assert data_brief.write(session, launch.now, launch.run_id).said[DEFAULT].stated == ()
        kept = footprint_records.newest(session, partnerships.partnership_of(session, launch.run_id).pk)
    assert kept is not None
    assert decision.snapshot["footprint"]["not_too_small"] == SMALL

"""Census files of a partnership: on record once, evidence for the gate, ranked, scored, decided."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, update

from bench.census import Cell
from sectorlaunch import database, facts
from sectorlaunch.actions import census_loading, removal, scores, sector_decisions, sector_notes
from sectorlaunch.actions import labor_market as labor_market_actions
from sectorlaunch.census import reading
from sectorlaunch.census.ranking import Weights
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records import answers, census_files, labor_market, partnerships
from sectorlaunch.records import scores as score_records
from sectorlaunch.records import sector_decisions as sector_decision_records
from sectorlaunch.records import sector_notes as sector_note_records
from sectorlaunch.records.labor_market import Choice
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import AnswerVerdict, GateRun, GateState, NoteKind
from tests import cast
from tests.cast import CONVENER, TEAM, Launch
from tests.sectorlaunch.census.conftest import LARIMER, WELD, Make


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return cast.begin(engine, tmp_path)


def load(launch: Launch, *files: Path) -> list[census_loading.Loaded]:
    return [
        launch.do(
            lambda s, now, file=file: census_loading.load(
                s, now, launch.run_id, reading.read(file), by=CONVENER
            )
        )
        for file in files
    ]


@pytest.fixture
def loaded(launch: Launch, make: Make) -> Launch:
    load(launch, make(LARIMER), make(WELD))
    return launch


def test_it_is_evidence_once_every_county_is_there(launch: Launch, make: Make) -> None:
    first, second = load(launch, make(LARIMER), make(WELD))
    assert "No data is loaded for Weld County" in first.region
    assert second.region == "The region is complete for 2024-Q4; it is on record as evidence of need."
    with database.reading(launch.engine) as session:
        scope = facts.gather(LaunchAtHand.of(session, launch.now, launch.run_id)).scope
    assert scope.labor_data_loaded.because == "BLS QCEW, 2024-Q4, loaded on Monday, March 2."


def test_it_takes_the_same_file_once(launch: Launch, make: Make) -> None:
    _, again = load(launch, make(LARIMER), make(LARIMER, name="copy.csv"))
    assert (again.is_new, again.remarks) == (False, ("This very file is on record already.",))
    with database.reading(launch.engine) as session:
        assert len(census_files.files(session, 1)) == 1


def test_it_lets_a_newer_file_correct_an_older_one(loaded: Launch, make: Make) -> None:
    load(loaded, make(LARIMER, cells=[Cell("236115", 40, 805)], name="revised.csv"))
    with database.reading(loaded.engine) as session:
        drawn, _ = labor_market.look(session, partnerships.partnership_of(session, loaded.run_id))
    building = drawn.industry("23")
    assert building is not None
    assert building.jobs == 805 + 800


def test_it_keeps_the_teams_weights(loaded: Launch) -> None:
    choice = Choice(Weights(3, 0, 1, 2))
    loaded.do(lambda s, now: labor_market_actions.choose(s, now, loaded.run_id, choice, by=CONVENER))
    with database.reading(loaded.engine) as session:
        assert labor_market.choice_of(session, 1) == choice


def test_it_lists_an_effort_among_the_other_efforts(loaded: Launch) -> None:
    loaded.do(
        lambda s, now: sector_notes.note(
            s,
            now,
            loaded.run_id,
            loaded.someone(TEAM[0]),
            "23",
            NoteKind.EFFORT,
            "Builders’ academy. Since May.",
        )
    )
    with database.reading(loaded.engine) as session:
        scope = facts.gather(LaunchAtHand.of(session, loaded.now, loaded.run_id)).scope
    assert scope.other_efforts.names == ("Builders’ academy",)


def score(launch: Launch, round_id: int, name: str | None, **points: int) -> None:
    given = {"23": points["building"], "31-33": points["machines"]}
    person = launch.someone(name) if name else None
    launch.do(
        lambda s, now: scores.score(s, now, launch.run_id, round_id, person, given, by=name or CONVENER)
    )


def test_it_shows_nobodys_score_before_all_are_laid_open(loaded: Launch) -> None:
    opened = loaded.do(lambda s, now: scores.open_round(s, now, loaded.run_id, ["23", "31-33"], by=CONVENER))
    score(loaded, opened.pk, TEAM[0], building=2, machines=5)
    score(loaded, opened.pk, TEAM[1], building=4, machines=4)
    with pytest.raises(NotAllowed, match="alone first"):
        score(loaded, opened.pk, None, building=3, machines=5)
    with database.reading(loaded.engine) as session:
        scoring = score_records.newest_round(session, 1)
        assert scoring is not None
        assert score_records.scores(session, scoring) == []
        assert score_records.who_scored(session, scoring) == [TEAM[0], TEAM[1]]
    loaded.do(lambda s, now: scores.show_scores(s, now, loaded.run_id, opened.pk, by=CONVENER))
    score(loaded, opened.pk, None, building=3, machines=5)
    with pytest.raises(NotAllowed, match="already open"):
        score(loaded, opened.pk, TEAM[2], building=1, machines=1)
    with database.reading(loaded.engine) as session:
        scoring = score_records.newest_round(session, 1)
        assert scoring is not None
        building, machines = score_records.scores(session, scoring)
        assert (building.points, building.spread, building.mean) == ([2, 4], 2, 3)
        assert machines.together is not None
        assert machines.together.points == 5


def test_it_keeps_with_a_decision_what_was_known_then(loaded: Launch, make: Make) -> None:
    loaded.do(
        lambda s, now: sector_decisions.decide(
            s, now, loaded.run_id, "23", by=CONVENER, agreed=TEAM, reasons="Everyone builds."
        )
    )
    newer = [Cell("236115", 41, 900, 950, 1.3, 100), Cell("332710", 20, 700)]
    *_, last = load(loaded, make(LARIMER, year=2025, cells=newer), make(WELD, year=2025, cells=newer))
    assert "2025-Q4 is newer than the 2024-Q4 the team decided upon. The decision stands" in last.region
    with database.reading(loaded.engine) as session:
        partnership = partnerships.partnership_of(session, loaded.run_id)
        decision = sector_decision_records.newest_decision(session, 1)
        assert decision is not None
        then = sector_decision_records.since(session, partnership, decision)
        assert (partnership.industry, partnership.naics) == ("Construction", ["23"])
    assert (then.period, then.known["jobs"]) == ("2024-Q4", 1600)
    assert then.newer is not None
    assert (then.newer_period, then.newer["jobs"]) == ("2025-Q4", 1800)
    assert len(decision.snapshot["picture"]["files"]) == 2
    assert all(len(file["sha256"]) == 64 for file in decision.snapshot["picture"]["files"])


def test_it_never_happens__asked_again_what_was_agreed_on_the_sectors_page(loaded: Launch) -> None:
    """Nine agreed on the page of the sector, and eight of them were asked the same by the gate."""
    with database.unit_of_work(loaded.engine, loaded.now) as session:
        session.exec(update(GateRun).where(col(GateRun.key) == "sector").values(state=GateState.SHUT))
    doubter = loaded.someone(TEAM[0])
    loaded.answer(TEAM[0], "sector", "first-sector", AnswerVerdict.STILL_OPEN, "Why not health care?")
    loaded.do(
        lambda s, now: sector_decisions.decide(
            s, now, loaded.run_id, "23", by=CONVENER, agreed=TEAM, next_industry="62"
        )
    )
    others = {name: loaded.someone(name).pk for name in TEAM[1:]}
    with database.reading(loaded.engine) as session:
        given = {
            (one.name, one.question_key): (one.verdict, one.note)
            for one in answers.current(session, loaded.run_id, "sector")
        }
        for name, person_id in others.items():
            assert answers.open_questions(session, loaded.run_id, "sector", person_id) == []
            assert given[name, "first-sector"] == ("done", "")
            assert given[name, "next-sector"] == ("done", "Health care and social assistance")
    assert given[doubter.name, "first-sector"] == ("still open", "Why not health care?")


def test_it_is_no_decision_when_nobody_agrees(loaded: Launch) -> None:
    with pytest.raises(BadInput, match="the team’s"):
        loaded.do(lambda s, now: sector_decisions.decide(s, now, loaded.run_id, "23", by=CONVENER))


def test_it_forgets_a_person_and_keeps_what_was_decided(loaded: Launch) -> None:
    gone = loaded.someone(TEAM[1])
    note = f"{gone.name} knows the owner."
    loaded.do(lambda s, now: sector_notes.note(s, now, loaded.run_id, gone, "23", NoteKind.CONTACT, note))
    loaded.do(
        lambda s, now: sector_decisions.decide(
            s, now, loaded.run_id, "23", by=gone.name, agreed=TEAM, reasons=f"{gone.name} said so."
        )
    )
    loaded.do(lambda s, now: removal.anonymize(s, now, gone.pk))
    with database.reading(loaded.engine) as session:
        decision = sector_decision_records.newest_decision(session, 1)
        assert decision is not None
        assert gone.name not in repr((decision.model_dump(), sector_note_records.notes(session, 1)))
        assert decision.agreed == [TEAM[0], removal.FORMER, *TEAM[2:]]
        assert decision.snapshot["picture"]["period"] == "2024-Q4"

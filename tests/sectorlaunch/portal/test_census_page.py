"""Census files on a page: handed in, or fetched in the background from a Bureau played on the loopback."""

import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bench import census
from bench.census import Cell
from sectorlaunch import database
from sectorlaunch.actions import census_fetches as census_fetche_actions
from sectorlaunch.census_fetcher import CensusFetcher
from sectorlaunch.records import census_fetches, census_files
from sectorlaunch.tables import CensusFetch, FetchState
from tests.cast import CONVENER
from tests.sectorlaunch.census.bureau import Bureau
from tests.sectorlaunch.portal.browser import carry_out_fetches
from tests.sectorlaunch.portal.conftest import MAIN, House

PAGE = f"/partnerships/{MAIN}/census"
CELLS = (Cell("236115", 40, 800, 900, 1.2, 80), Cell("332710", 20, 600, 1100, 1.5, -60))
AREAS = (("08069", 7), ("08123", 7), ("US000", 1))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """Has the fourth quarter of 2024 for both counties and the nation."""
    bureau = Bureau()
    for area, kind in AREAS:
        rows = census.area(area, 2024, (4,), CELLS, dialect="slice", kind=kind)
        content = census.write(tmp_path / f"{area}.csv", "slice", rows).read_bytes()
        bureau.answers[f"2024/4/area/{area}.csv"] = [(200, {}, content)]
    yield bureau
    bureau.close()


@pytest.fixture
def fetcher(house: House, bureau: Bureau, tmp_path: Path) -> CensusFetcher:
    fetcher: CensusFetcher = house.app.state.portal.census
    fetcher.base, fetcher.folder, fetcher.pause = bureau.base, tmp_path / "kept", lambda seconds: None
    return fetcher


def press(house: House, convener: TestClient, **fields: str) -> None:
    answer = convener.post(f"{PAGE}/fetching", data=house.form(convener, **fields))
    carry_out_fetches(house.app)
    assert (answer.status_code, answer.headers.get("location")) == (303, PAGE), answer.text


def newest(house: House) -> CensusFetch:
    with database.reading(house.engine) as session:
        found = census_fetches.newest(session, 1)
    assert found is not None
    return found


def test_it_offers_the_quarters_that_should_be_out(house: House, convener: TestClient) -> None:
    page = convener.get(PAGE).text
    assert "Larimer County, Colorado" in page
    assert all(f"quarter-{quarter}" in page for quarter in ("2025-Q2", "2025-Q1", "2024-Q2"))
    assert "quarter-2025-Q3" not in page


def test_it_fetches_a_region_and_the_nation(
    house: House, convener: TestClient, fetcher: CensusFetcher
) -> None:
    press(house, convener, others="2024-Q4", nation="yes")
    found = newest(house)
    assert (found.state, found.done, found.said) == (FetchState.DONE, 3, "3 of 3 files are on record.")
    page = convener.get(f"/partnerships/{MAIN}/sector").text
    assert "Manufacturing is number 2 of 2" in page
    assert "3 of 3 files are on record." in convener.get(PAGE).text


def test_it_asks_for_nothing_twice(
    house: House, convener: TestClient, fetcher: CensusFetcher, bureau: Bureau
) -> None:
    press(house, convener, others="2024-Q4")
    press(house, convener, others="2024-Q4")
    assert len(bureau.asked) == 2
    with database.reading(house.engine) as session:
        assert len(census_files.files(session, 1)) == 2


def test_it_adds_nothing_while_one_is_under_way(house: House, convener: TestClient) -> None:
    def ask(session: object, now: object) -> int | None:
        return census_fetche_actions.ask(session, now, house.launch.run_id, ["2024-Q4"], by=CONVENER).id  # type: ignore[arg-type]

    first = house.launch.do(ask)
    assert house.launch.do(ask) == first
    page = convener.get(PAGE).text
    assert "0 of 3 files of 2024-Q4" in page
    assert 'http-equiv="refresh"' in page
    assert "Fetch them" not in page


def test_it_goes_on_where_another_has_died(house: House, fetcher: CensusFetcher, bureau: Bureau) -> None:
    house.launch.do(
        lambda s, now: census_fetche_actions.ask(s, now, house.launch.run_id, ["2024-Q4"], by=CONVENER)
    )
    taken, _ = house.launch.do(census_fetche_actions.take_up)
    assert taken == 1
    waits = house.launch.do(census_fetche_actions.take_up)
    assert waits == (None, census_fetche_actions.HELD_FOR)
    house.launch.now += census_fetche_actions.HELD_FOR + timedelta(seconds=1)
    with TestClient(house.app):  # a portal that starts looks for it
        carry_out_fetches(house.app)
    assert (newest(house).state, len(bureau.asked)) == (FetchState.DONE, 3)


def test_nobody_waits_for_it(house: House, fetcher: CensusFetcher, bureau: Bureau) -> None:
    """As in a portal that runs: in a thread of its own, which ends when there is nothing left to do."""
    house.launch.do(
        lambda s, now: census_fetche_actions.ask(s, now, house.launch.run_id, ["2024-Q4"], by=CONVENER)
    )
    CensusFetcher.ring(fetcher)
    thread = fetcher._thread
    assert thread is not None
    thread.join(30)
    assert (fetcher._thread, newest(house).state, len(bureau.asked)) == (None, FetchState.DONE, 3)


def test_it_goes_on_as_soon_as_its_page_is_looked_at(
    house: House, convener: TestClient, fetcher: CensusFetcher
) -> None:
    house.launch.do(
        lambda s, now: census_fetche_actions.ask(s, now, house.launch.run_id, ["2024-Q4"], by=CONVENER)
    )
    house.launch.do(census_fetche_actions.take_up)
    house.launch.now += census_fetche_actions.HELD_FOR
    convener.get(PAGE)
    carry_out_fetches(house.app)
    assert newest(house).state is FetchState.DONE


def test_it_keeps_what_came_and_says_what_did_not(
    house: House, convener: TestClient, fetcher: CensusFetcher, bureau: Bureau
) -> None:
    whole = bureau.answers["2024/4/area/08123.csv"][0][2]
    bureau.answers["2024/4/area/08123.csv"] = [(200, {}, whole[: len(whole) // 2]), (200, {}, whole)]
    bureau.answers["2024/4/area/US000.csv"] = [(404, {}, b"")]
    press(house, convener, others="2024-Q4", nation="yes")
    assert newest(house).said == "1 of 3 files are on record."
    page = convener.get(PAGE).text
    assert "cut off" in page
    assert "The Bureau has no file for the nation in 2024-Q4" in page
    press(house, convener, others="2024-Q4")
    assert newest(house).said == "2 of 2 files are on record."


def test_it_says_that_it_is_offline_and_keeps_the_rest(
    house: House, convener: TestClient, fetcher: CensusFetcher, bureau: Bureau
) -> None:
    bureau.answers["2024/4/area/08123.csv"] = [(503, {}, b"")]
    press(house, convener, others="2024-Q4")
    found = newest(house)
    assert (found.state, found.done) == (FetchState.STOPPED, 1)
    page = convener.get(PAGE).text
    assert "cannot be reached from here (the server answered 503). Try it again later" in page
    assert "1 of 2 had come by then and are kept" in page
    with database.reading(house.engine) as session:
        assert len(census_files.files(session, 1)) == 1


def test_it_takes_an_archive_as_downloaded(house: House, convener: TestClient, tmp_path: Path) -> None:
    packed = tmp_path / "2024_qtrly_by_area.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for area, kind in AREAS:
            rows = census.area(area, 2024, (3, 4), CELLS, kind=kind)
            file = census.write(tmp_path / "one.csv", "bulk", rows)
            archive.write(file, f"2024.q1-q4 {area} Somewhere.csv")
    answer = convener.post(
        PAGE,
        data=house.form(convener),
        files={"file": (packed.name, packed.read_bytes(), "application/zip")},
    )
    assert answer.headers["location"] == f"{PAGE}?done=census#files"
    assert "2024.q1-q4 US000 Somewhere.csv" in convener.get(PAGE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, "Choose at least one quarter"), ({"others": "last"}, "is not a quarter; write it as 2026-Q1")],
)
def test_it_says_what_is_no_quarter(
    house: House, convener: TestClient, fields: dict[str, str], said: str
) -> None:
    answer = convener.post(f"{PAGE}/fetching", data=house.form(convener, **fields))
    assert (answer.status_code, said in answer.text) == (422, True)

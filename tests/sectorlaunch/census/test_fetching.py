"""The Bureau's addresses, played by a small server on the loopback: whole, late, half and broken."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sectorlaunch import database
from sectorlaunch.actions import census_loading
from sectorlaunch.census import fetching
from sectorlaunch.census.fetching import Fetched, NotPublished, Offline, Slice
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_files, labor_market, partnerships
from tests import cast
from tests.sectorlaunch.census.bureau import Bureau
from tests.sectorlaunch.census.conftest import LARIMER, WELD, Make

WANTED = Slice(LARIMER, 2024, 4)
DAY = {"Last-Modified": "Wed, 04 Jun 2025 13:00:00 GMT"}


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    bureau = Bureau()
    yield bureau
    bureau.close()


@pytest.fixture
def whole(make: Make) -> Callable[..., bytes]:
    return lambda fips=LARIMER, **how: make(fips, dialect="slice", name="whole.csv", **how).read_bytes()


def get(bureau: Bureau, folder: Path, *wanted: Slice) -> tuple[list[Fetched], list[str], list[float]]:
    said: list[str] = []
    pauses: list[float] = []
    found = fetching.fetch(wanted or (WANTED,), folder, bureau.base, say=said.append, pause=pauses.append)
    return found, said, pauses


def test_it_asks_by_county_and_quarter_and_keeps_what_it_got(
    bureau: Bureau, tmp_path: Path, whole: Callable[..., bytes]
) -> None:
    bureau.answers["2024/4/area/08069.csv"] = [(200, DAY, whole())]
    (first,), said, _ = get(bureau, tmp_path / "census")
    (again,), _, _ = get(bureau, tmp_path / "census")
    assert bureau.asked == ["2024/4/area/08069.csv"]
    assert said == ["1 of 1: 08069, 2024-Q4, fetched."]
    assert (first.from_cache, again.from_cache) == (False, True)
    assert str(first.published_on) == str(again.published_on) == "2025-06-04"
    assert first.path.read_bytes() == whole()


def test_it_asks_again_for_what_may_have_been_revised_and_keeps_both(
    bureau: Bureau, tmp_path: Path, whole: Callable[..., bytes]
) -> None:
    """A quarter that came while it was preliminary stayed so for ever."""
    revised = whole() + b"\n"
    later = {"Last-Modified": "Wed, 03 Sep 2025 13:00:00 GMT"}
    bureau.answers[WANTED.address] = [
        (200, DAY, whole()),
        (304, {}, b""),
        (200, later, revised),
        (503, {}, b""),
    ]

    def ask(today: date) -> Fetched:
        folder = tmp_path / "census"
        (found,) = fetching.fetch([WANTED], folder, bureau.base, today=today, pause=lambda seconds: None)
        return found

    summer, autumn = date(2025, 7, 1), date(2025, 9, 10)
    assert [ask(summer).from_cache, ask(summer).from_cache] == [False, True]
    newer = ask(autumn)
    assert (newer.from_cache, str(newer.published_on)) == (False, "2025-09-03")
    assert newer.path.read_bytes() == revised
    assert ask(autumn).from_cache, "what is there serves where the Bureau cannot be asked"
    asked = len(bureau.asked)
    assert ask(date(2025, 10, 1)).from_cache
    assert len(bureau.asked) == asked, "final figures are not asked for again"


def test_it_waits_as_long_as_the_server_asks(
    bureau: Bureau, tmp_path: Path, whole: Callable[..., bytes]
) -> None:
    bureau.answers[WANTED.address] = [
        (503, {}, b""),
        (429, {"Retry-After": "7"}, b""),
        (200, {}, whole()),
    ]
    _, said, pauses = get(bureau, tmp_path)
    assert pauses == [1.0, 7.0]
    assert "the server answered 429; trying again in 7 s." in said[1]


def test_it_asks_again_when_only_half_of_it_came(
    bureau: Bureau, tmp_path: Path, whole: Callable[..., bytes]
) -> None:
    body = whole()
    half = (200, {"Content-Length": str(len(body))}, body[: len(body) // 2])
    bureau.answers[WANTED.address] = [half, (200, {}, body)]
    (found,), said, _ = get(bureau, tmp_path)
    assert found.path.read_bytes() == body
    assert "the line broke" in said[0]
    assert list(tmp_path.glob("*.part")) == []


def test_it_says_when_a_quarter_is_not_out_yet(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="no file for Larimer County, Colorado in 2024-Q4"):
        get(bureau, tmp_path)


def test_it_says_plainly_that_it_is_offline(tmp_path: Path) -> None:
    closed = Bureau()
    closed.close()
    with pytest.raises(Offline, match=r"after 4 tries: no connection.*data load"):
        get(closed, tmp_path)


def test_it_takes_no_page_for_data(bureau: Bureau, tmp_path: Path) -> None:
    bureau.answers[WANTED.address] = [(200, {}, b"<html>Maintenance</html>")]
    (found,), _, _ = get(bureau, tmp_path / "census")
    with pytest.raises(BadInput, match="is a web page"):
        fetching.read(found, [LARIMER])
    assert not found.path.exists()


@pytest.mark.parametrize(("words", "is_there"), [("2014-Q1", True), ("2013-Q4", False), ("2013", False)])
def test_it_asks_only_for_years_the_bureau_has_area_by_area(words: str, is_there: bool) -> None:
    if is_there:
        assert fetching.read_sliced(words) == (2014, 1)
    else:
        with pytest.raises(BadInput, match="begin with 2014"):
            fetching.read_sliced(words)


def test_it_fetches_a_whole_region(
    bureau: Bureau, engine: Engine, tmp_path: Path, whole: Callable[..., bytes]
) -> None:
    launch = cast.begin(engine, tmp_path)
    with database.reading(engine) as session:
        partnership = partnerships.partnership_of(session, launch.run_id)
        wanted = labor_market.slices(session, partnership, ["2024-Q4"])
    assert [one.area for one in wanted] == [LARIMER, WELD, "US000"]
    for one in wanted:
        kind = 1 if one.area == "US000" else 7
        bureau.answers[one.address] = [(200, DAY, whole(one.area, kind=kind))]
    found, _, _ = get(bureau, tmp_path / "census", *wanted)
    for one in found:
        read, source = fetching.read(one, [LARIMER, WELD]), one.address
        launch.do(
            lambda s, now, read=read, source=source: census_loading.load(
                s, now, launch.run_id, read, by="Cora Venner", source=source
            )
        )
    with database.reading(engine) as session:
        drawn, _ = labor_market.look(session, partnerships.partnership_of(session, launch.run_id))
        sources = [file.source for file in census_files.files(session, 1)]
        remarks = [file.remarks for file in census_files.files(session, 1)]
    assert not any(remarks), "by then 2024 is final"
    building = drawn.industry("23")
    assert building is not None
    assert building.quotient is not None
    assert building.quotient.exact
    assert sources[0] == f"{bureau.base}2024/4/area/08069.csv"


@pytest.mark.parametrize("words", ["2024-Q5", "Q4", "24-Q1", "last quarter", "2024-Q12"])
def test_it_knows_what_is_no_quarter(words: str) -> None:
    with pytest.raises(BadInput, match="write it as 2026-Q1"):
        fetching.read_period(words)


def test_it_says_what_is_preliminary_and_from_when_it_is_not(
    engine: Engine, bureau: Bureau, tmp_path: Path, whole: Callable[..., bytes]
) -> None:
    launch = cast.begin(engine, tmp_path)
    bureau.answers["2025/2/area/08069.csv"] = [(200, {}, whole(year=2025, quarters=(2,)))]
    (come,), _, _ = get(bureau, tmp_path / "census", Slice(LARIMER, 2025, 2))
    found = fetching.read(come, [LARIMER])
    loaded = launch.do(
        lambda session, now: census_loading.load(session, now, launch.run_id, found, by="Cora Venner")
    )
    (remark,) = [one for one in loaded.remarks if "preliminary" in one]
    assert remark.startswith("2025-Q2")
    assert "August 28, 2026" in remark

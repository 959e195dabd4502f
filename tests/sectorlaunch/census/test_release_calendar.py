"""Releases by the Bureau's own calendar, and by a count of days where it names none."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sectorlaunch.census import release_calendar
from sectorlaunch.census.release_calendar import SHIPPED, Releases
from tests.sectorlaunch.census.bureau import Bureau

PAGE = """<html><head><title>Release Calendar</title></head><body><h1>QCEW Release Calendar</h1>
<p>See also 1st Quarter 1999, Jan. 1, 2000.</p>
<h2>2026</h2>
<table><caption>Reference year 2026</caption>
<thead><tr><th>Reference Period</th><th>News release</th><th>Time</th><th>Full data</th></tr></thead>
<tr><th>1st Quarter</th><td>Friday, Aug. 21, 2026</td><td>10:00 AM</td><td>Friday, Aug. 28, 2026</td></tr>
<tr><th>2nd<br>Quarter</th><td>Wednesday, Dec. 9, 2026</td><td>10:00 AM</td></tr>
<tr><td>3rd Quarter</td><td>To be determined, 2027</td></tr>
<tr><td>4th Quarter</td><td>Febtober 3, 2027</td></tr></table>
<h2>2025</h2>
<table><tr><td>Fourth Quarter 2025</td><td>June 2, 2026</td></tr><tr><td>3rd Quarter</td><td>May 1, 2031</td></tr></table>
</body></html>"""


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    bureau = Bureau()
    bureau.answers["calendar.htm"] = [(200, {}, PAGE.encode())]
    yield bureau
    bureau.close()


def test_it_reads_the_days_of_all_figures_from_tables_and_leaves_aside_what_cannot_be() -> None:
    assert release_calendar.read_page(PAGE) == {
        "2026-Q1": date(2026, 8, 28),
        "2026-Q2": date(2026, 12, 9),
        "2025-Q4": date(2026, 6, 2),
    }


@pytest.mark.parametrize(
    "page", ["", "<html>", "no table", "<tr><td>1st Quarter</td><td>Aug. 28, 2026</td></tr>"]
)
def test_it_makes_nothing_of_a_page_that_is_none(page: str) -> None:
    assert release_calendar.read_page(page) == {}


def test_it_follows_the_bureaus_calendar_and_asks_for_it_each_third_day(
    bureau: Bureau, tmp_path: Path
) -> None:
    folder, address = tmp_path / "census", f"{bureau.base}calendar.htm"
    before = date(2026, 12, 5)
    assert release_calendar.of(folder).likely_published(before, 1) == ["2026-Q2"]
    read = release_calendar.refresh(folder, address, before)
    assert read.likely_published(before, 1) == ["2026-Q1"], "put off by a week"
    assert read.next_words(before) == (
        "Next comes 2026-Q2, on Wednesday, December 9, 2026, by the Bureau’s calendar of releases, read on Saturday, "
        "December 5, 2026."
    )
    assert read.out_on("2025-Q3") == date(2026, 3, 10), "what we ship holds beside it"
    release_calendar.refresh(folder, address, date(2026, 12, 7))
    assert bureau.asked == ["calendar.htm"]
    bureau.answers["calendar.htm"] = [(503, {}, b"")]
    assert release_calendar.refresh(folder, address, date(2026, 12, 8)) == read
    assert bureau.asked == ["calendar.htm"] * 2


def test_it_falls_back_to_what_it_knows_and_then_to_a_count_of_days(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9/calendar.htm"
    assert release_calendar.refresh(tmp_path, nobody, date(2026, 12, 1)) == SHIPPED
    assert "Next comes 2026-Q2, on Wednesday, December 2, 2026" in SHIPPED.next_words(date(2026, 12, 1))
    assert SHIPPED.next_words(date(2027, 1, 4)) == (
        "The Bureau’s calendar of releases names no day for 2026-Q3, as far as is known here; by a count of days it is out "
        "by Wednesday, March 10, 2027."
    )
    assert Releases().likely_published(date(2026, 3, 2), 2) == ["2025-Q2", "2025-Q1"]
    (tmp_path / release_calendar.FILE).write_text("{}", encoding="utf-8")
    assert release_calendar.of(tmp_path) == SHIPPED


def test_it_takes_figures_for_final_when_the_next_years_first_quarter_is_out() -> None:
    assert SHIPPED.revised_until(2025) == date(2026, 8, 28)
    assert SHIPPED.revised_until(2026) == date(2027, 10, 1)


def test_it_says_where_each_day_it_ships_is_from() -> None:
    lines = Path(release_calendar.__file__).with_name("data") / "releases.csv"
    rows = [line.split(",") for line in lines.read_text("utf-8").splitlines()[1:]]
    assert {row[0] for row in rows} == set(SHIPPED.days)
    assert all(row[2].startswith("https://www.bls.gov/") for row in rows)


def test_it_keeps_where_it_read_the_calendar(bureau: Bureau, tmp_path: Path) -> None:
    release_calendar.refresh(tmp_path, f"{bureau.base}calendar.htm", date(2026, 12, 5))
    kept = json.loads((tmp_path / release_calendar.FILE).read_text("utf-8"))
    assert (kept["read_on"], kept["from"]) == ("2026-12-05", f"{bureau.base}calendar.htm")

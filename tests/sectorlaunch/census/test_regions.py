"""Counties by name and code, sums before quotients, and what is not known."""

from collections.abc import Sequence

import polars as pl
import pytest

from bench.census import Cell
from sectorlaunch.census import areas, breaks, industries, picture, reading, sentences
from sectorlaunch.census.measures import Ownership
from sectorlaunch.errors import BadInput
from tests.sectorlaunch.census.conftest import LARIMER, WELD, Make

BOTH = areas.region([LARIMER, WELD])


def frame(make: Make, **of: Sequence[Cell]) -> pl.DataFrame:
    codes = {"larimer": LARIMER, "weld": WELD}
    return pl.concat(
        [reading.read(make(codes[name], cells=cells, name=f"{name}.csv")).frame for name, cells in of.items()]
    )


def test_it_finds_counties_by_name_across_states() -> None:
    found = areas.region(["Larimer", "laramie county, WY", "Weld (CO)", "08123"], "CO")
    assert [county.fips for county in found] == ["08069", "56021", "08123"]
    assert found[0].short == "Larimer"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Larimr", "did you mean “Larimer County”?"),
        ("08999", "jobs of no known county"),
        ("08000", "a whole state"),
        ("08002", "no county with the code"),
    ],
)
def test_it_says_which_county_is_none(given: str, said: str) -> None:
    with pytest.raises(BadInput, match=said.replace("?", r"\?")):
        areas.region([given], "CO")


def test_it_asks_which_of_two_places_of_one_name_is_meant() -> None:
    with pytest.raises(BadInput, match="may be"):
        areas.region(["St Louis"], "MO")


@pytest.mark.parametrize(
    ("given", "state", "fips"),
    [
        ("Capitol", "CT", "09110"),
        ("Lower Connecticut River Valley", "CT", "09130"),
        ("Northeastern Connecticut Planning Region", "CT", "09150"),
        ("Chugach", "AK", "02063"),
        ("Copper River Census Area", "AK", "02066"),
        ("dona ana", "NM", "35013"),
        ("Doña Ana County", "NM", "35013"),
        ("O'Brien", "IA", "19141"),
        ("Bronx", "NY", "36005"),
        ("Prince George's", "MD", "24033"),
        ("09001", "CT", "09001"),
    ],
)
def test_it_knows_the_areas_of_the_bureaus_own_list(given: str, state: str, fips: str) -> None:
    assert [county.fips for county in areas.region([given], state)] == [fips]


@pytest.mark.parametrize(
    ("given", "state", "said"),
    [
        ("Fairfield", "CT", "Greater Bridgeport Planning Region (09120)"),
        ("Hartford County", "CT", "ended with 2023-Q4"),
        ("Valdez-Cordova", "AK", "Chugach Census Area (02063), Copper River Census Area (02066)"),
        ("Wade Hampton", "AK", "Kusilvak Census Area (02158)"),
    ],
)
def test_it_says_what_took_the_place_of_an_area_that_ended(given: str, state: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        areas.region([given], state)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("year", "quarter", "is_cut"),
    [(2024, 1, True), (2024, 4, True), (2024, 0, True), (2025, 1, False), (2023, 4, False), (2025, 0, False)],
)
def test_it_tells_no_change_across_a_break_in_the_series(year: int, quarter: int, is_cut: bool) -> None:
    regions = areas.region(["Capitol", "Naugatuck Valley"], "CT")
    assert breaks.are_cut(regions, year, quarter) is is_cut
    assert not breaks.are_cut(BOTH, year, quarter)


def test_it_shows_the_break_and_gives_no_published_change_for_one(make: Make) -> None:
    """The Bureau’s file of 2024 has a change in it; what was there a year before were other places."""
    capitol = areas.region(["Capitol"], "CT")
    cells = [Cell("332710", 20, 1000, change=100)]
    drawn = picture.draw(reading.read(make("09110", cells=cells, year=2024)).frame, capitol)
    one = drawn.industry("31-33")
    assert one is not None
    assert one.change is None
    assert sentences.growth(one) == "areas drawn anew"
    assert any(
        "Connecticut anew: these begin with the 1st quarter 2024" in remark
        for remark in sentences.remarks(drawn)
    )
    later = picture.draw(reading.read(make("09110", cells=cells, year=2025, name="b.csv")).frame, capitol)
    after = later.industry("31-33")
    assert after is not None
    assert after.change is not None
    assert any("1st quarter 2024" in remark for remark in sentences.remarks(later))


def test_it_names_no_industry_that_has_no_establishment_and_hides_nothing_in_it(make: Make) -> None:
    cells = [Cell("332710", 20, 1000), Cell("611110", 4, 90, hidden="-")]
    drawn = picture.draw(frame(make, larimer=cells), areas.region([LARIMER]))
    assert [(one.code, one.hidden_in) for one in drawn.industries] == [("31-33", ())]


def test_it_leaves_a_hidden_county_out_of_the_sum_and_says_so(make: Make) -> None:
    drawn = picture.draw(
        frame(
            make,
            larimer=[Cell("332710", 20, 600), Cell("236115", 5, 100)],
            weld=[Cell("332710", 10, 400, hidden="N"), Cell("236115", 5, 100)],
        ),
        BOTH,
    )
    one = drawn.industry("31-33")
    assert one is not None
    assert (one.jobs, one.establishments, one.hidden_in) == (600, 30, ("Weld",))
    assert sentences.jobs(one) == "at least 600"
    assert sentences.hidden(one) == "33% of establishments, in Weld"
    assert sentences.pay(one) == "$1,000 (without Weld)"
    assert sentences.concentration(one).startswith("at least ")
    assert drawn.hidden_jobs == 400


def test_it_changes_over_the_year_by_levels_not_by_mean_percentages(make: Make) -> None:
    drawn = picture.draw(
        frame(make, larimer=[Cell("332710", 20, 1000, change=100)], weld=[Cell("332710", 2, 10, change=-10)]),
        BOTH,
    )
    one = drawn.industry("31-33")
    assert one is not None
    assert one.change is not None
    assert (one.change.before, one.change.after) == (920, 1010)


def test_it_takes_last_years_own_file_over_the_published_change(make: Make) -> None:
    now = frame(make, larimer=[Cell("332710", 20, 1000, change=100)])
    before = reading.read(make(year=2023, cells=[Cell("332710", 20, 950)])).frame
    one = picture.draw(pl.concat([now, before]), BOTH[:1]).industry("31-33")
    assert one is not None
    assert one.change is not None
    assert one.change.before == 950


def test_it_counts_every_ownership_only_when_asked(make: Make) -> None:
    cells = [Cell("611110", 2, 50), Cell("611110", 5, 400, ownership=3)]
    held = frame(make, larimer=cells)
    private = picture.draw(held, BOTH[:1]).industry("61")
    everyone = picture.draw(held, BOTH[:1], ownership=Ownership.ALL).industry("61")
    assert private is not None
    assert everyone is not None
    assert (private.jobs, everyone.jobs) == (50, 450)


def test_it_counts_quotients_exactly_where_the_nations_file_is_loaded(make: Make) -> None:
    county = frame(make, larimer=[Cell("332710", 20, 600), Cell("236115", 5, 400)])
    nation = reading.read(
        make("US000", kind=1, cells=[Cell("332710", 900, 30_000), Cell("236115", 5, 70_000)])
    ).frame
    one = picture.draw(pl.concat([county, nation]), BOTH[:1]).industry("31-33")
    assert one is not None
    assert one.quotient is not None
    assert one.quotient.exact
    assert one.quotient.value == pytest.approx(2.0)


def test_it_names_the_county_whose_data_is_missing(make: Make) -> None:
    with pytest.raises(BadInput, match=r"No data is loaded for Weld County, Colorado \(08123\)"):
        picture.draw(frame(make, larimer=[Cell("332710", 20, 600)]), BOTH)


def test_it_takes_the_newest_quarter_every_county_has(make: Make) -> None:
    both = reading.read(make(LARIMER, WELD, quarters=(1, 2))).frame
    ahead = reading.read(make(LARIMER, quarters=(3,), name="ahead.csv")).frame
    held = pl.concat([both, ahead])
    assert picture.draw(held, BOTH).period == "2024-Q2"
    with pytest.raises(BadInput, match="2024-Q1, 2024-Q2"):
        picture.draw(held, BOTH, when="2024-Q3")


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("31-33", "Manufacturing"),
        ("332", "Machining and more"),
        ("333", "Machinery manufacturing"),
        ("3331", "Machinery manufacturing, 3331"),
    ],
)
def test_it_names_industries_by_the_file_and_else_in_plain_words(code: str, title: str) -> None:
    assert industries.title_of(code, {"332": "NAICS 332 Machining and more"}) == title


@pytest.mark.parametrize("code", ["31", "100", "12345678", "manufacturing"])
def test_it_says_what_is_no_industry(code: str) -> None:
    with pytest.raises(BadInput, match="is not an industry of the census"):
        industries.level_of(code)


def test_it_finds_the_sector_that_finer_codes_speak_of() -> None:
    assert industries.among(["3254", "31", "23"], ["31-33", "23", "62"]) == ["31-33", "23"]
    assert industries.among(["3254"], ["3254", "3256"]) == ["3254"]

"""The published numbers of 2016 for two Colorado counties, to the last job."""

import polars as pl
import pytest

from sectorlaunch.census import picture, ranking, sentences, three_sentences
from sectorlaunch.census.areas import County
from sectorlaunch.census.measures import Against, Industry, Picture
from sectorlaunch.census.ranking import Weights

Region = tuple[County, ...]


def industry(drawn: Picture, code: str) -> Industry:
    found = drawn.industry(code)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("county", "establishments", "jobs", "wage", "quotient"),
    [(0, 483, 13_272, "$1,673", "1.01"), (1, 315, 13_260, "$963", "1.54")],
)
def test_it_agrees_with_the_bureau_about_one_county(
    real: pl.DataFrame,
    larimer_and_weld: Region,
    county: int,
    establishments: int,
    jobs: int,
    wage: str,
    quotient: str,
) -> None:
    one = industry(picture.draw(real, larimer_and_weld[county : county + 1]), "31-33")
    assert (one.establishments, one.jobs) == (establishments, jobs)
    assert (sentences.wage(one.weekly_wage), sentences.quotient(one.quotient)) == (wage, quotient)


def test_it_sums_the_counties_and_derives_afterwards(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    drawn = picture.draw(real, larimer_and_weld)
    one = industry(drawn, "31-33")
    assert drawn.period == "2016-Q4"
    assert (one.jobs, drawn.covered_jobs) == (26_532, 254_323)
    assert sentences.wage(one.weekly_wage) == "$1,319"
    assert one.quotient is not None
    assert round(one.quotient.value, 2) == 1.22
    assert one.quotient.low < one.quotient.value < one.quotient.high < 1.275


def test_it_says_how_the_national_share_was_found(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    drawn = picture.draw(real, larimer_and_weld)
    one = industry(drawn, "31-33")
    assert one.quotient is not None
    assert "recovered from the rounded quotients of 3 areas" in one.quotient.how
    assert any("nation’s file is not loaded" in remark for remark in sentences.remarks(drawn))


def test_it_knows_weld_mining_and_larimer_construction(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    mining = industry(picture.draw(real, larimer_and_weld[1:]), "21")
    building = industry(picture.draw(real, larimer_and_weld[:1]), "23")
    assert (sentences.quotient(mining.quotient), sentences.growth(mining)) == ("13.43", "−10.9%")
    assert (sentences.quotient(building.quotient), sentences.growth(building)) == ("1.47", "+8.6%")


def test_it_compares_with_the_state_from_the_states_own_file(
    real: pl.DataFrame, larimer_and_weld: Region
) -> None:
    one = industry(picture.draw(real, larimer_and_weld, against=Against.STATE), "31-33")
    assert one.quotient is not None
    assert one.quotient.exact
    assert one.quotient.value == pytest.approx((26_532 / 254_323) / (142_960 / 2_588_772))


def test_it_puts_manufacturing_among_the_first_three(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    drawn = picture.draw(real, larimer_and_weld)
    order = ranking.rank(drawn.industries, Weights())
    place = {one.industry.code: one for one in order}["31-33"]
    assert [one.industry.code for one in order[:3]] == ["23", "54", "31-33"]
    assert three_sentences.about(drawn, place, sentences.places(order)) == [
        "Manufacturing is number 3 of 19: 26,532 jobs at 798 establishments, 10.4% of the region’s covered jobs.",
        "It is 1.22 times as common here as in the nation, and it pays $1,319 a week, 38% more than the "
        "industries shown together.",
        "Over the year it gained 258 jobs (+1.0%); however the four measures are weighed, it stands between "
        "place 1 and 12, first in 17 of 100 ways.",
    ]


def test_it_goes_from_the_sector_to_its_industries(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    drawn = picture.draw(real, larimer_and_weld, within="31-33")
    assert drawn.industries[0].title == "Food manufacturing"
    assert drawn.jobs == 26_532
    assert drawn.hidden_jobs == 95
    mills = industry(drawn, "313")
    assert (mills.jobs, mills.establishments, sentences.jobs(mills)) == (None, 2, "hidden")
    assert sentences.growth(industry(drawn, "335")) == "−24.1% (without Weld)"


def test_it_says_how_much_is_hidden_at_six_digits(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    said = sentences.hidden_overall(picture.draw(real, larimer_and_weld, level=8))
    assert said.startswith("50,031 of 206,954 private jobs (24.2%) are in cells the Bureau hides")


def test_it_says_in_a_line_what_is_hidden(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    drawn = picture.draw(real, larimer_and_weld, within="31-33")
    said = sentences.in_a_line(industry(drawn, "313"), drawn.period)
    assert said == "Q4 2016: 2 establishments; their jobs and wages are hidden"


def test_it_hedges_its_sentences_where_cells_are_hidden(real: pl.DataFrame, larimer_and_weld: Region) -> None:
    drawn = picture.draw(real, larimer_and_weld, level=8)
    in_order = ranking.rank(drawn.industries, Weights())
    partly = next(one for one in in_order if one.industry.at_least and one.place and one.industry.quotient)
    first, second, third = three_sentences.about(drawn, partly, sentences.places(in_order))
    assert "that can be ranked: at least" in first
    assert ", at least " in first
    assert second.startswith("It is at least")
    assert "(without " in second
    assert third.endswith(".")

"""Places by weights, and how much they depend on them."""

import pytest

from sectorlaunch.census import ranking
from sectorlaunch.census.measures import Change, Industry, Quotient
from sectorlaunch.census.ranking import Weights
from sectorlaunch.errors import BadInput


def industry(code: str, jobs: int | None, growth: int, wage: float, quotient: float) -> Industry:
    return Industry(
        code=code,
        title=code,
        level=4,
        establishments=10,
        hidden_establishments=0,
        hidden_in=() if jobs else ("Weld",),
        jobs=jobs,
        weekly_wage=wage,
        quotient=Quotient(quotient, quotient, quotient, "counted"),
        change=Change(100, 100 + growth, ()),
        share=0.1,
        parts=(),
    )


BIG = industry("44-45", 900, 1, 500, 1.0)
DENSE = industry("21", 100, -10, 1500, 13.0)
ROUND = industry("31-33", 800, 3, 1300, 1.3)
HIDDEN = industry("22", None, 0, 1000, 1.0)
UNKNOWN = industry("99", 5, 90, 2000, 9.0)


def test_it_lets_no_odd_quotient_outweigh_the_rest() -> None:
    assert ranking.rank([BIG, DENSE, ROUND], Weights())[0].industry is ROUND


def test_it_follows_the_weights() -> None:
    assert ranking.rank([BIG, DENSE, ROUND], Weights(1, 0, 0, 0))[0].industry is BIG
    assert ranking.rank([BIG, DENSE, ROUND], Weights(0, 0, 0, 1))[0].industry is DENSE


def test_it_gives_hidden_and_unclassified_no_place() -> None:
    order = ranking.rank([HIDDEN, UNKNOWN, BIG, ROUND], Weights())
    assert [(one.industry.code, one.place) for one in order] == [
        ("31-33", 1),
        ("44-45", 2),
        ("22", None),
        ("99", None),
    ]


def test_it_shows_the_range_of_places_over_all_weights() -> None:
    places = {one.industry.code: one for one in ranking.rank([BIG, DENSE, ROUND], Weights())}
    assert (places["31-33"].best, places["31-33"].worst) == (1, 2)
    assert (places["44-45"].best, places["44-45"].worst) == (1, 3)
    assert sum(one.first_in for one in places.values()) == pytest.approx(1)


def test_it_leaves_small_ones_without_a_place_when_asked() -> None:
    assert [one.place for one in ranking.rank([BIG, DENSE, ROUND], Weights(), least_jobs=500)] == [1, 2, None]


def test_it_refuses_weights_that_weigh_nothing() -> None:
    with pytest.raises(BadInput, match="at least one"):
        Weights(0, 0, 0, 0)
    with pytest.raises(BadInput, match="whole number"):
        Weights.read({"size": "much"})

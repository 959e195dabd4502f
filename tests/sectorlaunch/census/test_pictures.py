"""Pictures made on the server, with the words that say the same."""

import json
from collections.abc import Sequence

import pytest

from bench.census import Cell
from sectorlaunch.census import areas, bubble_chart, charts, county_map, drawing, picture, reading
from sectorlaunch.census.measures import Picture
from tests.sectorlaunch.census.conftest import LARIMER, Make

COUNTY = areas.region([LARIMER])
CELLS = (
    Cell("236115", 40, 800, 900, 1.2, 80),
    Cell("332710", 20, 600, 1100, 1.5, -60),
    Cell("622110", 3, 50, 1000, 0.9, 5, hidden="N"),
)


@pytest.fixture
def drawn(make: Make) -> Picture:
    return picture.draw(reading.read(make(cells=CELLS)).frame, COUNTY)


def values(chart: charts.Chart) -> Sequence[dict[str, object]]:
    found: Sequence[dict[str, object]] = chart.spec["data"]["values"]
    return found


def test_it_shows_only_what_is_known_as_a_bubble(drawn: Picture) -> None:
    chart = bubble_chart.bubbles(drawn, ["31-33"])
    assert [(row["name"], row["jobs"], row["chosen"]) for row in values(chart)] == [
        ("Construction", 800, False),
        ("Manufacturing", 600, True),
    ]
    assert "Concentrated and growing: Construction (1.20, +11.1%)." in chart.words
    assert "Concentrated and shrinking: Manufacturing (1.50, −9.1%)." in chart.words


def test_it_gives_hidden_jobs_a_bar_of_their_own(drawn: Picture) -> None:
    chart = charts.shares(drawn)
    assert values(chart)[-1]["name"] == "in hidden cells"
    assert "in hidden cells 3.4%" in chart.words


def test_it_says_hidden_where_a_quarter_has_no_number(drawn: Picture) -> None:
    hidden = drawn.industry("62")
    assert hidden is not None
    assert charts.over_quarters("Health care", [("2024-Q4", hidden)]).words.endswith(
        ": hidden in the 4th quarter 2024."
    )


def test_it_makes_svg_and_png_of_every_picture(drawn: Picture) -> None:
    building = drawn.industry("23")
    assert building is not None
    for chart in (
        bubble_chart.bubbles(drawn),
        charts.shares(drawn),
        charts.over_quarters("Construction", [("2024-Q4", building)]),
        county_map.footprint(COUNTY),
    ):
        assert drawing.svg(chart.spec).startswith("<svg")
        assert drawing.png(chart.spec, 1).startswith(b"\x89PNG")
        assert chart.words.endswith(".")


def test_it_fills_the_regions_counties_and_carries_no_other_state() -> None:
    chart = county_map.footprint(areas.region(["Larimer, CO", "Laramie, WY"]))
    shapes = values(chart)["objects"]["counties"]["geometries"]  # type: ignore[call-overload]
    assert {shape["id"][:2] for shape in shapes} == {"08", "56"}
    assert sorted(shape["id"] for shape in shapes if shape["properties"]["chosen"]) == ["08069", "56021"]
    assert len(json.dumps(chart.spec)) < 200_000

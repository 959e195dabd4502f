"""The region's counties on a map of their states, drawn from the outlines that come with us."""

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from languages import DEFAULT, Language, formatting
from notifications.phrases import say
from sectorlaunch.census.areas import County
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.drawing import MUTED, TEAL, Spec


def footprint(counties: Sequence[County], language: Language = DEFAULT) -> Chart:
    """The counties chosen, filled, among the others of their states."""
    chosen = {county.fips: county.short for county in counties}
    states = {county.fips[:2] for county in counties}
    shapes = _of_states(tuple(sorted(states)), tuple(sorted(chosen)))
    for shape in shapes["objects"]["counties"]["geometries"]:
        shape["properties"]["chosen"] = shape["id"] in chosen
    data: Spec = {"values": shapes, "format": {"type": "topojson", "feature": "counties"}}
    spec: Spec = {
        "width": 520,
        "height": 360,
        "data": data,
        "projection": {"type": "mercator"},
        "layer": [
            {
                "mark": {"type": "geoshape", "stroke": MUTED, "strokeWidth": 0.5},
                "encoding": {
                    "color": {
                        "condition": {"test": "datum.properties.chosen", "value": TEAL},
                        "value": "#f6f3ec",
                    }
                },
            },
            {
                "transform": [
                    {"filter": "datum.properties.chosen"},
                    {"calculate": "geoCentroid(null, datum)", "as": "center"},
                ],
                "mark": {
                    "type": "text",
                    "stroke": TEAL,
                    "strokeWidth": 3,
                    "fontSize": 12,
                },
                "encoding": _labels(),
            },
            {
                "transform": [
                    {"filter": "datum.properties.chosen"},
                    {"calculate": "geoCentroid(null, datum)", "as": "center"},
                ],
                "mark": {"type": "text", "fontSize": 12, "color": "#ffffff"},
                "encoding": _labels(),
            },
        ],
    }
    names = formatting.listing(language, [county.name for county in counties])
    key = "chart.one county" if len(counties) == 1 else "chart.counties"
    return Chart(say(language, "chart.footprint"), spec, say(language, key, names=names))


def _labels() -> Spec:
    return {
        "longitude": {"field": "center[0]", "type": "quantitative"},
        "latitude": {"field": "center[1]", "type": "quantitative"},
        "text": {"field": "properties.name"},
    }


def _of_states(states: tuple[str, ...], chosen: tuple[str, ...]) -> dict[str, Any]:
    """The outlines of these states' counties, with only the lines they need."""
    whole = _outlines()
    kept = [
        shape
        for shape in whole["objects"]["counties"]["geometries"]
        if shape["id"][:2] in states or shape["id"] in chosen
    ]
    numbers: dict[int, int] = {}

    def renumbered(part: Any) -> Any:
        if isinstance(part, list):
            return [renumbered(one) for one in part]
        line = part if part >= 0 else ~part
        new = numbers.setdefault(line, len(numbers))
        return new if part >= 0 else ~new

    shapes = [
        {**shape, "properties": dict(shape["properties"]), "arcs": renumbered(shape["arcs"])}
        for shape in kept
    ]
    return {
        "type": "Topology",
        "transform": whole["transform"],
        "arcs": [whole["arcs"][line] for line in numbers],
        "objects": {"counties": {"type": "GeometryCollection", "geometries": shapes}},
    }


@cache
def _outlines() -> dict[str, Any]:
    """us-atlas, counties at 1:10,000,000, from the Census Bureau's cartographic boundaries."""
    text = resources.files("sectorlaunch.census").joinpath("maps/counties-10m.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found

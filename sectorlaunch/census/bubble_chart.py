"""Industries as circles: how concentrated they are against how their jobs changed, with the words that say the same."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from languages import DEFAULT, Language, formatting
from notifications.phrases import say
from sectorlaunch.census import labels, sentences
from sectorlaunch.census.charts import Chart, short
from sectorlaunch.census.drawing import INK, LINE, PALE, TEAL, Spec
from sectorlaunch.census.labels import Circle
from sectorlaunch.census.measures import Industry, Picture

_NAMED = 9
"""How many bubbles carry their name; the rest would cover each other."""
_WIDE, _HIGH = 620, 400
_SMALLEST, _LARGEST = 20, 1800
"""The area of a circle without jobs, and of the one with most."""


def bubbles(picture: Picture, chosen: Sequence[str] = (), language: Language = DEFAULT) -> Chart:
    """Concentration against growth, jobs as area; only industries of which all three are known."""
    known = [one for one in picture.industries if one.jobs and one.quotient and one.growth is not None]
    known = [one for one in known if one.code != "99"]
    whom = sentences.whom(picture.against, language)
    named = {one.code for one in known[:_NAMED]} | set(chosen)
    named |= {one.code for one in sorted(known, key=_quotient, reverse=True)[:2]}
    rows = _placed(
        [
            {
                "name": short(one, language) if one.code in named else "",
                "quotient": round(max(_quotient(one), 0.05), 3),
                "growth": round(max(-25.0, min(25.0, one.growth or 0)), 2),
                "jobs": one.jobs,
                "chosen": one.code in chosen,
            }
            for one in known
        ]
    )
    x: Spec = {
        "field": "quotient",
        "type": "quantitative",
        "scale": {"type": "log", "base": 2, "nice": False, "padding": 45},
        "axis": {
            "title": say(language, "chart.across", whom=whom),
            "values": [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
            "format": "~g",
        },
    }
    y: Spec = {
        "field": "growth",
        "type": "quantitative",
        "scale": {"nice": True, "padding": 20},
        "axis": {"title": say(language, "chart.up")},
    }
    spec: Spec = {
        "width": _WIDE,
        "height": _HIGH,
        "data": {"values": rows},
        "layer": [
            _rule("x", 1),
            _rule("y", 0),
            {
                "mark": {"type": "circle", "opacity": 0.85, "stroke": INK, "strokeWidth": 0.8},
                "encoding": {
                    "x": x,
                    "y": y,
                    "size": {
                        "field": "jobs",
                        "type": "quantitative",
                        "scale": {"range": [_SMALLEST, _LARGEST], "zero": True},
                        "legend": None,
                    },
                    "color": {"condition": {"test": "datum.chosen", "value": TEAL}, "value": PALE},
                },
            },
            *_names(x, y),
        ],
    }
    concentrated = [one for one in known if _quotient(one) > 1.1]
    period = sentences.period(picture.period, language)
    words = (
        say(language, "chart.bubbles words", count=len(known), whom=whom, period=period),
        _standing_out("chart.growing", [one for one in concentrated if (one.growth or 0) > 0], language),
        _standing_out("chart.shrinking", [one for one in concentrated if (one.growth or 0) < 0], language),
    )
    return Chart(say(language, "chart.bubbles"), spec, " ".join(words))


def _placed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with a place for each name, on scales like the picture's own."""
    if not rows:
        return rows
    across = _scale([math.log2(row["quotient"]) for row in rows], _WIDE, 45)
    up = _scale([-row["growth"] for row in rows], _HIGH, 30)
    most = max(row["jobs"] for row in rows)
    circles = [
        Circle(
            across(math.log2(row["quotient"])),
            up(-row["growth"]),
            math.sqrt((_SMALLEST + (_LARGEST - _SMALLEST) * row["jobs"] / most) / math.pi),
            row["name"],
        )
        for row in rows
    ]
    return [
        row | {"dx": round(one.dx, 1), "dy": round(one.dy, 1), "align": one.align}
        for row, one in zip(rows, labels.placed(circles, _WIDE, _HIGH), strict=True)
    ]


def _scale(values: Sequence[float], length: float, padding: float) -> Callable[[float], float]:
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    return lambda value: padding + (value - low) / span * (length - 2 * padding)


def _names(x: Spec, y: Spec) -> list[Spec]:
    """The names with a pale rim first, so that they stay readable over circles."""
    encoding: Spec = {"x": x, "y": y, "text": {"field": "name"}}
    at: Spec = {name: {"expr": f"datum.{name}"} for name in ("dx", "dy", "align")}
    mark: Spec = {"type": "text", "fontSize": 11.5, "baseline": "middle", "limit": 190, **at}
    looks: list[Spec] = [{"stroke": "#ffffff", "strokeWidth": 3, "strokeOpacity": 0.85}, {"color": INK}]
    return [
        {
            "transform": [{"filter": which}],
            "mark": {**mark, **look, "fontWeight": weight},
            "encoding": encoding,
        }
        for which, weight in (("!datum.chosen", "normal"), ("datum.chosen", "bold"))
        for look in looks
    ]


def _rule(axis: str, at: float) -> Spec:
    return {
        "mark": {"type": "rule", "color": LINE, "strokeWidth": 1.5},
        "data": {"values": [{"at": at}]},
        "encoding": {axis: {"field": "at", "type": "quantitative"}},
    }


def _quotient(one: Industry) -> float:
    return one.quotient.value if one.quotient else 0.0


def _standing_out(heading: str, found: Sequence[Industry], language: Language) -> str:
    if not found:
        return say(language, "chart.none", heading=say(language, heading))
    told = [
        f"{short(one, language)} ({formatting.decimal(language, _quotient(one), 2)}, "
        f"{sentences.percent(one.growth, language=language)})"
        for one in found[:6]
    ]
    return say(
        language, "chart.named", heading=say(language, heading), names=formatting.listing(language, told)
    )

"""Three pictures of a region's industries, each with the words that say the same."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playbooks.wording import english_list
from sectorlaunch.labour_market import labels, saying
from sectorlaunch.labour_market.drawing import INK, LINE, MUTED, PALE, TEAL, Spec
from sectorlaunch.labour_market.labels import Circle
from sectorlaunch.labour_market.measures import Against, Industry, Picture

_NAMED = 9
"""How many bubbles carry their name; the rest would cover each other."""
_SHARES = 12
_WIDE, _HIGH = 620, 400
_SMALLEST, _LARGEST = 20, 1800
"""The area of a circle without jobs, and of the one with most."""
_SHORT = {
    "11": "Agriculture",
    "21": "Mining, oil and gas",
    "42": "Wholesale",
    "44-45": "Retail",
    "48-49": "Transport",
    "52": "Finance",
    "53": "Real estate",
    "54": "Professional services",
    "55": "Management",
    "56": "Administrative services",
    "61": "Education",
    "62": "Health care",
    "71": "Arts, recreation",
    "72": "Hotels, restaurants",
}


@dataclass(frozen=True)
class Chart:
    title: str
    spec: Spec
    words: str
    """The text alternative: what the picture shows, for those who do not see it."""


def short(one: Industry) -> str:
    """A name that fits into a picture."""
    name = _SHORT.get(one.code, one.title)
    return name if len(name) <= 30 else f"{name[:28].rsplit(' ', 1)[0]}…"


def bubbles(picture: Picture, chosen: Sequence[str] = ()) -> Chart:
    """Concentration against growth, jobs as area; only industries of which all three are known."""
    known = [one for one in picture.industries if one.jobs and one.quotient and one.growth is not None]
    known = [one for one in known if one.code != "99"]
    whom = "the nation" if picture.against is Against.NATION else "the state"
    named = {one.code for one in known[:_NAMED]} | set(chosen)
    named |= {one.code for one in sorted(known, key=_quotient, reverse=True)[:2]}
    rows = _placed(
        [
            {
                "name": short(one) if one.code in named else "",
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
            "title": f"Location quotient (1 is the same share of jobs as in {whom})",
            "values": [0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
            "format": "~g",
        },
    }
    y: Spec = {
        "field": "growth",
        "type": "quantitative",
        "scale": {"nice": True, "padding": 20},
        "axis": {"title": "Change of jobs over the year, %"},
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
    both = [one for one in known if _quotient(one) > 1.1 and (one.growth or 0) > 0]
    words = (
        f"{len(known)} industries by how concentrated they are compared with {whom} and how their jobs changed over "
        f"the year to {picture.period}; the larger the circle, the more jobs. "
    )
    words += _standing_out("Concentrated and growing", both)
    words += _standing_out(
        "Concentrated and shrinking", [one for one in known if _quotient(one) > 1.1 and (one.growth or 0) < 0]
    )
    return Chart("Concentration and growth", spec, words.strip())


def over_quarters(title: str, quarters: Sequence[tuple[str, Industry]]) -> Chart:
    """Jobs of one industry, a bar a quarter; a quarter in which they are hidden has no bar and says so."""
    rows = [
        {"quarter": period.replace("-", " "), "jobs": one.jobs or 0, "label": saying.jobs(one)}
        for period, one in quarters
    ]
    encoding: Spec = {
        "x": {"field": "quarter", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}, "sort": None},
        "y": {"field": "jobs", "type": "quantitative", "axis": {"title": "Jobs"}, "scale": {"zero": True}},
    }
    spec: Spec = {
        "width": max(240, 70 * len(rows)),
        "height": 240,
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "color": TEAL, "width": 34}, "encoding": encoding},
            {
                "mark": {"type": "text", "dy": -9},
                "encoding": {**encoding, "text": {"field": "label"}, "color": {"value": INK}},
            },
        ],
    }
    told = english_list([f"{saying.jobs(one)} in {period}" for period, one in quarters])
    return Chart(f"Jobs in {title}", spec, f"Jobs in {title}, quarter by quarter: {told}.")


def shares(picture: Picture, chosen: Sequence[str] = ()) -> Chart:
    """The largest industries as shares of the region's covered jobs, and what is hidden beside them."""
    largest = [one for one in picture.industries if one.share is not None][:_SHARES]
    rows = [
        {
            "name": short(one),
            "share": round((one.share or 0) * 100, 2),
            "label": saying.percent((one.share or 0) * 100, signed=False),
            "chosen": one.code in chosen,
        }
        for one in largest
    ]
    if picture.hidden_jobs:
        part = picture.hidden_jobs / picture.covered_jobs * 100
        rows.append(
            {
                "name": "in hidden cells",
                "share": round(part, 2),
                "label": saying.percent(part, signed=False),
                "chosen": False,
            }
        )
    encoding: Spec = {
        "y": {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 220}},
        "x": {"field": "share", "type": "quantitative", "axis": {"title": "Share of covered jobs, %"}},
    }
    spec: Spec = {
        "width": 460,
        "height": {"step": 24},
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": MUTED, "strokeWidth": 0.6},
                "encoding": {
                    **encoding,
                    "color": {"condition": {"test": "datum.chosen", "value": TEAL}, "value": PALE},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {**encoding, "text": {"field": "label"}, "color": {"value": INK}},
            },
        ],
    }
    told = "; ".join(f"{row['name']} {row['label']}" for row in rows)
    return Chart(
        "Shares of the region",
        spec,
        f"Of the region’s {picture.covered_jobs:,} covered jobs in {picture.period}: {told}.",
    )


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


def _standing_out(heading: str, found: Sequence[Industry]) -> str:
    if not found:
        return f"{heading}: none. "
    told = [f"{short(one)} ({_quotient(one):.2f}, {saying.percent(one.growth)})" for one in found[:6]]
    return f"{heading}: {english_list(told)}. "

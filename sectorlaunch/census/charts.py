"""Pictures of a region's industries, each with the words that say the same; the circles are in `bubble_chart`."""

from collections.abc import Sequence
from dataclasses import dataclass

from languages import DEFAULT, Language, formatting
from notifications.phrases import has, say
from sectorlaunch.census import sentences
from sectorlaunch.census.drawing import INK, MUTED, PALE, TEAL, Spec
from sectorlaunch.census.measures import Industry, Picture

_SHARES = 12


@dataclass(frozen=True)
class Chart:
    title: str
    spec: Spec
    words: str
    """The text alternative: what the picture shows, for those who do not see it."""


def short(one: Industry, language: Language = DEFAULT) -> str:
    """A name that fits into a picture."""
    key = f"chart.short.{one.code}"
    name = say(language, key) if has(language, key) else sentences.title(one, language)
    return name if len(name) <= 30 else f"{name[:28].rsplit(' ', 1)[0]}…"


def over_quarters(
    title: str, quarters: Sequence[tuple[str, Industry]], language: Language = DEFAULT
) -> Chart:
    """Jobs of one industry, a bar a quarter; a quarter in which they are hidden has no bar and says so."""
    rows = [
        {
            "quarter": sentences.short_period(period, language),
            "jobs": one.jobs or 0,
            "label": sentences.jobs(one, language),
        }
        for period, one in quarters
    ]
    encoding: Spec = {
        "x": {"field": "quarter", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}, "sort": None},
        "y": {
            "field": "jobs",
            "type": "quantitative",
            "axis": {"title": say(language, "chart.jobs up")},
            "scale": {"zero": True},
        },
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
    told = formatting.listing(
        language,
        [
            say(
                language,
                "chart.jobs at",
                jobs=sentences.jobs(one, language),
                period=sentences.period(period, language),
            )
            for period, one in quarters
        ],
    )
    return Chart(
        say(language, "chart.jobs in", sector=title),
        spec,
        say(language, "chart.jobs words", sector=title, told=told),
    )


def shares(picture: Picture, chosen: Sequence[str] = ()) -> Chart:
    """The largest industries as shares of the region's covered jobs, and what is hidden beside them."""
    largest = [one for one in picture.industries if one.share is not None][:_SHARES]
    rows = [
        {
            "name": short(one),
            "share": round((one.share or 0) * 100, 2),
            "label": sentences.percent((one.share or 0) * 100, signed=False),
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
                "label": sentences.percent(part, signed=False),
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

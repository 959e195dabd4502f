"""The brief as PDF, set by Typst: accessible (PDF/UA), fonts inside, two pages."""

from dataclasses import asdict
from importlib import resources
from typing import Any

from notifications.phrases import say
from sectorlaunch import typesetting
from sectorlaunch.census import drawing
from sectorlaunch.census.brief.content import Brief, Figure, shorter

PAGES = 2
_STEPS = 6


def make(brief: Brief, partnership: str) -> bytes:
    """The PDF. What does not fit on two pages is shortened step by step; only a hopeless case runs over."""
    import typst

    template = resources.files("sectorlaunch.census.brief").joinpath("brief.typ").read_text(encoding="utf-8")
    pictures = {name: drawing.png(figure.chart.spec, 2.5) for name, figure in _figures(brief)}
    for step in range(_STEPS):
        try:
            return typesetting.pdf(template, _data(shorter(brief, step), partnership, PAGES), pictures)
        except typst.TypstError as error:
            if "too long" not in str(error):
                raise
    return typesetting.pdf(template, _data(shorter(brief, _STEPS), partnership, None), pictures)


def _figures(brief: Brief) -> list[tuple[str, Figure]]:
    found = [("bubbles.png", brief.bubbles), ("map.png", brief.footprint)]
    return [*found, ("quarters.png", brief.over_time)] if brief.over_time else found


def _data(brief: Brief, partnership: str, at_most: int | None) -> dict[str, Any]:
    return {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "language": brief.language.short,
        "partnership": partnership,
        "footer": brief.foot,
        "of": say(brief.language, "paper.page of"),
        "heads": {name: brief.say(name) for name in ("why these", "known", "hidden", "counted")},
        "lead": brief.lead,
        "decision": brief.decision,
        "chosen": brief.chosen,
        "sectors": asdict(brief.sectors),
        "parts": asdict(brief.parts) if brief.parts else None,
        "bubbles": _figure(brief.bubbles),
        "over_time": _figure(brief.over_time) if brief.over_time else None,
        "footprint": _figure(brief.footprint),
        "stated": [asdict(note) for note in brief.stated],
        "notes": [asdict(note) for note in brief.notes],
        "hidden": brief.hidden,
        "method": brief.method,
        "files": brief.files,
        "at_most": at_most,
    }


def _figure(figure: Figure) -> dict[str, str]:
    return {"title": figure.chart.title, "words": figure.chart.words, "source": figure.source}

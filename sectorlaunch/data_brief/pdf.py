"""The brief as PDF, set by Typst: accessible (PDF/UA), fonts inside, two pages."""

import json
import unicodedata
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sectorlaunch.data_brief.content import Brief, Figure, shorter
from sectorlaunch.labour_market import drawing

PAGES = 2
_STEPS = 6
FIRST_WITHOUT_SHAPE = "\u0530"


def make(brief: Brief, partnership: str) -> bytes:
    """The PDF. What does not fit on two pages is shortened step by step; only a hopeless case runs over."""
    import typst

    with TemporaryDirectory() as folder:
        page = Path(folder) / "brief.typ"
        page.write_bytes(resources.files("sectorlaunch.data_brief").joinpath("brief.typ").read_bytes())
        for name, figure in _figures(brief):
            (page.parent / name).write_bytes(drawing.png(figure.chart.spec, 2.5))
        for step in range(_STEPS):
            try:
                return _set_what_shows(page, _data(shorter(brief, step), partnership, PAGES))
            except typst.TypstError as error:
                if "too long" not in str(error):
                    raise
        return _set_what_shows(page, _data(shorter(brief, _STEPS), partnership, None))


def _set_what_shows(page: Path, data: dict[str, Any]) -> bytes:
    """The PDF; a sign the font has no shape for, such as an emoji in a note, stands as a question mark.

    PDF/UA wants every sign shown, so Typst sets nothing at all otherwise.
    """
    import typst

    try:
        return _set(page, data)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _set(page, _showable(data))


def _showable(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _showable(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_showable(value) for value in found]
    return "".join(sign if _has_shape(sign) else "?" for sign in found) if isinstance(found, str) else found


def _has_shape(sign: str) -> bool:
    """Letters of Europe, punctuation and the signs of arithmetic have one in the font."""
    kind = unicodedata.category(sign)
    if sign in "\n\t":
        return True
    return kind[0] != "C" and (
        sign < FIRST_WITHOUT_SHAPE or ((kind[0] == "P" or kind == "Sm") and sign < "⺀")
    )


def _set(page: Path, data: dict[str, Any]) -> bytes:
    import typst

    return bytes(
        typst.compile(
            page,
            root=page.parent,
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
        )
    )


def _figures(brief: Brief) -> list[tuple[str, Figure]]:
    found = [("bubbles.png", brief.bubbles), ("map.png", brief.footprint)]
    return [*found, ("quarters.png", brief.over_time)] if brief.over_time else found


def _data(brief: Brief, partnership: str, at_most: int | None) -> dict[str, Any]:
    return {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "partnership": partnership,
        "footer": f"{partnership} · drawn up on {brief.made_on}",
        "lead": brief.lead,
        "decision": brief.decision,
        "chosen": brief.title.rsplit(" in ", 1)[0],
        "sectors": asdict(brief.sectors),
        "parts": asdict(brief.parts) if brief.parts else None,
        "bubbles": _figure(brief.bubbles),
        "over_time": _figure(brief.over_time) if brief.over_time else None,
        "footprint": _figure(brief.footprint),
        "notes": [asdict(note) for note in brief.notes],
        "hidden": brief.hidden,
        "method": brief.method,
        "sources": brief.sources,
        "at_most": at_most,
    }


def _figure(figure: Figure) -> dict[str, str]:
    return {"title": figure.chart.title, "words": figure.chart.words, "source": figure.source}

"""What a sheet says beside its cells: hidden rows, merged cells, links to addresses, formulas without a result.

Read from the parts of the workbook, for openpyxl tells none of it while it reads row by row, and reading a sheet
whole takes twenty times the memory.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.sax.saxutils import unescape

from sectorlaunch.contacts.limits import MOST_ROWS

Cell = tuple[int, int]
"""Row from 1, column from 0."""
_MOST_MERGED = 50_000
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*\br=\"(\d{1,7})\"")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b[^>]*>")
_UNANSWERED = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Marks:
    hidden: frozenset[int] = frozenset()
    merged: Mapping[Cell, int] = field(default_factory=dict)
    """Cells below the first of a merged range, with the row of the first."""
    tops: frozenset[Cell] = frozenset()
    addresses: Mapping[Cell, str] = field(default_factory=dict)
    """E-mail addresses behind a link: the cell may say “Write to Ann”."""
    formulas: int = 0
    """Cells whose formula has no stored result."""


NONE = Marks()


def read(data: bytes) -> Mapping[str, Marks]:
    """The marks of each sheet, by its name. A workbook that keeps its parts elsewhere has none."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        return {
            name: _marks(packed.read(path), _targets(packed, path, names))
            for name, path in _paths(packed)
            if path in names
        }


def _paths(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = _targets(packed, "xl/workbook.xml", set(packed.namelist()))
    for found in re.finditer(rb"<(?:\w+:)?sheet\b[^>]*>", packed.read("xl/workbook.xml")):
        name, link = _attribute(found[0], "name"), _attribute(found[0], r"\w+:id")
        target = targets.get(link, "")
        yield name, target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _targets(packed: zipfile.ZipFile, path: str, names: set[str]) -> Mapping[str, str]:
    folder, _, file = path.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in names:
        return {}
    found = re.finditer(rb"<(?:\w+:)?Relationship\b[^>]*>", packed.read(rels))
    return {_attribute(one[0], "Id"): _attribute(one[0], "Target") for one in found}


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rb"\s" + name.encode() + rb"=\"([^\"]*)\"", tag)
    return unescape(found[1].decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"}) if found else ""


def _marks(sheet: bytes, targets: Mapping[str, str]) -> Marks:
    from openpyxl.utils.cell import range_boundaries

    merged: dict[Cell, int] = {}
    tops: set[Cell] = set()
    for found in _MERGED.finditer(sheet):
        first, top, last, bottom = range_boundaries(found[1].decode())
        if top == bottom or bottom > MOST_ROWS * 2 or len(merged) > _MOST_MERGED:
            continue
        for column in range(first - 1, min(last, first + 10)):
            tops.add((top, column))
            merged.update({(row, column): top for row in range(top + 1, bottom + 1)})
    return Marks(
        hidden=frozenset(int(found[1]) for found in _HIDDEN.finditer(sheet)),
        merged=merged,
        tops=frozenset(tops),
        addresses=dict(_addresses(sheet, targets)),
        formulas=sum(1 for _ in _UNANSWERED.finditer(sheet)),
    )


def _addresses(sheet: bytes, targets: Mapping[str, str]) -> Iterator[tuple[Cell, str]]:
    from openpyxl.utils.cell import range_boundaries

    for found in _LINK.finditer(sheet):
        target = targets.get(_attribute(found[0], r"\w+:id"), "")
        place = re.fullmatch(r"([A-Z]{1,3}\d{1,7})(?::.*)?", _attribute(found[0], "ref"))
        if place and target.casefold().startswith("mailto:"):
            column, row, _, _ = range_boundaries(place[1])
            yield (row, column - 1), unquote(target[7:].partition("?")[0])

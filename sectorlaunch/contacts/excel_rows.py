"""Rows of an Excel workbook: of one sheet, with what is hidden in it and what other sheets hold."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.contacts import sheet_marks
from sectorlaunch.contacts.columns import ROWS_LOOKED_AT
from sectorlaunch.contacts.csv_rows import Row
from sectorlaunch.contacts.file_bytes import wrong
from sectorlaunch.contacts.limits import (
    LONGEST_CELL,
    LONGEST_SECONDS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
)

PACKED = b"PK\x03\x04"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_MOST_PARTS = 2_000
_ENDLESS = "it has far more cells than a list of contacts; copy the contacts into a new workbook"
_UNREADABLE = "this cannot be read as an Excel workbook; open it in Excel and save it as .xlsx"


@dataclass(frozen=True)
class SheetRows:
    """The rows of one sheet, from the first that is looked at, and what a convener should know of them."""

    rows: list[Row]
    hidden: frozenset[int] = frozenset()
    """Numbers of rows that are hidden or filtered out: whoever sent the list may not have seen them."""
    remarks: tuple[str, ...] = ()


class _Bounds:
    """How much of a workbook is looked at, all sheets together: whoever made it may mean to keep us busy."""

    def __init__(self, file: str) -> None:
        self._file, self._began, self._seen = file, time.monotonic(), 0

    def count(self, row: int, cells: tuple[object, ...]) -> None:
        """Raises FileMistakes beyond what any list of contacts has."""
        self._seen += len(cells) - cells.count(None)
        if self._seen > MOST_CELLS or time.monotonic() - self._began > LONGEST_SECONDS:
            raise wrong(self._file, _ENDLESS, row)


def read(data: bytes, file: str, is_header: Callable[[Sequence[str]], bool], sheet: str = "") -> SheetRows:
    """The sheet of that name, else the first to be seen that names columns, else the first with anything in it.

    Raises FileMistakes for what is no workbook, is locked, unpacks to more than any list, or has no such sheet.
    """
    _check_parts(data, file)
    try:
        found = _sheets(_transitional(data), _Bounds(file))
    except FileMistakes:
        raise
    # openpyxl lets the errors of zip, XML and its own checks through, whatever the damage.
    except Exception:
        raise wrong(file, _UNREADABLE) from None
    lists = [
        name
        for name, rows in found.items()
        if any(is_header(cells) for _, cells in rows.rows[:ROWS_LOOKED_AT])
    ]
    chosen = sheet or next(iter([*lists, *(name for name, rows in found.items() if rows.rows)]), "")
    if sheet and sheet not in found:
        raise wrong(
            file, f"there is no sheet “{sheet}”; there are {', '.join(f'“{name}”' for name in found)}"
        )
    read = found.get(chosen, SheetRows([]))
    if len(read.rows) > MOST_ROWS + ROWS_LOOKED_AT:
        raise wrong(
            file, f"there are more than {MOST_ROWS} rows; take the list in in parts", read.rows[-1][0]
        )
    others = [
        f"the sheet “{name}” holds a list too and was not read; take it in by itself"
        for name in lists
        if name != chosen
    ]
    return SheetRows(read.rows, read.hidden, (*read.remarks, *others))


def _check_parts(data: bytes, file: str) -> None:
    """A few kilobytes can unpack to more than the disk holds, and a few lines of XML to more than the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                remedy = (
                    "it unpacks to far more than a list of contacts; copy the contacts into a new workbook"
                )
                raise wrong(file, remedy)
            if not any(part.filename.startswith("xl/") for part in parts):
                raise wrong(file, _UNREADABLE)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(packed.read(part)):
                    raise wrong(file, _UNREADABLE)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        raise wrong(file, _UNREADABLE) from None
    except Exception as error:
        if type(error).__module__ == "zlib" or isinstance(error, EOFError):
            raise wrong(file, _UNREADABLE) from None
        raise


def _declares(part: bytes) -> bool:
    """Whether it declares a document type, as no workbook does: entities unfold without end."""
    return any(word.encode(codec) in part for word in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be"))  # fmt: skip


def _transitional(data: bytes) -> bytes:
    """A “Strict Open XML” workbook under the names the library knows; any other as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if b"purl.oclc.org/ooxml" not in packed.read("xl/workbook.xml"):
            return data
        parts = {part.filename: packed.read(part) for part in packed.infolist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as again:
        for name, part in parts.items():
            for strict, usual in _STRICT.items():
                part = part.replace(strict, usual)
            again.writestr(name, part)
    return out.getvalue()


def _sheets(data: bytes, bounds: "_Bounds") -> dict[str, SheetRows]:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    marks = sheet_marks.read(data)
    try:
        return {
            sheet.title: _sheet(sheet, marks.get(sheet.title, sheet_marks.NONE), bounds)
            for sheet in workbook.worksheets
            if sheet.sheet_state == "visible"
        }
    finally:
        workbook.close()


def _sheet(sheet: Any, marks: sheet_marks.Marks, bounds: "_Bounds") -> SheetRows:
    rows = list(islice(_filled(sheet, marks, bounds), MOST_ROWS + ROWS_LOOKED_AT + 1))
    remarks: tuple[str, ...] = ()
    if marks.formulas:
        said = "1 cell holds" if marks.formulas == 1 else f"{marks.formulas} cells hold"
        remarks = (
            f"{said} a formula without its result; open the workbook in Excel, save it and hand it in again",
        )
    return SheetRows(rows, marks.hidden, remarks)


def _filled(sheet: Any, marks: sheet_marks.Marks, bounds: "_Bounds") -> Iterator[Row]:
    """Rows with anything in them. The size a sheet claims to have is not believed; a merged cell counts for each row it spans."""
    sheet.reset_dimensions()
    bounded = sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)
    held: dict[tuple[int, int], str] = {}
    is_plain = not marks.merged and not marks.addresses
    for number, cells in enumerate(bounded, start=1):
        bounds.count(number, cells)
        if is_plain and cells.count(None) == len(cells):
            continue
        texts = [_text(cell) for cell in cells]
        for at, text in enumerate(texts):
            if top := marks.merged.get((number, at)):
                texts[at] = text or held.get((top, at), "")
            held.update({(number, at): texts[at]} if (number, at) in marks.tops else {})
            if address := marks.addresses.get((number, at)):
                texts[at] = text if "@" in text else address
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def _text(value: object) -> str:
    """A cell as somebody would read it: Excel's _x000D_ as the line end it is, a number of no fraction without one, yes and no in words."""
    from openpyxl.utils.escape import unescape

    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    text = unescape(str(value)[:LONGEST_CELL]).strip()
    return "" if text.startswith("#") and text.rstrip("!?").isupper() and " " not in text else text

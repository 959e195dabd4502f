"""Rows of an Excel workbook: of the first sheet to be seen that holds a list of contacts."""

import io
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from playbooks.yaml_lines import FileMistakes
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
_HEADER_WITHIN = 20
"""Rows in which the names of the columns are looked for, below a title and a date."""
_MOST_PARTS = 2_000
_UNREADABLE = "this cannot be read as an Excel workbook; open it in Excel and save it as .xlsx"

_ENDLESS = "it has far more cells than a list of contacts; copy the contacts into a new workbook"


def rows(data: bytes, file: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Row]:
    """The row that names the columns and those below it that hold anything, with their numbers in the sheet.

    Where no row names columns, the first sheet from its first row on. Raises FileMistakes for what is no workbook,
    is locked, or unpacks to more than any list.
    """
    _check_parts(data, file)
    try:
        found = _list_in(data, file, is_header)
    except FileMistakes:
        raise
    # openpyxl lets the errors of zip, XML and its own checks through, whatever the damage.
    except Exception:
        raise wrong(file, _UNREADABLE) from None
    if len(found) > MOST_ROWS + 1:
        line = found[-1][0]
        raise wrong(file, f"there are more than {MOST_ROWS} rows; take the list in in parts", line)
    return iter(found)


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


def _list_in(data: bytes, file: str, is_header: Callable[[Sequence[str]], bool]) -> list[Row]:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        first: list[Row] = []
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            below = _filled(sheet, file)
            top = list(islice(below, _HEADER_WITHIN))
            starts = next((index for index, (_, cells) in enumerate(top) if is_header(cells)), None)
            if starts is not None:
                return list(islice(chain(top[starts:], below), MOST_ROWS + 2))
            first = first or top
        return first
    finally:
        workbook.close()


def _filled(sheet: Any, file: str) -> Iterator[Row]:
    """Rows with anything in them. The size a sheet claims to have is not believed, nor that it comes to an end."""
    sheet.reset_dimensions()
    began, seen = time.monotonic(), 0
    bounded = sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(bounded, start=1):
        seen += len(cells) - cells.count(None)
        if seen > MOST_CELLS or time.monotonic() - began > LONGEST_SECONDS:
            raise wrong(file, _ENDLESS, number)
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def _text(value: object) -> str:
    """A cell as somebody would read it: a number of no fraction without one, yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    text = str(value)[:LONGEST_CELL].strip()
    return "" if text.startswith("#") and text.rstrip("!?").isupper() and " " not in text else text

"""Rows of a CSV text, with the line each begins on."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from sectorlaunch.contacts.columns import ROWS_LOOKED_AT
from sectorlaunch.contacts.file_bytes import wrong
from sectorlaunch.contacts.limits import MOST_COLUMNS, MOST_ROWS

Row = tuple[int, list[str]]
DELIMITERS = ",;\t|"
_SAID = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
"""A first line Excel writes for itself."""


def rows(text: str, file: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Row]:
    """Each row that holds anything. Raises FileMistakes for what cannot be read or is too much.

    The delimiter is the one under which a row near the top names columns, else the commonest of the first line.
    """
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    above = 1 if said else 0
    delimiter = said[1] if said else _delimiter(body, is_header)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        line = reader.line_num + 1 + above
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = f"this line cannot be read ({error}); look for a quotation mark that is not closed"
            raise wrong(file, remedy, line) from None
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS + ROWS_LOOKED_AT:
            raise wrong(file, f"there are more than {MOST_ROWS} rows; take the list in in parts", line)
        if len(cells) > MOST_COLUMNS:
            raise wrong(file, f"this line has more than {MOST_COLUMNS} cells", line)
        yield line, cells


def _delimiter(text: str, is_header: Callable[[Sequence[str]], bool]) -> str:
    top = "".join(islice(io.StringIO(text), ROWS_LOOKED_AT * 2))[:100_000]
    first = next((line for line in top.splitlines() if line.strip()), "")
    by_count = sorted(DELIMITERS, key=lambda one: -first.count(one))
    return max(by_count, key=lambda one: _fits(_parted(top, one), is_header))


def _parted(text: str, delimiter: str) -> list[list[str]]:
    try:
        parted = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [cells for cells in islice(parted, ROWS_LOOKED_AT) if any(cell.strip() for cell in cells)]
    except csv.Error:
        return []


def _fits(parted: Sequence[Sequence[str]], is_header: Callable[[Sequence[str]], bool]) -> float:
    """How well rows stand under a header: the share of those below it that are as wide; less than none without one."""
    at = next((at for at, cells in enumerate(parted) if is_header(cells)), None)
    if at is None:
        return -1
    below = parted[at + 1 :]
    return sum(len(cells) == len(parted[at]) for cells in below) / len(below) if below else 0

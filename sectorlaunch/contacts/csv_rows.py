"""Rows of a CSV text, with the line each begins on."""

import csv
import io
import re
from collections.abc import Iterator

from sectorlaunch.contacts.file_bytes import wrong
from sectorlaunch.contacts.limits import MOST_COLUMNS, MOST_ROWS

Row = tuple[int, list[str]]
DELIMITERS = ",;\t"
_SAID = re.compile(r'"?sep=([,;\t])"?\r?\n', re.IGNORECASE)
"""A first line Excel writes for itself."""


def rows(text: str, file: str) -> Iterator[Row]:
    """Each row that holds anything. Raises FileMistakes for what cannot be read or is too much."""
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    above = 1 if said else 0
    delimiter = said[1] if said else _delimiter(body)
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
        if count > MOST_ROWS + 1:
            raise wrong(file, f"there are more than {MOST_ROWS} rows; take the list in in parts", line)
        if len(cells) > MOST_COLUMNS:
            raise wrong(file, f"this line has more than {MOST_COLUMNS} cells", line)
        yield line, cells


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)

"""What a file is, from its first bytes: before anything is counted."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from sectorlaunch.census.dialects import Dialect, recognize
from sectorlaunch.errors import BadInput

ROWS_OF_A_SPREADSHEET = 1_048_575
"""Rows below the heading that fit on one sheet of Excel."""
_HEAD = 65_536
_SPREADSHEET_OR_ARCHIVE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")


@dataclass(frozen=True)
class Look:
    dialect: Dialect
    heading: list[str]
    separator: str
    remarks: tuple[str, ...]


def look(path: Path, called: str) -> Look:
    """Recognizes dialect and separator. Raises BadInput for what is no table of the census."""
    try:
        with path.open("rb") as content:
            head = content.read(_HEAD)
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error.strerror}.") from None
    if not head.strip():
        raise BadInput(f"{called} is empty; the download did not succeed. Get it again.")
    if head.startswith(_SPREADSHEET_OR_ARCHIVE):
        raise BadInput(
            f"{called} is an archive or a spreadsheet, not a CSV file. Load the zip archive or the CSV file as the "
            "Bureau gave it."
        )
    if head.lstrip().startswith(b"<"):
        raise BadInput(
            f"{called} is a web page, not data: the Bureau’s server answered with a page. Get it again."
        )
    text = head.decode("utf-8-sig", errors="replace")
    first, newline, rest = text.partition("\n")
    if not newline or not rest.strip():
        raise BadInput(
            f"{called} holds a heading at most, and no rows; the download did not succeed. Get it again."
        )
    separator = max(",;\t", key=first.count)
    heading = [name.strip() for name in next(csv.reader(io.StringIO(first), delimiter=separator))]
    dialect = recognize(heading, called)
    remarks = []
    if separator != ",":
        named = {";": "semicolons", "\t": "tabs"}[separator]
        remarks.append(f"A spreadsheet saved it with {named} for commas; it was read so.")
    if _lost_zeros(rest, heading, separator):
        remarks.append(
            "A spreadsheet has taken the leading zeros from the area codes; they were put back, so 8069 is 08069."
        )
    return Look(dialect, heading, separator, tuple(remarks))


def _lost_zeros(rest: str, heading: list[str], separator: str) -> bool:
    at = heading.index("area_fips")
    lines = rest.splitlines()[:-1] or rest.splitlines()
    codes = (row[at] for row in csv.reader(lines, delimiter=separator) if len(row) > at)
    return any(len(code) == 4 and code.isdigit() for code in codes)

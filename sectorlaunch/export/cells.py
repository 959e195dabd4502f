"""Values of the tables as cells of a spreadsheet. Pure."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import Enum

from sectorlaunch import links

COMMAND = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would carry out."""
_NUMBER = re.compile(r"[+-]?[\d\s().,/–-]*")
"""A telephone number or an amount: nothing in it could be carried out but arithmetic."""


def cell(value: object) -> str:
    """One value in words. Moments are UTC (ISO 8601), lists and records JSON; nothing is taken for a formula.

    What somebody else may have typed is neutralised by an apostrophe in front, as OWASP advises for CSV files, and
    links that open somebody's own page are cut short.
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Enum():
            return harmless(str(value.value))
        case dict() | list() | tuple():
            return harmless(links.without_private(json.dumps(value, ensure_ascii=False, default=str)))
        case _:
            return harmless(links.without_private(str(value)))


def harmless(words: str) -> str:
    """The words, with an apostrophe in front where a spreadsheet would take them for a formula."""
    return f"'{words}" if words.startswith(COMMAND) and not _NUMBER.fullmatch(words) else words


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as Excel, LibreOffice and scripts read it alike: UTF-8 with a mark, commas, lines ended by CR LF."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")

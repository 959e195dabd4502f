"""Columns such as “E-mail 2 - Value” beside “E-mail 2 - Label”: how Google writes what there may be several of."""

import re
from collections.abc import Collection

from sectorlaunch.contacts.contact import Assistant
from sectorlaunch.contacts.dialect import Cells

_SEVERAL = ":::"
_MOST = 20
"""More e-mail addresses or numbers than anybody has."""


def are_in(columns: Collection[str]) -> bool:
    return any(re.fullmatch(r"(?:e-mail|phone) \d{1,2} - value", column) for column in columns)


def is_one(column: str) -> bool:
    return re.fullmatch(r"(?:e-mail|phone|relation) \d{1,2} - (?:value|label|type)", column) is not None


def values(cells: Cells, what: str, *, kind: str) -> tuple[str, ...]:
    """Every e-mail or phone value, each once: the one marked with a star first, then those of work."""
    found = []
    for number in range(1, _MOST + 1):
        label = cells.get(f"{what} {number} - {kind}", "").casefold()
        if "fax" in label or "pager" in label:
            continue
        rank = 0 if label.lstrip().startswith("*") else 1 if "work" in label or "mobile" in label else 2
        for value in cells.get(f"{what} {number} - value", "").split(_SEVERAL):
            if value.strip():
                found.append((rank, value.strip()))
    return tuple(dict.fromkeys(value for _, value in sorted(found, key=lambda one: one[0])))


def assistant(cells: Cells, *, kind: str) -> Assistant:
    for number in range(1, _MOST + 1):
        if "assistant" in cells.get(f"relation {number} - {kind}", "").casefold():
            return Assistant(name=cells.get(f"relation {number} - value", "").partition(_SEVERAL)[0])
    return Assistant()

"""How results are printed: sentences and lines for people, one JSON document for machines."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any


def say(*lines: str) -> None:
    for line in lines:
        print(line)


def as_json(value: Any) -> None:
    import json

    print(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def columns(rows: Sequence[Sequence[str]]) -> None:
    """Rows with their columns aligned; the last one is not padded."""
    if not rows:
        return
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())


def listing(
    found: Sequence[Any], row: Callable[[Any], Sequence[str]], nothing: str = "", *, json: bool
) -> None:
    """What there is, a line each; `nothing` says so where there is none."""
    if json:
        as_json(found)
    elif found:
        columns([row(one) for one in found])
    elif nothing:
        say(nothing)


def local(moment: datetime, zone: str) -> str:
    """2027-03-04 08:30, in the partnership's zone."""
    from zoneinfo import ZoneInfo

    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"

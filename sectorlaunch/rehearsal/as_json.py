"""A rehearsal for machines."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sectorlaunch.rehearsal.result import Rehearsal


def as_json(rehearsal: Rehearsal) -> str:
    """One document: `steps` with `key` and `state`, `messages` with `kind`, `to`, `at`, `subject` and `reason`, and the rest."""
    document = asdict(rehearsal) | {"passed": rehearsal.passed}
    for message in (*document["messages"], *document["unsent"]):
        del message["text"]
    return json.dumps(document, default=_plain, ensure_ascii=False, indent=2)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")

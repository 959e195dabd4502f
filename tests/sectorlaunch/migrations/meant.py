"""What revisions change on purpose. A revision that renames, rewords or leaves out something says so here, by name.

Whatever is not named must be in the newest tables with the value it had, row by row.
"""

from typing import Any

AMERICAN = {
    "organisation": "organization",
    "organisation_id": "organization_id",
    "labourdata": "labordata",
    "anonymised_at": "anonymized_at",
    "cancelled_at": "canceled_at",
    "cancelled": "canceled",
    "message cancelled": "message canceled",
    "labour": "labor",
}

RENAMED_TABLES: dict[str, str] = {"organisation": "organization", "labourdata": "labordata"}
RENAMED_COLUMNS: dict[tuple[str, str], str] = {
    ("person", "organisation_id"): "organization_id",
    ("person", "anonymised_at"): "anonymized_at",
    ("meeting", "cancelled_at"): "canceled_at",
}
"""By the newest name of the table and an older name of the column."""

REWORDED: set[tuple[str, str]] = {
    ("plannedtouch", "result"),
    ("message", "state_reason"),
    ("meeting", "roles"),
    ("merge", "moves"),
    ("kindwords", "words"),
    ("touchchange", "subject"),
    ("touchchange", "text"),
    ("message", "text"),
    ("message", "html"),
    ("message", "short_text"),
    ("message", "unsubscribe_url"),
}
"""Columns, by their newest names, whose words a revision reads and writes anew; tests of that revision look at them."""

LEFT_OUT: set[str | tuple[str, str]] = {("person", "address_failed_at")}
"""Tables, and columns by table, that a revision drops because what they held is elsewhere or of no use."""

COPIED = {"person": "name", "organization": "name"}
"""Tables whose rows got copies, one for each partnership, and the column each is known by: what referred to a row may
refer to a copy of it."""


def american(said: Any) -> Any:
    """A name or a state as it is spelled now."""
    return (
        AMERICAN.get(said, said).replace("meeting-cancelled", "meeting-canceled")
        if isinstance(said, str)
        else said
    )


def newest_table(name: str) -> str:
    return RENAMED_TABLES.get(name, name)


def newest_column(table: str, name: str) -> str:
    return RENAMED_COLUMNS.get((table, name), name)

"""CiviCRM, an export of contacts as CSV. What people asked for there holds here: no mail, no calls."""

import re
from collections.abc import Collection

from sectorlaunch.contacts import entry
from sectorlaunch.contacts.contact import Contact, Given, Refused
from sectorlaunch.contacts.dialect import Cells, Dialect, plain_column
from sectorlaunch.contacts.entry import Entry

_IDS = {"contact id", "internal contact id", "contact id (internal)"}
_ONLY_HERE = {
    "contact type",
    "display name",
    "sort name",
    "do not email",
    "do not phone",
    "no bulk emails (user opt out)",
    "current employer",
    "external identifier",
}
_NO_MAIL = ("do not email", "no bulk emails (user opt out)", "is opt out", "opt out")
_NO_CALLS = ("do not phone",)
_DEAD = ("is deceased", "deceased", "is deceased / closed", "deceased / closed")
_EMAIL = re.compile(r"(?:(?P<place>[\w ]+)-)?e-?mail(?: \(primary\))?(?: \d)?")
_PHONE = re.compile(r"(?:(?P<place>[\w ]+)-)?phone(?:-(?P<kind>[\w ]+))?(?: \(primary\))?(?: \d)?")


def recognizes(columns: Collection[str]) -> bool:
    return bool(_IDS & set(columns)) and bool(_ONLY_HERE & set(columns))


def contact(line: int, cells: Cells, given: Given) -> Contact | Refused:
    name = entry.full_name(
        cells.get("first name", ""), cells.get("middle name", ""), cells.get("last name", "")
    )
    kind = cells.get("contact type", "").strip() or "Individual"
    refused = ""
    if kind.casefold() not in ("individual", "person"):
        refused = f"it is an entry of the kind {kind.casefold()}, not a person"
    elif _says_yes(cells, _DEAD):
        refused = "the list says that this person has died"
    return entry.contact(
        Entry(
            line=line,
            name=name or cells.get("display name", ""),
            emails=_ordered(cells, _EMAIL),
            phones=_ordered(cells, _PHONE),
            title=cells.get("job title", ""),
            organization=cells.get("current employer", "") or cells.get("organization name", ""),
            note=cells.get("note(s)", "") or cells.get("note", ""),
            language=cells.get("preferred language", ""),
            refused=refused,
            not_by_mail=_says_yes(cells, _NO_MAIL),
            not_by_phone=bool(_says_yes(cells, _NO_CALLS)),
        ),
        given,
    )


def _says_yes(cells: Cells, columns: tuple[str, ...]) -> str:
    """The column that says yes, in words; empty where none does."""
    for column in columns:
        if cells.get(column, "").strip().casefold() in ("yes", "1", "true", "y", "x"):
            return f"“{column}: yes”"
    return ""


def _reads(column: str) -> bool:
    known = {
        "first name",
        "middle name",
        "last name",
        "display name",
        "contact type",
        "job title",
        "note",
        "note(s)",
        "preferred language",
    }
    known |= {"current employer", "organization name", *_NO_MAIL, *_NO_CALLS, *_DEAD}
    return column in known or bool(_EMAIL.fullmatch(column) or _PHONE.fullmatch(column))


def _ordered(cells: Cells, shape: re.Pattern[str]) -> tuple[str, ...]:
    """The values of every column of a shape; those of work and the main ones first, faxes never."""
    found = []
    for column in cells:
        match = shape.fullmatch(column)
        if match is None or "fax" in column or "pager" in column:
            continue
        place = match["place"] or ""
        found.append((0 if place in ("", "work", "main") else 1, column))
    return entry.values(cells, [column for _, column in sorted(found, key=lambda one: one[0])])


DIALECT = Dialect(name="CiviCRM", recognizes=recognizes, reads=_reads, column=plain_column, contact=contact)

"""Google Contacts, as CSV, with the columns it writes since 2024."""

from collections.abc import Collection

from sectorlaunch.contacts import entry, numbered_columns
from sectorlaunch.contacts.contact import Contact, Given, Refused
from sectorlaunch.contacts.dialect import Cells, Dialect, plain_column
from sectorlaunch.contacts.entry import Entry


def recognizes(columns: Collection[str]) -> bool:
    return numbered_columns.are_in(columns) and {"first name", "last name"} <= set(columns)


def _reads(column: str) -> bool:
    return column in {
        "first name",
        "middle name",
        "last name",
        "file as",
        "nickname",
        "organization title",
        "organization name",
        "notes",
    } or numbered_columns.is_one(column)


def contact(line: int, cells: Cells, given: Given) -> Contact | Refused:
    name = entry.full_name(
        cells.get("first name", ""), cells.get("middle name", ""), cells.get("last name", "")
    )
    return entry.contact(
        Entry(
            line=line,
            name=name or cells.get("file as", "").strip() or cells.get("nickname", "").strip(),
            emails=numbered_columns.values(cells, "e-mail", kind="label"),
            phones=numbered_columns.values(cells, "phone", kind="label"),
            title=cells.get("organization title", ""),
            organization=cells.get("organization name", ""),
            note=cells.get("notes", ""),
            assistant=numbered_columns.assistant(cells, kind="label"),
        ),
        given,
    )


DIALECT = Dialect(
    name="Google Contacts", recognizes=recognizes, reads=_reads, column=plain_column, contact=contact
)

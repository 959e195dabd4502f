"""Google Contacts, as CSV, with the columns it wrote until 2024; often in UTF-16."""

from collections.abc import Collection

from sectorlaunch.contacts import entry, numbered_columns
from sectorlaunch.contacts.contact import Contact, Given, Refused
from sectorlaunch.contacts.dialect import Cells, Dialect, plain_column
from sectorlaunch.contacts.entry import Entry


def recognizes(columns: Collection[str]) -> bool:
    return numbered_columns.are_in(columns) and bool({"given name", "name"} & set(columns))


def _reads(column: str) -> bool:
    return column in {
        "name",
        "given name",
        "additional name",
        "family name",
        "organization 1 - name",
        "organization 1 - title",
        "notes",
    } or numbered_columns.is_one(column)


def contact(line: int, cells: Cells, given: Given) -> Contact | Refused:
    name = entry.full_name(
        cells.get("given name", ""), cells.get("additional name", ""), cells.get("family name", "")
    )
    organizations = entry.values(cells, ["organization 1 - name"])
    titles = entry.values(cells, ["organization 1 - title"])
    return entry.contact(
        Entry(
            line=line,
            name=cells.get("name", "").strip() or name,
            emails=numbered_columns.values(cells, "e-mail", kind="type"),
            phones=numbered_columns.values(cells, "phone", kind="type"),
            title=titles[0] if titles else "",
            organization=organizations[0] if organizations else "",
            note=cells.get("notes", ""),
            assistant=numbered_columns.assistant(cells, kind="type"),
        ),
        given,
    )


DIALECT = Dialect(
    name="Google Contacts, the columns until 2024",
    recognizes=recognizes,
    reads=_reads,
    column=plain_column,
    contact=contact,
)

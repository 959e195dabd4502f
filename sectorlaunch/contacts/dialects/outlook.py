"""Outlook, as CSV: the columns of the program on the desk and those of the web, which differ in their order.

“Title” is Mr or Dr here. The type EX marks an address inside somebody's own Exchange server, which no one outside
can write to.
"""

from collections.abc import Collection

from sectorlaunch.contacts import entry
from sectorlaunch.contacts.contact import Assistant, Contact, Given, Refused
from sectorlaunch.contacts.dialect import Cells, Dialect, plain_column
from sectorlaunch.contacts.entry import Entry

EMAILS = ("e-mail address", "e-mail 2 address", "e-mail 3 address")
PHONES = (
    "business phone",
    "mobile phone",
    "business phone 2",
    "primary phone",
    "company main phone",
    "home phone",
    "home phone 2",
    "other phone",
    "car phone",
)
_ONLY_HERE = {*EMAILS, *PHONES, "assistant's name", "assistant's phone", "e-mail display name"}


def recognizes(columns: Collection[str]) -> bool:
    return {"first name", "last name"} <= set(columns) and len(_ONLY_HERE & set(columns)) >= 2


def contact(line: int, cells: Cells, given: Given) -> Contact | Refused:
    name = entry.full_name(
        cells.get("first name", ""), cells.get("middle name", ""), cells.get("last name", "")
    )
    emails = tuple(address for column in EMAILS for address in _address(cells, column))
    return entry.contact(
        Entry(
            line=line,
            name=name or _display_name(cells),
            emails=emails,
            phones=entry.values(cells, PHONES),
            title=cells.get("job title", ""),
            organization=cells.get("company", ""),
            note=cells.get("notes", ""),
            assistant=Assistant(
                name=cells.get("assistant's name", ""), phone=cells.get("assistant's phone", "")
            ),
            remarks=_inside_only(cells),
        ),
        given,
    )


def _address(cells: Cells, column: str) -> tuple[str, ...]:
    address = cells.get(column, "").strip()
    return (address,) if address and not _is_inside(cells, column) else ()


def _is_inside(cells: Cells, column: str) -> bool:
    kind = cells.get(column.replace(" address", " type"), "").strip().upper()
    return kind == "EX" and "@" not in cells.get(column, "")


def _inside_only(cells: Cells) -> tuple[str, ...]:
    if any(cells.get(column, "").strip() and _is_inside(cells, column) for column in EMAILS):
        return ("left out an address that only works inside an Exchange server",)
    return ()


def _display_name(cells: Cells) -> str:
    """The name shown with the address, without the address in brackets behind it."""
    shown = cells.get("e-mail display name", "").partition("(")[0].strip()
    return "" if "@" in shown else shown


DIALECT = Dialect(name="Outlook", recognizes=recognizes, column=plain_column, contact=contact)

"""Our own columns: a file made for this product, taken whole or sent back with every mistake in it."""

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from sectorlaunch import plain_values
from sectorlaunch.contacts import names
from sectorlaunch.contacts.columns import match
from sectorlaunch.contacts.contact import Assistant, Contact, Given, Wrong, role_and_sector
from sectorlaunch.contacts.dialect import Cells, Dialect
from sectorlaunch.tables.columns import LONG

Value = TypeVar("Value")

COLUMNS = (
    "name",
    "email",
    "phone",
    "title",
    "organization",
    "sector",
    "role",
    "decides",
    "relationship_owner",
    "note",
    "assistant_name",
    "assistant_email",
    "assistant_phone",
    "language",
)
ONLY_OURS = {"sector", "role", "decides", "relationship_owner"}
"""A list that has one of these was made for this product, and is held to its columns."""
_OTHER_NAMES = {
    "organisation": "organization",
    "e_mail": "email",
    "job_title": "title",
    "company": "organization",
}


def column(cell: str) -> str:
    """The column a header cell means, whatever its capitals, spaces and hyphens."""
    name = re.sub(r"[\s_-]+", "_", cell.strip().casefold()).strip("_")
    return _OTHER_NAMES.get(name, name)


def recognizes(columns: Collection[str]) -> bool:
    return "name" in columns and bool(ONLY_OURS & set(columns))


def has_no_other(header: Sequence[str]) -> bool:
    """Whether every column with a meaning is called as ours are: the people of such a list are business leaders."""
    meant = zip(header, match(header).meanings, strict=True)
    return all(column(cell) in COLUMNS for cell, meaning in meant if meaning)


def unreadable(columns: Sequence[str]) -> list[Wrong]:
    wrong = [
        (name, f"there is no column “{name}” here; did you mean “{near}”?")
        for name in columns
        if name
        and name not in COLUMNS
        and (near := plain_values.nearest(name, COLUMNS)) not in (None, *columns)
    ]
    wrong += [(name, "this column is here twice; keep one") for name in COLUMNS if columns.count(name) > 1]
    if "name" not in columns:
        wrong.append(("name", "this column is missing; add it to the first line"))
    if "email" not in columns and "phone" not in columns:
        wrong.append(("email", "add a column for e-mail addresses or one for telephone numbers"))
    return wrong


def contact(line: int, cells: Cells, given: Given) -> Contact | list[Wrong]:
    """The contact in a row, or every column that is wrong with its remedy."""
    wrong: list[Wrong] = []

    def of(column: str, read: Callable[[object], Value], otherwise: Value) -> Value:
        text = cells.get(column, "").strip()
        try:
            return read(text) if text else otherwise
        except ValueError as remedy:
            wrong.append((column, str(remedy)))
            return otherwise

    name = of("name", plain_values.filled_line, "")
    if names.is_company(name):
        wrong.append(("name", f"“{name}” names a company; give the name of somebody there"))
    if not cells.get("name", "").strip():
        wrong.append(("name", "it is empty; every contact needs a name"))
    if not cells.get("email", "").strip() and not cells.get("phone", "").strip():
        wrong.append(("email", "there is neither an e-mail address nor a telephone number; give one of them"))
    told_sector = of("sector", plain_values.optional_sector, None)
    told_role = of("role", plain_values.optional_role, None)
    if told_sector is None and told_role is None:
        told_sector, told_role = given.sector, given.role
    role, sector, wrong_pair = role_and_sector(told_role, told_sector)
    wrong += wrong_pair
    email = of("email", plain_values.optional_email, None)
    owner = of("relationship_owner", plain_values.optional_email, None)
    found = Contact(
        line=line,
        name=names.read(name).whole,
        email=email,
        phone=of("phone", plain_values.phone_number, ""),
        title=of("title", plain_values.one_line, ""),
        organization=of("organization", plain_values.one_line, ""),
        sector=sector,
        role=role,
        decides=of("decides", plain_values.yes_or_no, False),
        relationship_owner=owner,
        note=of("note", _note, ""),
        assistant=Assistant(
            of("assistant_name", plain_values.one_line, ""),
            of("assistant_email", plain_values.email_address, ""),
            of("assistant_phone", plain_values.phone_number, ""),
        ),
        language=of("language", plain_values.optional_language, None),
    )
    return wrong or found


def _note(value: object) -> str:
    text = str(value).replace("\r\n", "\n").strip()
    if len(text) > LONG:
        raise ValueError(f"it has {len(text)} characters; shorten it to {LONG}")
    return text


DIALECT = Dialect(
    name="our own columns",
    recognizes=recognizes,
    column=column,
    reads=lambda name: name in COLUMNS,
    unreadable=unreadable,
    contact=contact,
    says_roles=True,
)

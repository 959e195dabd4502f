"""Our own columns for contacts, and what one row of them says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sectorlaunch import plain_values
from sectorlaunch.tables import RoleKind, Sector
from sectorlaunch.tables.columns import LONG

Value = TypeVar("Value")

COLUMNS = (
    "name",
    "email",
    "phone",
    "title",
    "organisation",
    "sector",
    "role",
    "decides",
    "relationship_owner",
    "note",
)
_OTHER_NAMES = {
    "organization": "organisation",
    "e_mail": "email",
    "job_title": "title",
    "company": "organisation",
}
_FROM_BUSINESS = (RoleKind.CHAMPION, RoleKind.BUSINESS_LEADER)
_IN_THE_PARTNERSHIP_FILE = (RoleKind.CONVENER, RoleKind.CO_CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE)


@dataclass(frozen=True)
class Contact:
    """One person of a contacts file, with the line it is on."""

    line: int
    name: str
    email: str | None
    phone: str
    title: str
    organisation: str
    sector: Sector
    role: RoleKind
    decides: bool
    relationship_owner: str | None
    """E-mail address of the team member who makes the ask."""
    note: str

    @property
    def name_and_organisation(self) -> tuple[str, str]:
        return self.name.casefold(), self.organisation.casefold()


def column_name(cell: str) -> str:
    """The column a header cell means, whatever its capitals, spaces and hyphens."""
    name = re.sub(r"[\s_-]+", "_", cell.strip().casefold()).strip("_")
    return _OTHER_NAMES.get(name, name)


def missing_columns(columns: Sequence[str]) -> list[tuple[str, str]]:
    wrong = []
    if "name" not in columns:
        wrong.append(("name", "this column is missing; add it to the first line"))
    if "email" not in columns and "phone" not in columns:
        wrong.append(("email", "add a column for e-mail addresses or one for telephone numbers"))
    return wrong


def contact_from(line: int, cells: Mapping[str, str]) -> Contact | list[tuple[str, str]]:
    """The contact in a row, or every column that is wrong with its remedy."""
    wrong: list[tuple[str, str]] = []

    def of(column: str, read: Callable[[object], Value], otherwise: Value) -> Value:
        text = cells.get(column, "").strip()
        try:
            return read(text) if text else otherwise
        except ValueError as remedy:
            wrong.append((column, str(remedy)))
            return otherwise

    name = of("name", plain_values.filled_line, "")
    if not cells.get("name", "").strip():
        wrong.append(("name", "it is empty; every contact needs a name"))
    if not cells.get("email", "").strip() and not cells.get("phone", "").strip():
        wrong.append(("email", "there is neither an e-mail address nor a telephone number; give one of them"))
    told_sector = of("sector", plain_values.optional_sector, None)
    told_role = of("role", plain_values.optional_role, None)
    wrong += _role_wrong(told_role, told_sector)
    sector = told_sector or Sector.BUSINESS
    email = of("email", plain_values.optional_email, None)
    owner = of("relationship_owner", plain_values.optional_email, None)
    contact = Contact(
        line=line,
        name=name,
        email=email,
        phone=of("phone", plain_values.phone_number, ""),
        title=of("title", plain_values.one_line, ""),
        organisation=of("organisation", plain_values.one_line, ""),
        sector=sector,
        role=told_role
        or (RoleKind.BUSINESS_LEADER if sector is Sector.BUSINESS else RoleKind.PUBLIC_PARTNER),
        decides=of("decides", plain_values.yes_or_no, False),
        relationship_owner=owner,
        note=of("note", _note, ""),
    )
    return wrong or contact


def _role_wrong(role: RoleKind | None, sector: Sector | None) -> list[tuple[str, str]]:
    if role in _IN_THE_PARTNERSHIP_FILE:
        return [("role", f"name the {role} in the partnership file, not here")]
    if role in _FROM_BUSINESS and sector not in (None, Sector.BUSINESS):
        return [
            ("role", f"a {role} speaks for a business, and the sector says {sector}; change one of the two")
        ]
    if role in (RoleKind.PUBLIC_PARTNER, RoleKind.SUPPORT_TEAM) and sector in (None, Sector.BUSINESS):
        return [("sector", f"say which sector this {role} speaks for, such as education")]
    return []


def _note(value: object) -> str:
    text = str(value).replace("\r\n", "\n").strip()
    if len(text) > LONG:
        raise ValueError(f"it has {len(text)} characters; shorten it to {LONG}")
    return text

"""A list somebody keeps in a spreadsheet, with columns called what people call them."""

from collections.abc import Collection

from sectorlaunch.contacts import entry
from sectorlaunch.contacts.contact import Assistant, Contact, Given, Refused
from sectorlaunch.contacts.dialect import Cells, Dialect, plain_column
from sectorlaunch.contacts.dialects import ours
from sectorlaunch.contacts.entry import Entry

FULL_NAMES = ("name", "full name", "contact", "contact name", "contact person", "display name")
FIRST_NAMES = ("first name", "firstname", "given name", "first")
LAST_NAMES = ("last name", "lastname", "surname", "family name", "last")
EMAILS = (
    "email",
    "e-mail",
    "email address",
    "e-mail address",
    "work email",
    "business email",
    "mail",
    "email 1",
    "email 2",
    "email address 2",
    "e-mail 2 address",
    "personal email",
)
PHONES = (
    "phone",
    "phone number",
    "work phone",
    "business phone",
    "office phone",
    "direct",
    "direct line",
    "telephone",
    "tel",
    "mobile",
    "mobile phone",
    "mobile number",
    "cell",
    "cell phone",
    "phone 1",
    "phone 2",
    "home phone",
)
TITLES = ("title", "job title", "position", "role/title", "job")
ORGANIZATIONS = ("organization", "organization", "company", "company name", "business", "business name", "employer", "firm")  # fmt: skip
NOTES = ("note", "notes", "comment", "comments", "remarks")
ASSISTANTS = ("assistant", "assistant's name", "assistant name", "executive assistant", "ea")
ASSISTANTS_EMAILS = ("assistant's email", "assistant email", "assistant e-mail", "ea email")
ASSISTANTS_PHONES = ("assistant's phone", "assistant phone", "ea phone")
_KNOWN = {*FULL_NAMES, *FIRST_NAMES, *LAST_NAMES, *EMAILS, *PHONES, *TITLES, *ORGANIZATIONS, *NOTES}


def recognizes(columns: Collection[str]) -> bool:
    """A name, a way to reach somebody, and words that are not our own: a list in ours is held to them."""
    told = {column for column in columns if column}
    has_name = bool(told & set(FULL_NAMES)) or bool(told & set(FIRST_NAMES) and told & set(LAST_NAMES))
    foreign = {column for column in told & _KNOWN if ours.column(column) not in ours.COLUMNS}
    our_own = {"sector", "role", "decides", "relationship owner"} & told
    return has_name and bool(told & {*EMAILS, *PHONES}) and bool(foreign) and not our_own


def contact(line: int, cells: Cells, given: Given) -> Contact | Refused:
    name = _first(cells, FULL_NAMES) or entry.full_name(_first(cells, FIRST_NAMES), _first(cells, LAST_NAMES))
    return entry.contact(
        Entry(
            line=line,
            name=name,
            emails=entry.values(cells, EMAILS),
            phones=entry.values(cells, PHONES),
            title=_first(cells, TITLES),
            organization=_first(cells, ORGANIZATIONS),
            note=_first(cells, NOTES),
            assistant=Assistant(
                name=_first(cells, ASSISTANTS),
                email=_first(cells, ASSISTANTS_EMAILS),
                phone=_first(cells, ASSISTANTS_PHONES),
            ),
        ),
        given,
    )


def _first(cells: Cells, columns: Collection[str]) -> str:
    return next((cells[column].strip() for column in columns if cells.get(column, "").strip()), "")


DIALECT = Dialect(name="a list of your own", recognizes=recognizes, column=plain_column, contact=contact)

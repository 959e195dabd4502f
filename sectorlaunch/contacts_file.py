"""The contacts file: who a convener wants to reach. Read whole, or refused with every mistake in it.

A dialect turns one row of a file into a contact; `DIALECTS` holds those that can be read.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playbooks.yaml_lines import FileMistakes, Mistake, read_text
from sectorlaunch import plain_values
from sectorlaunch.own_contacts import COLUMNS, Contact, column_name, contact_from, missing_columns

DELIMITERS = ",;\t"
Cells = Mapping[str, str]
Wrong = tuple[str, str]
"""A column and the remedy for what it says."""


@dataclass(frozen=True)
class ContactsFile:
    path: Path
    dialect: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Dialect:
    """One way of writing contacts. `contact` gets the line and the cells by column, and gives the contact
    or what is wrong with it; `unreadable` says what is wrong with the columns themselves."""

    name: str
    recognises: Callable[[Collection[str]], bool]
    column: Callable[[str], str]
    unreadable: Callable[[Sequence[str]], Sequence[Wrong]]
    contact: Callable[[int, Cells], Contact | Sequence[Wrong]]


def _wrong_columns(columns: Sequence[str]) -> Sequence[Wrong]:
    wrong = [
        (name, f"there is no column “{name}” here; {_nearest_column(name)}")
        for name in columns
        if name and name not in COLUMNS
    ]
    wrong += [(name, "this column is here twice; keep one") for name in COLUMNS if columns.count(name) > 1]
    return wrong + missing_columns(columns)


def _nearest_column(name: str) -> str:
    near = plain_values.nearest(name, COLUMNS)
    return f"did you mean “{near}”?" if near else "rename or remove it; known are " + ", ".join(COLUMNS)


OWN = Dialect("sector launch", lambda columns: True, column_name, _wrong_columns, contact_from)
DIALECTS: tuple[Dialect, ...] = (OWN,)
"""Asked in order; our own comes last and takes what no other recognises, so that its mistakes are named."""


def read(path: Path) -> ContactsFile:
    """The contacts in a CSV file: UTF-8, with comma, semicolon or tab. Raises FileMistakes with every mistake."""
    text = read_text(path)
    file = str(path)
    rows = _rows(text, file)
    _, header = next(rows, (1, []))
    if not any(cell.strip() for cell in header):
        raise FileMistakes(
            [Mistake(file, 1, "", f"the first line must name the columns: {', '.join(COLUMNS)}")]
        )
    dialect = next(known for known in DIALECTS if known.recognises(header))
    columns = [dialect.column(cell) for cell in header]
    mistakes = [Mistake(file, 1, column, remedy) for column, remedy in dialect.unreadable(columns)]
    contacts: list[Contact] = []
    for line, cells in rows:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            remedy = f"this line has {len(cells)} cells and the first line {len(columns)}; put quotation marks around text with a comma in it"
            mistakes.append(Mistake(file, line, "", remedy))
            continue
        row = {
            name: (cells[index] if index < len(cells) else "").strip() for index, name in enumerate(columns)
        }
        found = dialect.contact(line, row)
        if isinstance(found, Contact):
            contacts.append(found)
        else:
            mistakes += [Mistake(file, line, column, remedy) for column, remedy in found]
    found_across = (*_twice(contacts), *_two_sectors(contacts))
    mistakes += [Mistake(file, line, column, remedy) for line, column, remedy in found_across]
    if mistakes:
        raise FileMistakes(sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return ContactsFile(path, dialect.name, tuple(contacts))


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = f"this line cannot be read ({error}); look for a quotation mark that is not closed"
            raise FileMistakes([Mistake(file, line, "", remedy)]) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _twice(contacts: Sequence[Contact]) -> Iterator[tuple[int, str, str]]:
    """Rows about somebody who is in the file already: same address, or same name and organisation."""
    by_email: dict[str, int] = {}
    by_name: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        same = by_name.setdefault(contact.name_and_organisation, contact)
        if contact.email and (first := by_email.setdefault(contact.email, contact.line)) != contact.line:
            yield contact.line, "email", f"this address is on line {first} already; keep one of the two"
        elif same is not contact and not (same.email and contact.email):
            remedy = f"{contact.name} of {contact.organisation or 'no organisation'} is on line {same.line} already; keep one of the two"
            yield contact.line, "name", remedy


def _two_sectors(contacts: Sequence[Contact]) -> Iterator[tuple[int, str, str]]:
    """Rows that give an organisation another sector than the first row about it."""
    first: dict[str, Contact] = {}
    for contact in contacts:
        if not contact.organisation:
            continue
        same = first.setdefault(contact.organisation.casefold(), contact)
        if same.sector is not contact.sector:
            remedy = (
                f"{contact.organisation} is {contact.sector} here and line {same.line} says {same.sector}; "
                "an organisation speaks for one sector"
            )
            yield contact.line, "sector", remedy


def check_owners(contacts: ContactsFile, team: Collection[str]) -> None:
    """Every relationship owner must be one of the team, by e-mail. Raises FileMistakes."""
    wrong = [contact for contact in contacts.contacts if contact.relationship_owner not in (None, *team)]
    if wrong:
        raise FileMistakes(
            [
                Mistake(str(contacts.path), contact.line, "relationship_owner", owner_remedy(contact, team))
                for contact in wrong
            ]
        )


def owner_remedy(contact: Contact, team: Collection[str]) -> str:
    owner = contact.relationship_owner or ""
    near = plain_values.nearest(owner, team)
    hint = f"did you mean “{near}”?" if near else "write the address of a convener or team member"
    return f"nobody of the team has the address “{owner}”; {hint}"

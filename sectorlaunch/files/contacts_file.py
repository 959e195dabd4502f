"""A list of contacts: what a convener has, read as it is. Ours are taken whole or sent back; of others, what can be.

What is in the file decides how it is read, not what the file is called: vCards, an Excel workbook, or rows of text
in one of the dialects of `sectorlaunch.contacts.dialects`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch import plain_values
from sectorlaunch.contacts import csv_rows, excel_rows, file_bytes, vcard
from sectorlaunch.contacts.contact import Contact, Given, Refused
from sectorlaunch.contacts.csv_rows import Row
from sectorlaunch.contacts.dialect import Dialect
from sectorlaunch.contacts.dialects import DIALECTS, ours
from sectorlaunch.contacts.file_bytes import wrong

__all__ = ["Contact", "ContactsFile", "Given", "check_owners", "owner_remedy", "read", "read_bytes"]

NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class ContactsFile:
    path: Path
    dialect: str
    """What the list was written by, and how, in words."""
    contacts: tuple[Contact, ...]
    refused: tuple[Refused, ...] = ()
    """Entries that are not taken; only lists that were not made for us have any."""


def read(path: Path, given: Given = NOTHING_GIVEN) -> ContactsFile:
    """The contacts in a file. `given` is the role and sector of those for whom the list says none.

    Raises FileMistakes with every mistake in a file of ours, and for any other that cannot be read at all or needs
    `given` and has none.
    """
    return read_bytes(path, file_bytes.read(path), given)


def read_bytes(path: Path, data: bytes, given: Given = NOTHING_GIVEN) -> ContactsFile:
    """The same for a file that was handed in; `path` is what it is called."""
    file = str(path)
    file_bytes.check_size(data, file)
    if data.startswith(excel_rows.OLD_OR_LOCKED):
        raise wrong(file, "this workbook is of an old kind or has a password; save it as .xlsx without one")
    if data.startswith(excel_rows.PACKED):
        return _of_rows(path, excel_rows.rows(data, file, _is_header), "an Excel sheet", given)
    text, encoding = file_bytes.text(data, file)
    if vcard.is_in(text):
        _check_given(file, vcard.NAME, given)
        found = list(vcard.contacts(text, file, given))
        return _sorted_out(path, f"{vcard.NAME}, {encoding}", found)
    return _of_rows(path, csv_rows.rows(text, file), f"CSV, {encoding}", given)


def _of_rows(path: Path, rows: Iterator[Row], how: str, given: Given) -> ContactsFile:
    file = str(path)
    line, header = next(rows, (1, []))
    if not any(cell.strip() for cell in header):
        raise wrong(file, f"the first line must name the columns: {', '.join(ours.COLUMNS)}", 1)
    dialect = _dialect(header)
    said = f"{dialect.name}, {how}"
    if dialect.says_roles:
        return _ours(path, dialect, header, line, rows, said, given)
    _check_given(file, dialect.name, given)
    columns = [dialect.column(cell) for cell in header]
    found = (dialect.contact(line, _cells(columns, cells), given) for line, cells in rows)
    return _sorted_out(path, said, found)


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a row of a sheet names columns: those of a list known here, or ours."""
    if _dialect(cells).says_roles:
        named = {ours.column(cell) for cell in cells}
        return "name" in named and bool({"email", "phone"} & named)
    return True


def _dialect(header: Sequence[str]) -> Dialect:
    return next(known for known in DIALECTS if known.recognizes([known.column(cell) for cell in header]))


def _cells(columns: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    """The cells by column; of two columns of one name, the first that says anything."""
    row: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and not row.get(column):
            row[column] = cell.strip()
    return row


def _check_given(file: str, dialect: str, given: Given) -> None:
    if not given.says_something:
        remedy = (
            f"this is a list from {dialect}, which does not say who these people are to the partnership; "
            'take it in with `sector-launch people import SLUG FILE --as "business leader"`, or as champion, '
            "or as public partner with --sector"
        )
        raise wrong(file, remedy, field="role")


def _sorted_out(path: Path, dialect: str, found: Iterable[object]) -> ContactsFile:
    everything = list(found)
    return ContactsFile(
        path,
        dialect,
        tuple(one for one in everything if isinstance(one, Contact)),
        tuple(one for one in everything if isinstance(one, Refused)),
    )


def _ours(
    path: Path,
    dialect: Dialect,
    header: Sequence[str],
    header_line: int,
    rows: Iterator[Row],
    said: str,
    given: Given,
) -> ContactsFile:
    file = str(path)
    columns = [dialect.column(cell) for cell in header]
    mistakes = [Mistake(file, header_line, column, remedy) for column, remedy in dialect.unreadable(columns)]
    contacts: list[Contact] = []
    for line, cells in rows:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            remedy = f"this line has {len(cells)} cells and the first line {len(columns)}; put quotation marks around text with a comma in it"
            mistakes.append(Mistake(file, line, "", remedy))
            continue
        found = dialect.contact(line, _cells(columns, cells), given)
        if isinstance(found, Contact):
            contacts.append(found)
        elif not isinstance(found, Refused):
            mistakes += [Mistake(file, line, column, remedy) for column, remedy in found]
    found_across = (*_twice(contacts), *_two_sectors(contacts))
    mistakes += [Mistake(file, line, column, remedy) for line, column, remedy in found_across]
    if mistakes:
        raise FileMistakes(sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return ContactsFile(path, said, tuple(contacts))


def _twice(contacts: Sequence[Contact]) -> Iterator[tuple[int, str, str]]:
    """Rows about somebody who is in the file already: same address, or same name and organization."""
    by_email: dict[str, int] = {}
    by_name: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        same = by_name.setdefault(contact.name_and_organization, contact)
        if contact.email and (first := by_email.setdefault(contact.email, contact.line)) != contact.line:
            yield contact.line, "email", f"this address is on line {first} already; keep one of the two"
        elif same is not contact and not (same.email and contact.email):
            remedy = f"{contact.name} of {contact.organization or 'no organization'} is on line {same.line} already; keep one of the two"
            yield contact.line, "name", remedy


def _two_sectors(contacts: Sequence[Contact]) -> Iterator[tuple[int, str, str]]:
    """Rows that give an organization another sector than the first row about it."""
    first: dict[str, Contact] = {}
    for contact in contacts:
        if not contact.organization:
            continue
        same = first.setdefault(contact.organization.casefold(), contact)
        if same.sector is not contact.sector:
            remedy = (
                f"{contact.organization} is {contact.sector} here and line {same.line} says {same.sector}; "
                "an organization speaks for one sector"
            )
            yield contact.line, "sector", remedy


def check_owners(contacts: ContactsFile, team: Collection[str]) -> None:
    """Every relationship owner must be one of the team, by e-mail. Raises FileMistakes."""
    wrong_ones = [contact for contact in contacts.contacts if contact.relationship_owner not in (None, *team)]
    if wrong_ones:
        raise FileMistakes(
            [
                Mistake(str(contacts.path), contact.line, "relationship_owner", owner_remedy(contact, team))
                for contact in wrong_ones
            ]
        )


def owner_remedy(contact: Contact, team: Collection[str]) -> str:
    owner = contact.relationship_owner or ""
    near = plain_values.nearest(owner, team)
    hint = f"did you mean “{near}”?" if near else "write the address of a convener or team member"
    return f"nobody of the team has the address “{owner}”; {hint}"

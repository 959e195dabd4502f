"""A list of contacts: what a convener has, read as it is. Ours are taken whole or sent back; of others, what can be.

What is in the file decides how it is read, not what the file is called: vCards, an Excel workbook, or rows of text
in one of the dialects of `sectorlaunch.contacts.dialects`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch import plain_values
from sectorlaunch.contacts import csv_rows, entry, excel_rows, file_bytes, header_row, programs, vcard
from sectorlaunch.contacts.columns import ROWS_LOOKED_AT, by_hand
from sectorlaunch.contacts.columns import match as columns_of
from sectorlaunch.contacts.contact import Contact, Given, Refused
from sectorlaunch.contacts.csv_rows import Row
from sectorlaunch.contacts.dialect import Dialect
from sectorlaunch.contacts.dialects import ours, plain_list
from sectorlaunch.contacts.file_bytes import wrong
from sectorlaunch.contacts.header_row import ColumnsUnclear
from sectorlaunch.contacts.limits import MOST_ROWS

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
    remarks: tuple[str, ...] = ()
    """What the convener should know of the whole list: columns and sheets not read, lines in another encoding."""
    header: tuple[str, ...] = ()
    """The names of its columns; none for vCards."""


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
        sheet = excel_rows.read(data, file, header_row.is_one, given.sheet)
        return _of_rows(path, sheet.rows, "an Excel sheet", given, sheet.remarks, sheet.hidden)
    read = file_bytes.text(data, file)
    if vcard.is_in(read.text):
        _check_given(file, vcard.NAME, given)
        found = list(vcard.contacts(read.text, file, given))
        return _sorted_out(path, f"{vcard.NAME}, {read.encoding}", found)
    rows = list(csv_rows.rows(read.text, file, header_row.is_one))
    return _of_rows(path, rows, f"CSV, {read.encoding}", given, _other_encoding(read))


def _other_encoding(read: file_bytes.Text) -> tuple[str, ...]:
    if not read.other_lines:
        return ()
    lines = ", ".join(map(str, read.other_lines[:10])) + (" …" if len(read.other_lines) > 10 else "")
    said = "line" if len(read.other_lines) == 1 else "lines"
    return (f"the file is UTF-8, and {said} {lines} Windows-1252: look whether the names there are right",)


def _of_rows(
    path: Path,
    rows: Sequence[Row],
    how: str,
    given: Given,
    remarks: tuple[str, ...] = (),
    hidden: Collection[int] = (),
) -> ContactsFile:
    """The contacts below the row that names columns. Raises ColumnsUnclear where that has to be asked."""
    file = str(path)
    if not rows:
        raise wrong(file, f"the first line must name the columns: {', '.join(ours.COLUMNS)}", 1)
    at = header_row.position([cells for _, cells in rows])
    if at is None:
        line, header, below = 1, header_row.made_up([cells for _, cells in rows]), rows
    else:
        (line, header), below = rows[at], rows[at + 1 :]
    if len(below) > MOST_ROWS:
        raise wrong(file, f"there are more than {MOST_ROWS} rows; take the list in in parts", below[-1][0])
    seen = [row for row in below if row[0] not in hidden]
    found: Sequence[object]
    dialect = header_row.dialect(header) if not given.columns else None
    if dialect is None:
        above = rows[at - 1][1] if at and rows[at - 1][0] == line - 1 else []
        match = columns_of(header, [cells for _, cells in seen[:ROWS_LOOKED_AT]], above=above)
        match = by_hand(header, given.columns, match)
        if not match.is_enough:
            raise ColumnsUnclear(file, line, match, [cells for _, cells in seen[:3]])
        name = programs.of(header)
        if ours.has_no_other(header):
            name = ours.DIALECT.name
        else:
            _check_given(file, name, given)
        found = [plain_list.contact(number, cells, match, given) for number, cells in seen]
        is_read = [meaning is not None for meaning in match.meanings]
    else:
        name, columns = dialect.name, [dialect.column(cell) for cell in header]
        is_read = [dialect.reads(column) for column in columns]
        if dialect.says_roles:
            found = _ours(file, dialect, columns, line, seen, given)
        else:
            _check_given(file, name, given)
            found = [dialect.contact(number, _cells(columns, cells), given) for number, cells in seen]
    return _sorted_out(
        path,
        f"{name}, {how}",
        [*found, *_left_out(below, hidden)],
        (*remarks, *_unread(header, is_read, seen)),
        header,
    )


def _left_out(rows: Sequence[Row], hidden: Collection[int]) -> Iterator[Refused]:
    """The rows somebody may never have seen in their sheet, each said."""
    for number, cells in rows:
        if number in hidden:
            name = entry.one_line(" ".join(cells))[:60]
            yield Refused(number, name, "this row is hidden in the sheet; show it there if it is meant")


def _unread(header: Sequence[str], is_read: Sequence[bool], rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns nothing is made of, once, as far as any row says something there."""
    named = {
        cell.strip(): True
        for at, (cell, read) in enumerate(zip(header, is_read, strict=True))
        if cell.strip() and not read and any(at < len(cells) and cells[at].strip() for _, cells in rows)
    }
    return (f"Columns not read: {', '.join(named)}",) if named else ()


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


def _sorted_out(
    path: Path,
    dialect: str,
    found: Iterable[object],
    remarks: tuple[str, ...] = (),
    header: Sequence[str] = (),
) -> ContactsFile:
    everything = list(found)
    return ContactsFile(
        path,
        dialect,
        tuple(_with_one_address([one for one in everything if isinstance(one, Contact)])),
        tuple(one for one in everything if isinstance(one, Refused)),
        remarks,
        tuple(header),
    )


def _ours(
    file: str,
    dialect: Dialect,
    columns: Sequence[str],
    header_line: int,
    rows: Sequence[Row],
    given: Given,
) -> list[Contact]:
    """Every contact of a list made for us. Raises FileMistakes with every mistake in it."""
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
    return contacts


def _twice(contacts: Sequence[Contact]) -> Iterator[tuple[int, str, str]]:
    """Rows about somebody who is in the file already: same name, and the same address or organization."""
    by_email: dict[str, Contact] = {}
    by_name: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        same = by_name.setdefault(contact.name_and_organization, contact)
        first = by_email.setdefault(contact.email, contact) if contact.email else contact
        if first is not contact and first.name.casefold() == contact.name.casefold():
            yield contact.line, "email", f"this address is on line {first.line} already; keep one of the two"
        elif same is not contact and not (same.email and contact.email):
            remedy = f"{contact.name} of {contact.organization or 'no organization'} is on line {same.line} already; keep one of the two"
            yield contact.line, "name", remedy


def _with_one_address(contacts: Sequence[Contact]) -> Iterator[Contact]:
    """The same contacts; people who share an address, such as an office's, say so."""
    first: dict[str, Contact] = {}
    for contact in contacts:
        sharing = first.setdefault(contact.email, contact) if contact.email else contact
        if sharing is contact or sharing.name.casefold() == contact.name.casefold():
            yield contact
        else:
            yield replace(
                contact,
                remarks=(*contact.remarks, f"shares an address with {sharing.name}, line {sharing.line}"),
            )


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

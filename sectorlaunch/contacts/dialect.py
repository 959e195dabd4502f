"""The seam between a file and a contact: what every way of writing contacts in rows has to say for itself."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sectorlaunch.contacts.contact import Contact, Given, Refused, Wrong

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Dialect:
    """One way of writing contacts in rows.

    `recognizes` gets the columns as `column` names them. `contact` gets the line, the cells by column and what the
    convener says about the whole list; it gives the contact, or why this entry alone is not taken, or what is
    wrong with it in a file that is all right or not at all. `unreadable` says what is wrong with the columns.
    """

    name: str
    recognizes: Callable[[Collection[str]], bool]
    contact: Callable[[int, Cells, Given], Contact | Refused | Sequence[Wrong]]
    column: Callable[[str], str]
    reads: Callable[[str], bool]
    """Whether something is made of a column; the others are named in the report."""
    unreadable: Callable[[Sequence[str]], Sequence[Wrong]] = lambda columns: ()
    says_roles: bool = False
    """Whether the list says itself who somebody is to the partnership."""


def plain_column(cell: str) -> str:
    """A header cell in small letters, with straight apostrophes and single spaces."""
    return re.sub(r"\s+", " ", cell.replace("\u2019", "'").replace("_", " ")).strip().casefold()

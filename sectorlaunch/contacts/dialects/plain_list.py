"""Any other list: of whatever program, or somebody's own spreadsheet. Its columns say what they are."""

import re
from collections.abc import Sequence

from sectorlaunch.contacts import entry
from sectorlaunch.contacts.columns import Match, plain
from sectorlaunch.contacts.contact import Assistant, Contact, Given, Refused
from sectorlaunch.contacts.entry import Entry
from sectorlaunch.contacts.meanings import Meaning

_NO = {
    "",
    "no",
    "n",
    "0",
    "false",
    "allow",
    "nein",
    "non",
    "none",
    "never",
    "-",
    "0000-00-00",
    "subscribed",
    "active",
}
_WITHDRAWN = re.compile(
    r"unsub|opted out|optout|opt-out|clean|bounce|complain|do not|removed|suppress|abgemeldet"
)


def contact(line: int, cells: Sequence[str], columns: Match, given: Given) -> Contact | Refused:
    """The contact in a row under its columns, or why it is not taken."""
    in_parts = entry.full_name(
        *(columns.text(cells, part) for part in (Meaning.GIVEN, Meaning.MIDDLE, Meaning.FAMILY))
    )
    return entry.contact(
        Entry(
            line=line,
            name=in_parts or columns.text(cells, Meaning.FULL_NAME),
            emails=columns.texts(cells, Meaning.EMAIL),
            phones=columns.texts(cells, Meaning.PHONE),
            title=columns.text(cells, Meaning.JOB_TITLE),
            organization=columns.text(cells, Meaning.ORGANIZATION),
            note="\n".join(columns.texts(cells, Meaning.NOTE)),
            assistant=Assistant(
                columns.text(cells, Meaning.ASSISTANT_NAME),
                columns.text(cells, Meaning.ASSISTANT_EMAIL),
                columns.text(cells, Meaning.ASSISTANT_PHONE),
            ),
            language=columns.text(cells, Meaning.LANGUAGE),
            refused="the list says that this person has died"
            if _says_so(cells, columns, Meaning.DIED)
            else "",
            remarks=_came_back(cells, columns),
            not_by_mail=_withdrawn(cells, columns),
            not_by_phone=bool(_says_so(cells, columns, Meaning.NO_CALLS)),
        ),
        given,
    )


def _withdrawn(cells: Sequence[str], columns: Match) -> str:
    """The column and what it says, where somebody wants no letters: “Unsubscribed: yes”, “UNSUB_TIME: 2026-03-04”."""
    for meaning in (Meaning.NO_CONTACT, Meaning.NO_MAIL):
        if said := _says_so(cells, columns, meaning):
            return said
    for heading, cell in columns.under(cells, Meaning.PERMISSION):
        if _WITHDRAWN.search(cell.casefold()):
            return f"“{heading}: {cell}”"
    return ""


def _says_so(cells: Sequence[str], columns: Match, meaning: Meaning) -> str:
    """A yes, an x or a date under a meaning, with its column."""
    for heading, cell in columns.under(cells, meaning):
        if cell.casefold() not in _NO:
            return f"“{heading}: {cell[:60]}”"
    return ""


def _came_back(cells: Sequence[str], columns: Match) -> tuple[str, ...]:
    return tuple(
        f"mail to this address has come back before, says “{heading}: {cell[:60]}”"
        for heading, cell in columns.under(cells, Meaning.BOUNCED)
        if plain(cell) not in _NO
    )

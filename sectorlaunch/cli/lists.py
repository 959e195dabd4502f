"""Reading a list for a command: with what its columns mean, as said now or the last time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sectorlaunch.cli.options import one_of

if TYPE_CHECKING:
    from sectorlaunch.cli.installation import Installation
    from sectorlaunch.contacts.contact import Given
    from sectorlaunch.contacts.meanings import Meaning
    from sectorlaunch.files.contacts_file import ContactsFile


def said_columns(typed: Sequence[str]) -> "Mapping[str, Meaning | None]":
    """Column names to meanings, from “Wer=full name”; “Wer=” leaves a column unread."""
    from sectorlaunch.contacts.meanings import Meaning

    told: dict[str, Meaning | None] = {}
    for text in typed:
        column, sign, meaning = text.rpartition("=")
        if not sign or not column.strip():
            raise typer.BadParameter(f"“{text}” is not COLUMN=MEANING.", param_hint="--column")
        told[column.strip()] = one_of(Meaning, meaning, "--column") if meaning.strip() else None
    return told


def read_list(
    here: "Installation", slug: str, file: Path, given: "Given", *, remember: bool
) -> "ContactsFile":
    """The list in a file. Where its columns are unclear, as they were matched before; what is said now is kept."""
    from sectorlaunch.actions import list_columns as actions
    from sectorlaunch.contacts.header_row import ColumnsUnclear
    from sectorlaunch.files import contacts_file
    from sectorlaunch.records import list_columns, partnerships, people

    try:
        found = contacts_file.read(file, given)
    except ColumnsUnclear as asked:
        header = asked.found.header
        told = here.read(
            lambda session: list_columns.remembered(session, partnerships.ids(session, slug)[0], header)
        )
        if given.columns or not told:
            raise
        return contacts_file.read(file, replace(given, columns=told))
    if given.columns and remember:
        at = here.read(lambda session: partnerships.ids(session, slug)[0])
        by = here.read(lambda session: people.convener(session, at).name)
        here.change(actions.remember, at, found.header, given.columns, by=by)
    return found

"""Which rows of which table belong to a partnership: found along the foreign keys, so that a new table is not forgotten."""

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Table, select
from sqlmodel import SQLModel

LEFT_OUT = {
    "account": "who signs in belongs to the installation",
    "accountlink": "links to sign in open other people’s pages",
    "signin": "who signs in belongs to the installation",
    "erasure": "that somebody’s data was taken out is known by number only",
    "addresschange": "who signs in belongs to the installation",
    "accesslink": "personal links open other people’s pages",
    "channel": "the ways out belong to the installation",
    "channelchange": "the ways out belong to the installation",
    "signingkey": "what letters are signed with belongs to the installation",
    "arrivaltest": "the ways out belong to the installation",
    "inbox": "the mailboxes belong to the installation",
    "mailgrant": "what opens them belongs to the installation",
    "receivedmail": "what came back belongs to the installation’s mailboxes",
    "merge": "how double entries were put together means nothing without these tables",
    "address": "what is known of an address belongs to its owner, and to the installation",
    "standstill": "it is about the installation",
    "runrequest": "notes between our tables and Prefect",
    "houseplaybook": "what may be started here belongs to the installation",
    "playbookedition": "it is in playbook.yaml",
}
"""Tables that stay, and why."""
ELSEWHERE = {
    "message.html": "the letters are files",
    "message.calendar_text": "the meetings are in calendar.ics",
    "message.calendar_organizer": "where calendars answer to; it says nothing outside this installation",
    "message.unsubscribe_url": "opens somebody’s own page",
    "talkhours.busy_url": "opens somebody’s own calendar",
    "talkhours.busy": "when somebody is busy is theirs, and read anew each quarter of an hour",
    "censusfile.content": "the Bureau has the file; its digest is in the table",
    "databrief.pdf": "the briefs are files",
    "databrief.editable": "the briefs are files",
    "databrieftranslation.pdf": "the briefs are files",
    "databrieftranslation.editable": "the briefs are files",
}
"""Columns that are not cells, and why."""


def tables() -> Iterator[Table]:
    """The tables that are taken, parents before children."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in LEFT_OUT:
            yield table


def columns(table: Table) -> list[Column[object]]:
    return [column for column in table.columns if f"{table.name}.{column.name}" not in ELSEWHERE]


def belongs(table: Table, partnership_id: int) -> ColumnElement[bool]:
    """The condition a row of the table meets when it is about this partnership."""
    if table.name == "partnership":
        return table.c.id == partnership_id
    if table.name == "surveyrating":
        # Nobody sees what was said before a round is closed, whoever holds the archive.
        rounds = SQLModel.metadata.tables["surveyround"]
        closed = select(rounds.c.id).where(belongs(rounds, partnership_id), rounds.c.closed_at.is_not(None))
        return table.c.round_id.in_(closed)
    column, parent = _leads_to_partnership(table)
    if parent.name == "partnership":
        return column == partnership_id
    return column.in_(select(parent.c.id).where(belongs(parent, partnership_id)))


def people_in(table: Table) -> list[Column[object]]:
    """The columns of a table that refer to a person."""
    return [c for c in table.columns if any(key.column.table.name == "person" for key in c.foreign_keys)]


def _leads_to_partnership(table: Table) -> tuple[Column[object], Table]:
    """The shortest way up: the partnership itself, else its run, else whatever the row is part of."""
    ways = [
        (column, key.column.table)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name not in LEFT_OUT
    ]
    nearest = {"partnership": 0, "playbookrun": 1}
    return min(ways, key=lambda way: nearest.get(way[1].name, len(nearest)))

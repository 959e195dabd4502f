"""What is on record of one person in one partnership, as a file they can be given."""

import json
from typing import Any

from sqlalchemy import Table, or_
from sqlmodel import SQLModel, select

from sectorlaunch.export import belonging, cells
from sectorlaunch.records import people
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Person

ABOUT = ("person_id", "about_id", "speaker_id")
"""Columns that say whom a row is about; what somebody holds for others is about those."""


def of(launch: Launch, person_id: int) -> bytes:
    """Every row about them, table by table, as JSON in UTF-8: their entry, roles, answers, letters, talks.

    Moments are UTC. Links that open somebody's page are cut short.
    """
    person = launch.session.get_one(Person, person_id)
    records = {table.name: rows for table in belonging.tables() if (rows := _rows(launch, table, person_id))}
    entry = {
        column.name: cells.cell(getattr(person, column.name))
        for column in belonging.columns(SQLModel.metadata.tables["person"])
        if getattr(person, column.name) not in (None, "")
    }
    said = {
        "of": person.name,
        "partnership": launch.partnership.name,
        "written_on": cells.cell(launch.now),
        "organization": people.organization_name(launch.session, person),
        "entry": entry,
        "records": records,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _rows(launch: Launch, table: Table, person_id: int) -> list[dict[str, Any]]:
    about = [column for column in belonging.people_in(table) if column.name in ABOUT]
    if not about:
        return []
    wanted = select(*belonging.columns(table)).where(
        belonging.belongs(table, launch.partnership_id), or_(*(column == person_id for column in about))
    )
    rows = launch.session.execute(wanted.order_by(*table.primary_key)).mappings()
    return [{name: cells.cell(value) for name, value in row.items() if value is not None} for row in rows]

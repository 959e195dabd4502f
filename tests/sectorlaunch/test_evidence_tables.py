"""A gate is reviewed when a table behind it has changed, so what is said to be behind it must be true."""

import re

import pytest
from sqlalchemy import event
from sqlmodel import Session, SQLModel

from sectorlaunch import facts
from sectorlaunch.facts.fact_reader import FactReader
from sectorlaunch.tables import Partnership, PlaybookEdition, PlaybookRun
from tests.story.rehearsals import finished

ALWAYS = {Partnership.__tablename__, PlaybookRun.__tablename__, PlaybookEdition.__tablename__}
"""A change of these has every gate reviewed; an edition never changes."""


@pytest.mark.parametrize("section", facts.SECTIONS)
def test_it_reads_no_table_that_is_not_said_to_be_behind_it(section: str) -> None:
    stage = finished(2).stage
    read: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        read.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    event.listen(stage.engine, "before_cursor_execute", note)
    try:
        with Session(stage.engine) as session:
            facts.SECTIONS[section](FactReader(session, stage.now, stage.run_id))
    finally:
        event.remove(stage.engine, "before_cursor_execute", note)

    said = {table_name(table) for table in facts.SECTIONS[section].tables}
    assert read - ALWAYS <= said


def table_name(table: type) -> str:
    assert issubclass(table, SQLModel)
    return str(table.__tablename__)

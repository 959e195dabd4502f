"""Every table that refers to a person: what becomes of its rows is said, done, and undone exactly."""

from typing import Any

import pytest
from sqlalchemy import JSON, Engine
from sqlmodel import Session, SQLModel, select

from sectorlaunch.actions.merging import merge, rules
from sectorlaunch.actions.merging.moves import CLASSES, shape
from sectorlaunch.actions.merging.rows import uniques
from sectorlaunch.tables import AboutKind, Meeting

from .any_row import NOW, columns_to_people, make, make_in_place, person

WITHOUT_PEOPLE = {
    "surveyround.definition",
    "listcolumns.meanings",
    "partnership.naics",
    "partnership.counties",
    "plannedregion.counties",
    "partnership.numbers",
    "steprun.activities_begun",
    "gaterun.reopened",
    "gaterun.missing",
    "gaterun.settled_by",
    "answer.saw",
    "event.data",
    "labordata.figures",
    "censusfetch.periods",
    "censusfetch.troubles",
    "censusfile.areas",
    "censusfile.periods",
    "censusfile.remarks",
    "footprintstatement.counties",
    "rankingchoice.weights",
    "scoringround.industries",
    "sectordecision.agreed",
    "sectordecision.snapshot",
    "merge.moves",
    "arrivaltest.reception",
    "talkhours.weekdays",
    "talkhours.busy",
}
"""JSON columns that point at nobody, or, as events, at whom they were about when they were written."""
MOVED = [name for name in columns_to_people() if name not in rules.STAYS]
WITH_A_PLACE = [
    name
    for name in MOVED
    if any(name.split(".")[1] in unique for unique in uniques(CLASSES[name.split(".")[0]].__table__))  # type: ignore[attr-defined]
]
"""Columns of which two rows may not say the same in one place."""


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, but for the record of merging itself."""
    session.expire_all()
    return {
        name: [
            {column.name: getattr(row, column.name) for column in shape(row).columns}
            for row in sorted(session.exec(select(kind)).all(), key=repr)
        ]
        for name, kind in CLASSES.items()
        if name not in ("event", "merge")
    }


def twin(session: Session, row: SQLModel, **changed: Any) -> SQLModel:
    """A second row in the same place but for what is changed; its own unique values are its own."""
    table = shape(row)
    alone = {name for unique in uniques(table) if len(unique) == 1 for name in unique}
    skipped = alone | {column.name for column in table.primary_key}
    values = {
        column.name: getattr(row, column.name) for column in table.columns if column.name not in skipped
    }
    return make(session, type(row), **{**values, **changed})


def test_it_says_what_becomes_of_every_column_that_refers_to_a_person() -> None:
    assert set(columns_to_people()) == rules.MOVES | rules.STAYS


def test_it_knows_every_column_that_names_a_person_in_words() -> None:
    named = {
        f"{name}.{column.name}"
        for name, kind in CLASSES.items()
        for column in kind.__table__.columns  # type: ignore[attr-defined]
        if column.name == "occurrence"
    }
    assert named == rules.OCCURRENCES


def test_it_knows_every_column_that_may_hold_numbers_of_people() -> None:
    of_json = {
        f"{name}.{column.name}"
        for name, kind in CLASSES.items()
        for column in kind.__table__.columns  # type: ignore[attr-defined]
        if isinstance(column.type, JSON)
    }
    assert of_json - WITHOUT_PEOPLE == rules.NUMBERS_IN_JSON


@pytest.mark.parametrize("where", MOVED)
def test_it_moves_a_row_and_puts_it_back(engine: Engine, where: str) -> None:
    table, column = where.split(".")
    with Session(engine) as session:
        kept, gone = person(session, "Kept"), person(session, "Gone", email="gone@example.com")
        row = make(session, CLASSES[table], **{column: gone})
        before = everything(session)

        done = merge.merge(session, NOW, kept, gone, by="Cora Venner")
        session.refresh(row)
        moved_to = getattr(row, column)
        undone = merge.unmerge(session, NOW, done.merge_id, by="Cora Venner")

        assert moved_to == kept
        assert everything(session) == before
        assert undone.left == 0


@pytest.mark.parametrize("where", WITH_A_PLACE)
def test_it_settles_two_rows_of_one_place_and_puts_both_back(engine: Engine, where: str) -> None:
    table, column = where.split(".")
    kind = CLASSES[table]
    with Session(engine) as session:
        kept, gone = person(session, "Kept"), person(session, "Gone", email="gone@example.com")
        first = make_in_place(session, kind, **{column: kept})
        twin(session, first, **{column: gone})
        before = everything(session)

        done = merge.merge(session, NOW, kept, gone, by="Cora Venner")
        held = session.exec(select(kind).where(getattr(kind, column) == kept)).all()
        merge.unmerge(session, NOW, done.merge_id, by="Cora Venner")

        assert len(held) == 1
        assert everything(session) == before


@pytest.mark.parametrize("where", sorted(rules.OCCURRENCES))
def test_it_follows_what_is_about_a_person_in_words(engine: Engine, where: str) -> None:
    kind = CLASSES[where.split(".")[0]]
    with Session(engine) as session:
        kept, gone = person(session, "Kept"), person(session, "Gone")
        alone = make(session, kind, occurrence=f"person:{gone}")
        one_of_two = make_in_place(session, kind, occurrence=f"person:{kept}")
        twin(session, one_of_two, occurrence=f"person:{gone}")
        before = everything(session)

        done = merge.merge(session, NOW, kept, gone, by="Cora Venner")
        session.refresh(alone)
        followed = alone.occurrence  # type: ignore[attr-defined]
        merge.unmerge(session, NOW, done.merge_id, by="Cora Venner")

        assert followed == f"person:{kept}"
        assert everything(session) == before


@pytest.mark.parametrize("table", sorted(rules.ABOUT))
def test_it_follows_what_is_about_a_person_however_its_words_go_on(engine: Engine, table: str) -> None:
    kind, (about_kind, about_id) = CLASSES[table], rules.ABOUT[table]
    with Session(engine) as session:
        kept, gone = person(session, "Kept"), person(session, "Gone")
        about = {about_kind: AboutKind.PERSON, about_id: gone}
        row = make(session, kind, occurrence=f"person:{gone}#again-1", **about)
        other = make(session, kind, **{about_kind: AboutKind.MEETING, about_id: gone})
        before = everything(session)

        done = merge.merge(session, NOW, kept, gone, by="Cora Venner")
        session.refresh(row)
        session.refresh(other)
        followed = getattr(row, about_id), getattr(other, about_id)
        merge.unmerge(session, NOW, done.merge_id, by="Cora Venner")

        assert followed == (kept, gone)
        assert everything(session) == before


def test_it_follows_the_numbers_of_people_among_other_things(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = person(session, "Kept"), person(session, "Gone")
        meeting = make(session, Meeting, roles={"welcome": gone, "scribe": 99})
        before = everything(session)

        done = merge.merge(session, NOW, kept, gone, by="Cora Venner")
        session.refresh(meeting)
        roles = meeting.roles  # type: ignore[attr-defined]
        merge.unmerge(session, NOW, done.merge_id, by="Cora Venner")

        assert roles == {"welcome": kept, "scribe": 99}
        assert everything(session) == before

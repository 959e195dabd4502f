"""What a unit of work remembers is never older than the tables."""

from sqlalchemy import Engine, event
from sqlmodel import Session, select

from sectorlaunch.database import unit_of_work
from sectorlaunch.query_cache import cached, take_changes
from sectorlaunch.tables import Organization, Person, Sector
from tests.cast import MONDAY

HERE = 1
"""The partnership all of them are of."""


def names(session: Session) -> list[str]:
    return cached(
        session,
        (Organization,),
        "names",
        lambda: list(session.exec(select(Organization.name).order_by(Organization.name))),
    )


def statements(engine: Engine) -> list[str]:
    """Every statement from here on."""
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *details: sent.append(str(details[2])))
    return sent


def test_it_reads_once(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        names(session)
        sent = statements(engine)
        names(session)

    assert not any("FROM organization" in statement for statement in sent)


def test_it_reads_again_when_a_row_was_added(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        assert names(session) == []
        session.add(Organization(partnership_id=HERE, name="One Gears", sector=Sector.BUSINESS))

        assert names(session) == ["One Gears"]


def test_it_reads_again_when_a_row_was_changed(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        row = Organization(partnership_id=HERE, name="One Gears", sector=Sector.BUSINESS)
        session.add(row)
        assert names(session) == ["One Gears"]
        row.name = "Two Castings"

        assert names(session) == ["Two Castings"]


def test_it_keeps_what_other_tables_do_not_touch(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        names(session)
        session.add(Person(partnership_id=HERE, name="Cora Venner", created_at=MONDAY))
        session.flush()
        sent = statements(engine)
        names(session)

    assert not any("FROM organization" in statement for statement in sent)


def test_it_forgets_what_a_savepoint_took_back(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        with session.begin_nested() as attempt:
            session.add(Organization(partnership_id=HERE, name="One Gears", sector=Sector.BUSINESS))
            assert names(session) == ["One Gears"]
            attempt.rollback()

        assert names(session) == []


def test_it_remembers_nothing_beyond_its_unit_of_work(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        names(session)
    with unit_of_work(engine, MONDAY) as session:
        session.add(Organization(partnership_id=HERE, name="One Gears", sector=Sector.BUSINESS))
    with unit_of_work(engine, MONDAY) as session:
        assert names(session) == ["One Gears"]


def test_it_reads_each_time_in_a_session_of_another_kind(engine: Engine) -> None:
    with Session(engine) as session:
        names(session)
        sent = statements(engine)
        names(session)

    assert any("FROM organization" in statement for statement in sent)


def test_it_tells_each_reader_what_changed_since_it_last_asked(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        session.add(Organization(partnership_id=HERE, name="One Gears", sector=Sector.BUSINESS))
        assert take_changes(session, "one") == {Organization}
        session.add(Person(partnership_id=HERE, name="Cora Venner", created_at=MONDAY))

        assert take_changes(session, "one") == {Person}
        assert take_changes(session, "two") == {Organization, Person}

"""What a unit of work remembers is never older than the tables."""

from sqlalchemy import Engine, event
from sqlmodel import Session, select

from sectorlaunch.database import unit_of_work
from sectorlaunch.query_cache import cached, take_changes
from sectorlaunch.tables import Account, Address
from tests.cast import MONDAY


def names(session: Session) -> list[str]:
    return cached(
        session,
        (Account,),
        "names",
        lambda: list(session.exec(select(Account.name).order_by(Account.name))),
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

    assert not any("FROM account" in statement for statement in sent)


def test_it_reads_again_when_a_row_was_added(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        assert names(session) == []
        session.add(Account(name="One Gears", email="one@example.org", created_at=MONDAY))

        assert names(session) == ["One Gears"]


def test_it_reads_again_when_a_row_was_changed(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        row = Account(name="One Gears", email="one@example.org", created_at=MONDAY)
        session.add(row)
        assert names(session) == ["One Gears"]
        row.name = "Two Castings"

        assert names(session) == ["Two Castings"]


def test_it_keeps_what_other_tables_do_not_touch(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        names(session)
        session.add(Address(email="cora@example.org"))
        session.flush()
        sent = statements(engine)
        names(session)

    assert not any("FROM account" in statement for statement in sent)


def test_it_forgets_what_a_savepoint_took_back(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        with session.begin_nested() as attempt:
            session.add(Account(name="One Gears", email="one@example.org", created_at=MONDAY))
            assert names(session) == ["One Gears"]
            attempt.rollback()

        assert names(session) == []


def test_it_remembers_nothing_beyond_its_unit_of_work(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        names(session)
    with unit_of_work(engine, MONDAY) as session:
        session.add(Account(name="One Gears", email="one@example.org", created_at=MONDAY))
    with unit_of_work(engine, MONDAY) as session:
        assert names(session) == ["One Gears"]


def test_it_reads_each_time_in_a_session_of_another_kind(engine: Engine) -> None:
    with Session(engine) as session:
        names(session)
        sent = statements(engine)
        names(session)

    assert any("FROM account" in statement for statement in sent)


def test_it_tells_each_reader_what_changed_since_it_last_asked(engine: Engine) -> None:
    with unit_of_work(engine, MONDAY) as session:
        session.add(Account(name="One Gears", email="one@example.org", created_at=MONDAY))
        assert take_changes(session, "one") == {Account}
        session.add(Address(email="cora@example.org"))

        assert take_changes(session, "one") == {Address}
        assert take_changes(session, "two") == {Account, Address}

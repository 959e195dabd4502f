"""People are erased when their keeping period is over: announced before, never while something is open with them."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from sectorlaunch.actions import endings, roles, scope
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.engine import keeping_periods
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.rules.keeping_periods import ENDED, LEFT
from sectorlaunch.tables import Event, Person, RoleKind, ToDo, ToDoKind, TouchState
from tests.cast import CONVENER, Launch

NAME, OTHER = "Biz Birch", "Biz Cedar"
UNUSUAL = {LEFT: 0, ENDED: 0}


def at(year: int, month: int, day: int) -> datetime:
    """Noon in Denver, about."""
    return datetime(year, month, day, 18, tzinfo=UTC)


def sweep(launch: Launch, now: datetime) -> list[str]:
    with unit_of_work(launch.engine, now) as session:
        return keeping_periods.sweep(session, now, UNUSUAL)


def person(launch: Launch, person_id: int) -> Person:
    with reading(launch.engine) as session:
        return session.get_one(Person, person_id)


def history(launch: Launch, kind: EventKind) -> list[Event]:
    with reading(launch.engine) as session:
        return list(session.exec(select(Event).where(Event.kind == kind.value).order_by(col(Event.id))))


@pytest.fixture
def left(launch: Launch) -> int:
    """Somebody whose only role has ended on March 2, 2026: the playbook keeps them for 730 days."""
    person_id = launch.someone(NAME).pk
    launch.do(
        lambda session, now: roles.end_role(
            session, now, "fernwater", person_id, RoleKind.BUSINESS_LEADER, by=CONVENER
        )
    )
    return person_id


def test_it_announces_an_erasure_and_does_it_on_the_day_that_was_named(launch: Launch, left: int) -> None:
    assert sweep(launch, at(2027, 12, 30)) == []
    said = "On Wednesday, March 1, 2028, one person who left in 2026 will be erased."
    assert sweep(launch, at(2028, 1, 2)) == [f"Fernwater Valley Partnership: {said}"]
    assert sweep(launch, at(2028, 1, 3)) == []
    assert [event.summary for event in history(launch, EventKind.ERASURE_ANNOUNCED)] == [said]
    assert sweep(launch, at(2028, 2, 29)) == []
    assert person(launch, left).name == NAME

    assert len(sweep(launch, at(2028, 3, 1))) == 1

    gone = person(launch, left)
    assert (gone.name, gone.email, gone.erase_on) == ("Former contact", None, None)
    assert gone.anonymized_at == at(2028, 3, 1)
    assert [event.actor for event in history(launch, EventKind.PERSON_REMOVED)] == [keeping_periods.BY]
    assert sweep(launch, at(2028, 3, 1)) == []


def test_it_erases_nobody_while_something_is_open_with_them(launch: Launch, left: int) -> None:
    def give(session: Session, now: datetime) -> None:
        here = LaunchAtHand.of(session, now, launch.run_id)
        about = session.get_one(Person, left)
        tasks.create(here, Task(ToDoKind.OTHER, "test", "once", here.convener, about, title="Ask them"))

    launch.do(give)
    sweep(launch, at(2028, 1, 2))
    assert sweep(launch, at(2028, 3, 1)) == []
    assert person(launch, left).name == NAME
    with reading(launch.engine) as session:
        (day,) = keeping_periods.ahead(LaunchAtHand.of(session, at(2028, 3, 1), launch.run_id), UNUSUAL)
    assert (day.is_announced, day.waiting) == (True, {left: "is to be called or asked"})

    with unit_of_work(launch.engine, at(2028, 3, 5)) as session:
        for todo in session.exec(select(ToDo).where(ToDo.about_id == left)):
            todo.done_at = at(2028, 3, 5)
    sweep(launch, at(2028, 3, 6))
    assert person(launch, left).anonymized_at is not None


def test_it_keeps_whoever_comes_back(launch: Launch, left: int) -> None:
    sweep(launch, at(2028, 1, 2))
    launch.now = at(2028, 2, 1)
    launch.do(
        lambda session, now: roles.add_role(
            session, now, "fernwater", left, RoleKind.BUSINESS_LEADER, by=CONVENER
        )
    )
    sweep(launch, at(2028, 2, 2))
    assert person(launch, left).erase_on is None
    assert len(history(launch, EventKind.ERASURE_CALLED_OFF)) == 1
    sweep(launch, at(2028, 3, 1))
    assert person(launch, left).name == NAME


def test_it_announces_a_shorter_period_before_it_counts(launch: Launch, left: int) -> None:
    launch.do(lambda session, now: scope.set_number(session, now, launch.run_id, LEFT, 1, by=CONVENER))
    sweep(launch, at(2026, 6, 20))
    assert person(launch, left).erase_on == date(2026, 8, 1)
    assert sweep(launch, at(2026, 7, 31)) == []


def test_it_erases_everybody_after_a_partnership_has_ended_but_the_last_convener(launch: Launch) -> None:
    launch.do(lambda session, now: endings.end(session, now, launch.run_id, by=CONVENER))
    assert {touch.state for touch in launch.touches()} <= {TouchState.DONE, TouchState.CANCELED}
    launch.wait(5)
    assert not [m for m in launch.messages() if m.state.value == "sent"]
    with unit_of_work(launch.engine, at(2026, 4, 1)) as session:
        for todo in session.exec(select(ToDo)):
            todo.done_at = at(2026, 4, 1)
    sweep(launch, at(2029, 1, 15))
    sweep(launch, at(2029, 3, 5))
    with reading(launch.engine) as session:
        kept = session.exec(select(Person.name).where(col(Person.anonymized_at).is_(None))).all()
    assert CONVENER in kept
    assert OTHER not in kept


def test_it_plans_again_what_is_to_come_when_a_partnership_goes_on(launch: Launch) -> None:
    before = {touch.id for touch in launch.touches() if touch.state is TouchState.PLANNED}
    launch.do(lambda session, now: endings.end(session, now, launch.run_id, by=CONVENER))
    launch.do(lambda session, now: endings.take_up_again(session, now, launch.run_id, by=CONVENER))
    assert {touch.id for touch in launch.touches() if touch.state is TouchState.PLANNED} == before

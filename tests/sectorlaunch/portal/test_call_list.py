"""The call list on a team member's own page: number, script, one button for each outcome."""

from sqlmodel import Session

from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import Person, ToDo, ToDoKind
from tests.sectorlaunch.portal.conftest import MEMBER, House

EDDA = "Edda Teach"


def a_call(house: House) -> int:
    def give(session: Session, now: object) -> int:
        launch = house.launch
        purpose = "build-support-team/shared-table-phone"
        task = Task(
            ToDoKind.PHONE,
            purpose=purpose,
            occurrence="run",
            planned_id=launch.planned(session, purpose),
            owner=session.get_one(Person, launch.person(session, MEMBER)),
            about=session.get_one(Person, launch.person(session, EDDA)),
            title="Phone those who have not answered",
        )
        todo = tasks.create(LaunchAtHand.of(session, launch.now, launch.run_id), task)
        session.flush()
        assert todo is not None
        return todo.pk

    return house.launch.do(give)


def task(house: House, task_id: int) -> ToDo:
    return next(todo for todo in house.launch.todos() if todo.id == task_id)


def test_it_shows_whom_to_call_and_what_to_say(house: House) -> None:
    a_call(house)
    page = house.visitor().get(f"/p/{house.link(MEMBER)}").text
    assert 'href="tel:970-555-0102"' in page
    assert "This is Will Work, for the Fernwater Valley Partnership" in page
    for outcome in ("reached-yes", "reached-no", "left-message", "wrong-number", "call-back"):
        assert f'value="{outcome}"' in page


def test_it_does_what_the_button_says(house: House) -> None:
    task_id = a_call(house)
    token = house.link(MEMBER)
    answer = house.visitor().post(
        f"/p/{token}/tasks/{task_id}", data={"call": "call-back", "on": "2026-03-20", "outcome": ""}
    )
    assert answer.headers["location"].endswith("done=put-off")
    assert task(house, task_id).due_on.isoformat() == "2026-03-20"


def test_it_says_at_the_task_what_is_missing(house: House) -> None:
    task_id = a_call(house)
    answer = house.visitor().post(f"/p/{house.link(MEMBER)}/tasks/{task_id}", data={"call": "call-back"})
    assert answer.status_code == 422
    assert "Choose a day to call back" in answer.text
    assert task(house, task_id).done_at is None

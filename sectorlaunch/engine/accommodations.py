"""What a guest needs is a task with a date for the convener; when that is done, it is on record as seen to."""

from notifications import phrases
from sectorlaunch.actions import accommodations
from sectorlaunch.actions import tasks as task_actions
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import invitations, meetings
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Person, ToDo, ToDoKind

PURPOSE = "accommodation"
DAYS = 2
"""Business days for it, where the playbook says nothing else; never later than the meeting."""


def give_task(launch: Launch, asked: Happening) -> None:
    """For what is needed now; the task for what was asked before ends."""
    session = launch.session
    person = session.get_one(Person, asked.data["person_id"])
    meeting = meetings.find(session, asked.data["meeting_id"])
    for todo in _open(launch, meeting.pk, person.pk):
        task_actions.finish(session, launch.now, todo.pk, "They asked for something else since.", asked.actor)
    place = invitations.place_of(session, meeting.pk, person)
    if not place.accommodation:
        return
    due = launch.calendar.add_business_days(launch.today, launch.number("accommodation_days", DAYS))
    language = task_records.language_for(session, launch.convener)
    title = phrases.say(language, "task.accommodation", name=person.name, meeting=meeting.title)
    task = Task(
        ToDoKind.OTHER,
        purpose=PURPOSE,
        occurrence=f"meeting:{meeting.pk}#{launch.now.isoformat()}",
        owner=launch.convener,
        about=person,
        title=title[:200],
        script=place.accommodation,
        due_on=min(due, launch.on(meeting.starts_at)) if meeting.starts_at else due,
        matter=About(AboutKind.MEETING, meeting.pk),
    )
    tasks.create(launch, task)


def settle(launch: Launch, done: Happening) -> None:
    """Unless they have asked for something else since, which has a task of its own."""
    session = launch.session
    todo = session.get(ToDo, done.data.get("todo_id"))
    if todo is None or todo.purpose != PURPOSE or todo.matter_id is None or todo.about_id is None:
        return
    if not _open(launch, todo.matter_id, todo.about_id):
        person = session.get_one(Person, todo.about_id)
        accommodations.settle(*launch.here, todo.matter_id, person, by=done.actor)


def _open(launch: Launch, meeting_id: int, person_id: int) -> list[ToDo]:
    return [
        todo
        for todo in task_records.open_for(launch.session, launch.run_id)
        if (todo.purpose, todo.matter_id, todo.about_id) == (PURPOSE, meeting_id, person_id)
    ]

"""Somebody asks for help with what they took on: a task for whoever can help, and a letter that says so."""

from notifications import phrases
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import enqueue, tasks
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records import who_can_help
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Commitment, Person, ToDoKind

ASKED = "help-asked"


def give_task(launch: Launch, asked: Happening) -> None:
    """Due two business days on; once for each time somebody asks."""
    session = launch.session
    commitment = session.get_one(Commitment, asked.data["commitment_id"])
    owner = session.get_one(Person, commitment.owner_id)
    can_help = who_can_help.with_promise(launch, commitment)
    about = About(AboutKind.COMMITMENT, commitment.pk)
    title = phrases.say(
        task_records.language_for(session, can_help), "task.help", name=owner.name, what=commitment.what
    )
    task = Task(
        ToDoKind.OTHER,
        purpose=ASKED,
        occurrence=f"{about}#{launch.now.isoformat()}",
        owner=can_help,
        about=owner,
        title=title,
        script=asked.data["words"],
        due_on=launch.calendar.add_business_days(launch.today, 2),
        matter=about,
    )
    if tasks.create(launch, task) is None or not can_help.email:
        return
    enqueue.write(
        launch,
        Draft(
            ASKED,
            can_help,
            purpose=ASKED,
            about=about,
            occurrence=f"{about}#{launch.now.isoformat()}",
            reason=f"{owner.name} asks for help",
            explanation=asked.data["words"],
        ),
    )

"""What follows when a member names a peer for their team, and lets the welcome go."""

from sectorlaunch.actions import tasks as task_actions
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import enqueue, tasks
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, NamedPeer, Person, ToDoKind

WELCOME = "peer-welcome"
NAMED = "peer-named"
DAYS = 5
"""Business days after which the convener sees to a welcome that has not gone."""


def give_task(launch: Launch, named: Happening) -> None:
    """A task for the convener, who otherwise never hears of it when the member forgets the welcome."""
    peer = launch.session.get_one(NamedPeer, named.data["peer_id"])
    namer = launch.session.get_one(Person, peer.named_by_id)
    task = Task(
        ToDoKind.OTHER,
        purpose=NAMED,
        occurrence=f"peer:{peer.pk}",
        owner=launch.convener,
        about=namer,
        title=f"{namer.name} would bring in {peer.name} of {peer.company}"[:200],
        script="The welcome leaves when they let it go on their page. If it has not gone by then, ask them, or let it go on the page of people.",
        due_on=launch.calendar.add_business_days(launch.today, DAYS),
        matter=About(AboutKind.TEAM, peer.team_id),
    )
    tasks.create(launch, task)


def send_welcome(launch: Launch, welcomed: Happening) -> None:
    """The one letter to the peer, with what whoever named them says to them; the convener's task is done with it."""
    peer = launch.session.get_one(NamedPeer, welcomed.data["peer_id"])
    person = launch.session.get_one(Person, peer.person_id)
    about = About(AboutKind.TEAM, peer.team_id)
    draft = Draft(
        WELCOME,
        person,
        purpose=WELCOME,
        about=about,
        occurrence=f"peer:{peer.pk}",
        reason="A member of an action team would like to have them there",
    )
    enqueue.write(launch, draft)
    end_task(launch, welcomed)


def end_task(launch: Launch, settled: Happening) -> None:
    """Nobody need look after it any more."""
    for todo in task_records.open_for(launch.session, launch.run_id):
        if (todo.purpose, todo.occurrence) == (NAMED, f"peer:{settled.data['peer_id']}"):
            outcome = "They are welcomed." if settled.kind.name == "PEER_WELCOMED" else "Not for now."
            task_actions.finish(launch.session, launch.now, todo.pk, outcome, settled.actor)

"""A provider that lets us in no more is a task for each convener; it is done by itself once somebody has mended it."""

from sqlmodel import col, select

from sectorlaunch.actions import tasks as task_actions
from sectorlaunch.events import Happening
from sectorlaunch.mail_grants import grants
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import MailGrant, ToDo, ToDoKind

ENDED = "mail grant ended"
"""With the number of the grant, the purpose of the task."""


def ask_to_mend(launch: Launch, ended: Happening) -> None:
    """Once for each time it ends: what waits, why, and what to press."""
    grant = launch.session.get(MailGrant, ended.data["grant_id"])
    if grant is None or grant.ended_at is None or _open(launch, grant.pk):
        return
    provider = grants.NAMES[grant.provider]
    tasks.create(
        launch,
        Task(
            ToDoKind.OTHER,
            purpose=f"{ENDED} {grant.pk}",
            occurrence=f"at:{grant.ended_at.isoformat()}"[:80],
            owner=launch.convener,
            about=None,
            title=f"{provider} lets us into {grant.mailbox} no more: have whoever keeps the installation mend it",
            script=f"{grant.trouble}\n\nLetters wait meanwhile, none is lost, and they leave by themselves afterward. "
            f"Answers that come to the mailbox wait in it. A keeper mends it on the page of settings, under “Mailboxes at "
            "Microsoft and Google”: by a new secret, or by a new link for the owner of the mailbox.",
        ),
    )


def note_mended(launch: Launch, renewed: Happening) -> None:
    for todo in _open(launch, renewed.data["grant_id"]):
        task_actions.finish(launch.session, launch.now, todo.pk, "We are let in again.", "Sector Launch")


def _open(launch: Launch, grant_id: int) -> list[ToDo]:
    waiting = select(ToDo).where(
        ToDo.run_id == launch.run_id, ToDo.purpose == f"{ENDED} {grant_id}", col(ToDo.done_at).is_(None)
    )
    return list(launch.session.exec(waiting))

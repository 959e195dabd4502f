"""What a mail cannot prove, or what only a person can judge, becomes a question to the convener."""

import hashlib
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import partnerships
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Meeting, Person, ToDoKind


def ask(
    session: Session,
    now: datetime,
    meeting: Meeting,
    *,
    purpose: str,
    occurrence: str,
    about: Person | None,
    title: str,
    script: str,
) -> None:
    """A task for the convener of the meeting's partnership, once for each purpose, occurrence and person."""
    run = partnerships.run_of(session, meeting.partnership_id)
    launch = Launch.of(session, now, run.pk)
    task = Task(
        ToDoKind.OTHER,
        purpose=purpose,
        occurrence=occurrence if len(occurrence) <= 80 else _short(occurrence),
        owner=launch.convener,
        about=about,
        title=title,
        script=script,
    )
    tasks.create(launch, task)


def _short(occurrence: str) -> str:
    return f"hash:{hashlib.sha256(occurrence.encode()).hexdigest()}"

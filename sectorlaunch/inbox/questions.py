"""What a mail cannot prove, or what only a person can judge, becomes a question to the convener."""

import hashlib
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.outbox.write import tasks
from sectorlaunch.records import partnerships, people
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
    tasks.create(
        session,
        now,
        run.pk,
        ToDoKind.OTHER,
        purpose=purpose,
        occurrence=occurrence if len(occurrence) <= 80 else _short(occurrence),
        owner=people.convener(session, meeting.partnership_id),
        about=about,
        title=title[:200],
        script=script[:4000],
    )


def _short(occurrence: str) -> str:
    return f"hash:{hashlib.sha256(occurrence.encode()).hexdigest()}"

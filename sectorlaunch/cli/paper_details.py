"""From a paper's name on the command line to the paper."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.cli.words import one_of
from sectorlaunch.errors import NotFound
from sectorlaunch.papers import asked_for
from sectorlaunch.papers.asked_for import Ready
from sectorlaunch.records import documents, meetings
from sectorlaunch.tables import DocumentKind, Meeting, Partnership


def asked(
    session: Session, now: datetime, partnership: Partnership, name: str, meeting_id: int | None
) -> Ready:
    """The paper of this name, or the newest document of this kind. Raises NotFound where there is none yet."""
    wanted = name.strip().casefold().replace(" ", "-")
    if wanted in asked_for.OF_PARTNERSHIP:
        found = asked_for.of_partnership(session, now, partnership, wanted)
    elif wanted in (*asked_for.OF_MEETING, asked_for.CARDS):
        found = _of_meeting(session, now, partnership, wanted, meeting_id)
    else:
        kind = one_of(DocumentKind, name, "PAPER")
        document = documents.newest(session, partnership.pk, kind)
        found = asked_for.of_document(now, partnership, document) if document else None
    if found is None:
        raise NotFound(f"There is no “{name}” yet: nothing is on record that could stand on it.")
    return found


def _of_meeting(
    session: Session, now: datetime, partnership: Partnership, name: str, meeting_id: int | None
) -> Ready | None:
    if meeting_id is None:
        meeting = meetings.launch_meeting(session, partnership.pk)
    else:
        meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.partnership_id != partnership.pk:
        raise NotFound("There is no such meeting in this partnership.")
    return asked_for.of_meeting(session, now, partnership, meeting, name)

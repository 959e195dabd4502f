"""From a paper's name on the command line to the paper."""

from sectorlaunch.cli.words import one_of
from sectorlaunch.errors import NotFound
from sectorlaunch.papers import asked_for
from sectorlaunch.papers.asked_for import Ready
from sectorlaunch.records import documents
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import DocumentKind, Meeting


def asked(launch: Launch, name: str, meeting_id: int | None) -> Ready:
    """The paper of this name, or the newest document of this kind. Raises NotFound where there is none yet."""
    wanted = name.strip().casefold().replace(" ", "-")
    if wanted in asked_for.OF_PARTNERSHIP:
        found = asked_for.of_partnership(launch, wanted)
    elif wanted in (*asked_for.OF_MEETING, asked_for.CARDS):
        found = _of_meeting(launch, wanted, meeting_id)
    else:
        kind = one_of(DocumentKind, name, "PAPER")
        document = documents.newest(launch.session, launch.partnership_id, kind)
        found = asked_for.of_document(launch, document) if document else None
    if found is None:
        raise NotFound(f"There is no “{name}” yet: nothing is on record that could stand on it.")
    return found


def _of_meeting(launch: Launch, name: str, meeting_id: int | None) -> Ready | None:
    meeting = launch.meeting if meeting_id is None else launch.session.get(Meeting, meeting_id)
    if meeting is None or meeting.partnership_id != launch.partnership_id:
        raise NotFound("There is no such meeting in this partnership.")
    return asked_for.of_meeting(launch, meeting, name)

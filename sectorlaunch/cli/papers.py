"""Papers to take along, written as PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading
from sectorlaunch.cli.options import Slug, argument, one_of
from sectorlaunch.errors import NotFound

if TYPE_CHECKING:
    from sectorlaunch.papers.asked_for import Ready
    from sectorlaunch.records.launch import Launch


def paper(
    slug: Slug,
    name: Annotated[
        str,
        argument(
            "PAPER",
            "status, invitation-letter, role-sheets, names, seating, name-cards, or a kind of document.",
        ),
    ],
    folder: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where the file goes; here when left out.")
    ] = None,
    meeting: Annotated[
        int | None, typer.Option("--meeting", help="Of which meeting; the launch when left out.")
    ] = None,
) -> None:
    """Any document as PDF: status, letter, role sheets, guests, seating, name cards, agenda, summary, plan."""
    with reading(slug) as launch:
        ready = _ready(launch, name, meeting)
    folder = folder or Path()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ready.file_name
    path.write_bytes(ready.set())
    output.say(f"{path}")


def _ready(launch: "Launch", name: str, meeting_id: int | None) -> "Ready":
    """The paper of this name, or the newest document of this kind. Raises NotFound where there is none yet."""
    from sectorlaunch.papers import asked_for
    from sectorlaunch.records import documents
    from sectorlaunch.tables import DocumentKind, Meeting

    wanted = name.strip().casefold().replace(" ", "-")
    if wanted in asked_for.OF_PARTNERSHIP:
        found = asked_for.of_partnership(launch, wanted)
    elif wanted in (*asked_for.OF_MEETING, asked_for.CARDS):
        meeting = launch.meeting if meeting_id is None else launch.session.get(Meeting, meeting_id)
        if meeting is None or meeting.partnership_id != launch.partnership_id:
            raise NotFound("There is no such meeting in this partnership.")
        found = asked_for.of_meeting(launch, meeting, wanted)
    else:
        kind = one_of(DocumentKind, name, "PAPER")
        document = documents.newest(launch.session, launch.partnership_id, kind)
        found = asked_for.of_document(launch, document) if document else None
    if found is None:
        raise NotFound(f"There is no “{name}” yet: nothing is on record that could stand on it.")
    return found

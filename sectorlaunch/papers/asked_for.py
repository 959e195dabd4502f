"""Papers by the name they are asked for with, on a page or on the command line."""

from collections.abc import Callable
from dataclasses import dataclass

from notifications.phrases import say
from sectorlaunch.papers import pdf, sheets
from sectorlaunch.papers.content import Paper
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.meetings import title_in
from sectorlaunch.tables import Document, Meeting

CARDS = "name-cards"
OF_PARTNERSHIP: dict[str, Callable[[Launch], Paper]] = {
    "status": sheets.of_status,
    "invitation-letter": sheets.of_letter,
    "role-sheets": sheets.of_roles,
}
"""Papers there always are."""
OF_MEETING: dict[str, Callable[[Launch, Meeting], Paper]] = {
    "names": sheets.of_names,
    "seating": sheets.of_seating,
}


@dataclass(frozen=True)
class Ready:
    """A paper with everything read that stands on it, to be set with no session open."""

    file_name: str
    set: Callable[[], bytes]
    """Makes the PDF; takes a fraction of a second."""


def of_partnership(launch: Launch, name: str) -> Ready | None:
    """None for a paper there is not."""
    if name not in OF_PARTNERSHIP:
        return None
    return _ready(OF_PARTNERSHIP[name](launch))


def of_meeting(launch: Launch, meeting: Meeting, name: str) -> Ready | None:
    """None for a paper there is not, and for name cards while nobody comes."""
    if name in OF_MEETING:
        return _ready(OF_MEETING[name](launch, meeting))
    cards = sheets.name_cards(launch.session, meeting) if name == CARDS else []
    if not cards:
        return None
    language, by = launch.partnership.language, launch.partnership.name
    title = say(language, "paper.name cards", meeting=title_in(language, meeting))
    return Ready(
        f"{launch.partnership.slug}-{CARDS}-{launch.today.isoformat()}.pdf",
        lambda: pdf.cards(title, by, cards, language),
    )


def of_document(launch: Launch, document: Document) -> Ready:
    return _ready(sheets.of_document(launch, document))


def _ready(paper: Paper) -> Ready:
    return Ready(paper.file_name, lambda: pdf.make(paper))

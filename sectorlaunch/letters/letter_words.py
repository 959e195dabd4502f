"""The words of the invitation letter: the champions' own where the convener has drafted them, else the standard ones."""

from sectorlaunch.letters.desk import Desk
from sectorlaunch.operations import documents
from sectorlaunch.tables import DocumentKind


def invitation(desk: Desk) -> str:
    """Empty for the standard letter."""
    drafted = documents.newest(desk.session, desk.partnership_id, DocumentKind.INVITATION_LETTER)
    return drafted.body if drafted is not None else ""

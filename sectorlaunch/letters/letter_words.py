"""The words of the invitation letter: those of its current revision, as the champions sign them."""

from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import letter


def invitation(desk: LetterSource) -> str:
    """Empty for the standard letter, while no revision is drafted."""
    revision = letter.current(desk.session, desk.partnership_id)
    return revision.body if revision is not None else ""

"""The words of the invitation letter: those of its current revision, as the champions sign them."""

from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import letter


def invitation(source: LetterSource) -> str:
    """Empty for the standard letter, while no revision is drafted."""
    revision = letter.current(source.launch.session, source.launch.partnership_id)
    return revision.body if revision is not None else ""

"""The words of the invitation letter: those of its current revision, as the champions sign them."""

from languages import formatting
from notifications import words_file
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import letter


def invitation(source: LetterSource) -> str:
    """The standard letter while no revision is drafted; in another language where the revision says the same."""
    partnership = source.launch.partnership
    revision = letter.current(source.launch.session, partnership.pk)
    if revision is not None and (
        source.language is partnership.language or not letter.is_standard(source.launch.session, partnership)
    ):
        return revision.body
    launch = source.launch.meeting
    lasts = formatting.duration(source.language, launch.minutes) if launch is not None else ""
    return words_file.letter_to_sign(source.language, lasts)

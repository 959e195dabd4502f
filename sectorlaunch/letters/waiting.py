"""What a launch waits for on the part of others, in sentences for the convener's week."""

from languages import formatting
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import champions, letter, waves
from sectorlaunch.records import polls as poll_records
from sectorlaunch.tables import Poll, PollState


def on_others(source: LetterSource) -> tuple[str, ...]:
    """Open polls with who has not voted, the signatures the letter lacks, and guests who are written to later."""
    polls = poll_records.of_partnership(source.launch.session, source.launch.partnership_id)
    said = [_poll(source, poll) for poll in polls if poll.state is PollState.OPEN]
    return tuple(filter(None, [*said, _signatures(source), _second_wave(source)]))


def _poll(source: LetterSource, poll: Poll) -> str:
    asked, silent = (
        poll_records.asked(source.launch.session, poll),
        poll_records.silent(source.launch.session, poll),
    )
    closes = formatting.short_moment(source.language, poll.closes_at, source.zone)
    said = f"{poll.title}: {len(asked) - len(silent)} of {len(asked)} have voted; it closes on {closes}."
    names = [person.name for person in silent]
    return f"{said} Not yet: {formatting.listing(source.language, names, _NAMES + 1)}." if names else said


_NAMES = 5


def _signatures(source: LetterSource) -> str:
    """While somebody has agreed and the letter has not gone to anybody."""
    agreed = champions.at_stages(source.launch.session, source.launch.partnership_id, champions.COMMITTED)
    if not agreed or letter.has_gone_to(source.launch.session, source.launch.run_id):
        return ""
    return letter.shortfall(source.launch.session, source.launch.run_id)


def _second_wave(source: LetterSource) -> str:
    if waves.leaves_on(source.launch) is None:
        return ""
    return waves.words(source.launch)

"""What a launch waits for on the part of others, in sentences for the convener's week."""

from sectorlaunch import wording
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import champions, letter, waves
from sectorlaunch.records import polls as poll_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Poll, PollState


def on_others(desk: LetterSource) -> tuple[str, ...]:
    """Open polls with who has not voted, the signatures the letter lacks, and guests who are written to later."""
    polls = poll_records.of_partnership(desk.session, desk.partnership_id)
    said = [_poll(desk, poll) for poll in polls if poll.state is PollState.OPEN]
    return tuple(filter(None, [*said, _signatures(desk), _second_wave(desk)]))


def _poll(desk: LetterSource, poll: Poll) -> str:
    asked, silent = poll_records.asked(desk.session, poll), poll_records.silent(desk.session, poll)
    closes = wording.moment(poll.closes_at, desk.zone)
    said = f"{poll.title}: {len(asked) - len(silent)} of {len(asked)} have voted; it closes on {closes}."
    names = [person.name for person in silent[:_NAMES]]
    more = len(silent) - len(names)
    if names and more:
        return f"{said} Not yet: {', '.join(names)} and {more} more."
    return f"{said} Not yet: {wording.listing(names)}." if names else said


_NAMES = 5


def _signatures(desk: LetterSource) -> str:
    """While somebody has agreed and the letter has not gone to anybody."""
    agreed = champions.at_stages(desk.session, desk.partnership_id, champions.COMMITTED)
    if not agreed or letter.has_gone_to(desk.session, desk.run_id):
        return ""
    return letter.shortfall(desk.session, desk.run_id)


def _second_wave(desk: LetterSource) -> str:
    if waves.leaves_on(Launch.of(desk.session, desk.now, desk.run_id)) is None:
        return ""
    return waves.words(Launch.of(desk.session, desk.now, desk.run_id))

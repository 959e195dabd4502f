"""What a launch waits for on the part of others, in sentences for the convener's week."""

from sectorlaunch import wording
from sectorlaunch.letters.desk import Desk
from sectorlaunch.operations.letter import joint_letter, waves
from sectorlaunch.operations.meetings import ballots
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import Poll, PollState


def on_others(desk: Desk) -> tuple[str, ...]:
    """Open polls with who has not voted, the signatures the letter lacks, and guests who are written to later."""
    polls = ballots.of_partnership(desk.session, desk.partnership_id)
    said = [_poll(desk, poll) for poll in polls if poll.state is PollState.OPEN]
    return tuple(filter(None, [*said, _signatures(desk), _second_wave(desk)]))


def _poll(desk: Desk, poll: Poll) -> str:
    asked, silent = ballots.asked(desk.session, poll), ballots.silent(desk.session, poll)
    closes = wording.moment(poll.closes_at, desk.zone)
    said = f"{poll.title}: {len(asked) - len(silent)} of {len(asked)} have voted; it closes on {closes}."
    names = [person.name for person in silent[:_NAMES]]
    more = len(silent) - len(names)
    if names and more:
        return f"{said} Not yet: {', '.join(names)} and {more} more."
    return f"{said} Not yet: {wording.listing(names)}." if names else said


_NAMES = 5


def _signatures(desk: Desk) -> str:
    """While somebody has agreed and the letter has not gone to anybody."""
    agreed = people_of.champions(desk.session, desk.partnership_id, people_of.COMMITTED)
    if not agreed or joint_letter.has_gone_to(desk.session, desk.run_id):
        return ""
    return joint_letter.shortfall(desk.session, desk.run_id)


def _second_wave(desk: Desk) -> str:
    if waves.leaves_on(desk.session, desk.now, desk.run_id) is None:
        return ""
    return waves.words(desk.session, desk.now, desk.run_id)

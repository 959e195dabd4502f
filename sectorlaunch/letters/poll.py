"""Letters of a date poll: the question, and the reminder to those who have not voted."""

from collections.abc import Callable, Mapping

from sectorlaunch import wording
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import polls
from sectorlaunch.tables import Poll


def _question(desk: LetterSource) -> Fields:
    poll = desk.session.get_one(Poll, desk.about.id_of("poll"))
    closes_on = wording.short_day(poll.closes_at.astimezone(desk.zone).date())
    return {
        "what": polls.what_for(desk.session, poll),
        "dates": tuple(
            wording.span(option.starts_at, option.minutes, desk.zone)
            for option in polls.options(desk.session, poll)
        ),
        "closes": f"{closes_on}, {wording.clock(poll.closes_at, desk.zone)}",
    }


def _reminder(desk: LetterSource) -> Fields:
    poll = desk.session.get_one(Poll, desk.about.id_of("poll"))
    return {**_question(desk), "voted": len(polls.voters(desk.session, poll))}


FILLINGS: Mapping[str, Callable[[LetterSource], Fields]] = {
    "date-poll": _question,
    "date-poll-reminder": _reminder,
}

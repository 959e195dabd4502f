"""Letters of a date poll: the question, and the reminder to those who have not voted."""

from sectorlaunch import wording
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import polls
from sectorlaunch.tables import Poll


def date_poll(desk: LetterSource) -> Fields:
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


def date_poll_reminder(desk: LetterSource) -> Fields:
    poll = desk.session.get_one(Poll, desk.about.id_of("poll"))
    return {**date_poll(desk), "voted": len(polls.voters(desk.session, poll))}

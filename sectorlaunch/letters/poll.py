"""Letters of a date poll: the question, and the reminder to those who have not voted."""

from sectorlaunch import wording
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import polls
from sectorlaunch.tables import Poll


def date_poll(source: LetterSource) -> Fields:
    poll = source.launch.session.get_one(Poll, source.about.id_of("poll"))
    closes_on = wording.short_day(poll.closes_at.astimezone(source.zone).date())
    return {
        "what": polls.what_for(source.launch.session, poll),
        "dates": tuple(
            wording.span(option.starts_at, option.minutes, source.zone)
            for option in polls.options(source.launch.session, poll)
        ),
        "closes": f"{closes_on}, {wording.clock(poll.closes_at, source.zone)}",
    }


def date_poll_reminder(source: LetterSource) -> Fields:
    poll = source.launch.session.get_one(Poll, source.about.id_of("poll"))
    return {**date_poll(source), "voted": len(polls.voters(source.launch.session, poll))}

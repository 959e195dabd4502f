"""Letters of a date poll: the question, and the reminder to those who have not voted."""

from languages import formatting
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import polls
from sectorlaunch.tables import Poll


def date_poll(source: LetterSource) -> Fields:
    poll = source.launch.session.get_one(Poll, source.about.id_of("poll"))
    return {
        "what": polls.what_for(source.launch.session, poll, source.language),
        "dates": tuple(
            formatting.span(source.language, option.starts_at, option.minutes, source.zone)
            for option in polls.options(source.launch.session, poll)
        ),
        "closes": formatting.short_moment(source.language, poll.closes_at, source.zone),
    }


def date_poll_reminder(source: LetterSource) -> Fields:
    poll = source.launch.session.get_one(Poll, source.about.id_of("poll"))
    return {**date_poll(source), "voted": len(polls.voters(source.launch.session, poll))}

"""The law that changes the clocks has changed: what was said for an hour stays at that hour."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings, partnerships
from sectorlaunch.records.clock_changes import Drifted
from sectorlaunch.tables import Meeting, Poll


def keep_the_hour(session: Session, now: datetime, drifted: Drifted, *, by: str) -> str:
    """Puts the moment where the hour is by today's rules; says so in a sentence.

    Answers stay, because nobody was told another hour. The entry of a meeting is another one for calendars, which know
    moments only: its SEQUENCE is raised. Everyone voting on a date goes on reading the same hour.
    """
    what = drifted.what
    session.add(what)
    if isinstance(what, Poll):
        if what.due_at == what.closes_at:
            what.due_at = drifted.moment
        what.closes_at = drifted.moment
        return f"The end of a date poll keeps its hour by the new rules of {drifted.zone}"
    what.starts_at = drifted.moment
    if not isinstance(what, Meeting):
        return f"A date of a poll keeps its hour by the new rules of {drifted.zone}"
    what.sequence += 1
    run_id = partnerships.run_of(session, drifted.partnership_id).pk
    words = (
        f"The clocks of {drifted.zone} change by other rules now. {what.title} keeps its hour: "
        f"{meetings.when_words(session, what)}."
    )
    events.record(session, now, run_id, by, EventKind.CLOCK_CHANGED, words, meeting_id=what.pk)
    return words

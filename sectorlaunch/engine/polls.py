"""Date polls whose moment has come: reminders sent, deadlines kept."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import poll_results
from sectorlaunch.engine import messages
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, polls
from sectorlaunch.records.polls import CLOCK
from sectorlaunch.tables import Poll

SWEEP = 50


def carry_out_due(session: Session, now: datetime, limit: int = SWEEP) -> list[str]:
    """Sends the reminders that are due and settles the polls whose deadline has come; says in sentences what was done.

    At most `limit` polls, the oldest first; empty when nothing is left.
    """
    due = session.exec(
        select(Poll)
        .where(text("poll.state = 'open'"), Poll.due_at <= now)
        .order_by(col(Poll.due_at), col(Poll.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return [_carry_out(session, now, poll) for poll in due]


def _carry_out(session: Session, now: datetime, poll: Poll) -> str:
    run_id = partnerships.run_of(session, poll.partnership_id).pk
    if poll.closes_at <= now:
        poll_results.settle(session, now, run_id, poll, by=CLOCK, because="The poll closed at its deadline.")
        return f"{poll.title}: {poll.closed_how}"
    return f"{poll.title}: {_remind(session, now, run_id, poll)}"


def _remind(session: Session, now: datetime, run_id: int, poll: Poll) -> str:
    """Reminds those who have not voted, once."""

    poll.reminded_at, poll.due_at = now, poll.closes_at
    session.add(poll)
    silent = polls.silent(session, poll)
    written = sum(messages.queue_poll(session, now, run_id, poll, person, reminder=True) for person in silent)
    words = f"{written} {'reminder' if written == 1 else 'reminders'}"
    events.record(session, now, run_id, CLOCK, EventKind.DATE_POLL_REMINDED, f"{poll.title}: {words}.")
    return words

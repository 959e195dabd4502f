"""Date polls at work: everyone asked, reminders sent, deadlines kept, the convener told when no date came of it."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import poll_results
from sectorlaunch.engine import messages, set_aside
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import partnerships, polls
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.polls import CLOCK
from sectorlaunch.rules import poll_dates
from sectorlaunch.tables import AboutKind, Poll, PollState, ToDoKind

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

    def put_aside(poll: Poll, why: str) -> str:
        poll.due_at = now + set_aside.LOOK_AGAIN
        session.add(poll)
        run = partnerships.run_of(session, poll.partnership_id)
        what = f"The date poll “{poll.title}”"
        set_aside.give_task(session, now, run.pk, what, why, About(AboutKind.POLL, poll.id))
        return what

    return set_aside.each(session, due, lambda poll: [_carry_out(session, now, poll)], put_aside)


def ask(launch: Launch, opened: Happening) -> None:
    """Asks everyone concerned for their vote."""
    poll = launch.session.get_one(Poll, opened.data["poll_id"])
    for person in polls.asked(launch.session, poll):
        messages.queue_poll(launch.session, launch.now, launch.run_id, poll, person)


def hand_to_the_convener(launch: Launch, closed: Happening) -> None:
    """Gives the convener a task where a poll has brought no date."""
    poll = launch.session.get_one(Poll, closed.data["poll_id"])
    if any(option.chosen_at is not None for option in polls.options(launch.session, poll)):
        return
    task = Task(
        ToDoKind.OTHER,
        purpose="date-poll",
        occurrence=f"poll:{poll.id}",
        owner=launch.convener,
        about=None,
        title=f"The date poll brought no date: {poll.title}",
        script=f"{poll.closed_how} Ask by phone, then set the date yourself or open a poll with other dates.",
    )
    tasks.create(launch, task)


def keep_the_hours(launch: Launch) -> int:
    """After a law has changed the clocks: has the reminders to come leave when office hours open; how many were moved."""
    ahead = select(Poll).where(
        Poll.partnership_id == launch.partnership_id,
        Poll.state == PollState.OPEN,
        col(Poll.reminded_at).is_(None),
        col(Poll.remind_at) > launch.now,
    )
    moved = 0
    for poll in launch.session.exec(ahead):
        hours = launch.playbook.office_hours
        remind_at = poll_dates.remind_at(launch.calendar, poll.opened_at, poll.closes_at, hours)
        if remind_at not in (None, poll.remind_at):
            poll.remind_at = poll.due_at = remind_at
            launch.session.add(poll)
            moved += 1
    return moved


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

"""The end of a date poll: closed by its rule, and its result on the calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from sectorlaunch import events, wording
from sectorlaunch.actions import meetings, teams
from sectorlaunch.events import EventKind
from sectorlaunch.records import polls
from sectorlaunch.tables import Meeting, Partnership, Poll, PollOption, PollState


def settle(session: Session, now: datetime, run_id: int, poll: Poll, *, by: str, because: str) -> None:
    """Closes a poll: applies its rule to the dates that have not gone by, and puts the result on the calendar.

    `by` is a name in words, `because` a sentence. Without a date nothing is put there.
    """
    decision = polls.decision(
        session, poll, [option for option in polls.options(session, poll) if option.starts_at > now]
    )
    chosen = session.get(PollOption, decision.option_id) if decision.option_id is not None else None
    poll.state, poll.closed_at = PollState.CLOSED, now
    poll.closed_how = f"{because} {_chosen_words(session, poll, chosen)}{decision.why}"
    session.add(poll)
    session.flush()
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.DATE_POLL_CLOSED,
        f"{poll.title}: {poll.closed_how}",
        poll_id=poll.pk,
    )
    if chosen is not None:
        _put_on_calendar(session, now, run_id, poll, chosen)


def _chosen_words(session: Session, poll: Poll, chosen: PollOption | None) -> str:
    if chosen is None:
        return ""
    zone = ZoneInfo(session.get_one(Partnership, poll.partnership_id).zone)
    return f"The date is {wording.moment(chosen.starts_at, zone)}. "


def _put_on_calendar(session: Session, now: datetime, run_id: int, poll: Poll, chosen: PollOption) -> None:
    """Dates the meeting, unless there is none to date any more. The usual notices follow from that."""
    by = "the date poll"
    if poll.team_id is not None:
        call = teams.schedule_call(
            session, now, run_id, poll.team_id, chosen.starts_at, by=by, minutes=chosen.minutes
        )
        poll.meeting_id = call.id
    else:
        meeting = session.get_one(Meeting, poll.meeting_id)
        if meeting.canceled_at is not None or meeting.held_at is not None:
            poll.closed_how += " The meeting is over or called off meanwhile."
            session.add(poll)
            return
        meetings.change(
            session, now, run_id, meeting.pk, by=by, starts_at=chosen.starts_at, minutes=chosen.minutes
        )
    chosen.chosen_at = now
    session.add_all([poll, chosen])

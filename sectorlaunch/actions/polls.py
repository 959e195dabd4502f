"""Date polls: opened, voted in, closed or called off by the convener.

The last vote of those who are asked settles a poll at once. What is due by the clock is in `engine/polls.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch import events, wall_clock, wording
from sectorlaunch.actions import poll_results
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings, partnerships, polls, teams
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.polls import CLOCK
from sectorlaunch.rules import poll_dates
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate
from sectorlaunch.tables import (
    MeetingKind,
    Person,
    Poll,
    PollChoice,
    PollOption,
    PollRule,
    PollState,
    PollVote,
)


def open_for_launch(
    session: Session,
    now: datetime,
    run_id: int,
    dates: Sequence[ProposedDate],
    closes_at: datetime,
    *,
    by: str,
    allowed: Allowed = Allowed(),
) -> Poll:
    """Asks champions and team for a date of the launch meeting. `closes_at` is aware.

    Raises BadInput for dates that cannot be meant (see `poll_dates.check`; the lead time is the playbook's
    `invitation_lead_days`), NotAllowed while another poll is open for it or there is no launch to date.
    """
    launch = Launch.of(session, now, run_id)
    meeting = launch.meeting
    if meeting is None or meeting.held_at is not None:
        raise NotAllowed(
            "There is no launch meeting to find a date for. Plan one with `record launch` first."
        )
    poll = Poll(
        partnership_id=launch.partnership_id,
        meeting_id=meeting.id,
        title=meeting.title,
        rule=PollRule.CHAMPIONS_FIRST,
        opened_at=now,
        opened_by=by,
        closes_at=closes_at,
        due_at=closes_at,
    )
    return _open(session, now, run_id, poll, dates, allowed, launch.number("invitation_lead_days"))


def open_for_team(
    session: Session,
    now: datetime,
    run_id: int,
    team_id: int,
    dates: Sequence[ProposedDate],
    closes_at: datetime,
    *,
    by: str,
    allowed: Allowed = Allowed(),
) -> Poll:
    """Asks the members of an action team for a date of a call. `closes_at` is aware. Raises as `open_for_launch`."""
    partnership = partnerships.partnership_of(session, run_id)
    team = teams.find(session, team_id)
    if team.partnership_id != partnership.pk:
        raise NotFound("There is no action team number %(number)s in this partnership.", number=team_id)
    poll = Poll(
        partnership_id=partnership.pk,
        team_id=team_id,
        title=meetings.usual_title(MeetingKind.TEAM_CALL, team.name)[:200],
        rule=PollRule.EVERYONE_ALIKE,
        opened_at=now,
        opened_by=by,
        closes_at=closes_at,
        due_at=closes_at,
    )
    return _open(session, now, run_id, poll, dates, allowed, lead_days=0)


def vote(
    session: Session,
    now: datetime,
    run_id: int,
    poll_id: int,
    person: Person,
    choices: Mapping[int, PollChoice],
    *,
    by: str = "",
) -> Poll:
    """Notes what a person says to each date; again at any time until the poll closes. The same again changes nothing.

    `choices` has an answer for every option, by its id. `by` names who recorded it when it was not the person.
    With the last vote that was missing the poll is settled. Raises NotFound for somebody who is not asked, BadInput
    for an answer that is missing, NotAllowed once the poll is over.
    """
    poll = polls.locked(session, run_id, poll_id)
    if person.id is None or person.id not in {one.id for one in polls.asked(session, poll)}:
        raise NotFound("%(name)s is not asked in this poll.", name=person.name)
    if poll.state is not PollState.OPEN or poll.closes_at <= now:
        raise NotAllowed("This poll is closed, so its votes can no longer change.")
    said = polls.votes(session, poll)
    if choices.keys() != said.keys():
        raise BadInput("Say “yes”, “if need be” or “no” to every date, then send.")
    if all(said[option].get(person.id) is choice for option, choice in choices.items()):
        return poll
    for option_id, choice in choices.items():
        session.add(
            PollVote(
                option_id=option_id,
                person_id=person.id,
                choice=choice,
                voted_at=now,
                recorded_by=by if by != person.name else "",
            )
        )
    session.flush()
    events.record(
        session,
        now,
        run_id,
        by or person.name,
        EventKind.DATE_VOTE_GIVEN,
        f"{person.name} voted: {poll.title}.",
    )
    if not polls.silent(session, poll):
        poll_results.settle(session, now, run_id, poll, by=CLOCK, because="Everyone has voted.")
    return poll


def close(session: Session, now: datetime, run_id: int, poll_id: int, *, by: str) -> Poll:
    """Settles a poll before its deadline, with the votes there are. Raises NotAllowed once it is over."""
    poll = polls.standing(session, run_id, poll_id)
    poll_results.settle(session, now, run_id, poll, by=by, because=f"{by} closed the poll early.")
    return poll


def call_off(session: Session, now: datetime, run_id: int, poll_id: int, *, by: str, why: str = "") -> Poll:
    """Ends a poll without a result; letters about it that still wait are not sent. Raises NotAllowed once it is over."""
    poll = polls.standing(session, run_id, poll_id)
    poll.state, poll.closed_at = PollState.CALLED_OFF, now
    poll.closed_how = f"{by} called the poll off" + (f": {why.strip()}" if why.strip() else ".")
    session.add(poll)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.DATE_POLL_CALLED_OFF,
        f"{poll.title}: the date poll is called off.",
    )
    return poll


def _open(
    session: Session,
    now: datetime,
    run_id: int,
    poll: Poll,
    dates: Sequence[ProposedDate],
    allowed: Allowed,
    lead_days: int,
) -> Poll:
    launch = Launch.of(session, now, run_id)
    calendar = launch.calendar
    poll_dates.check(calendar, now, dates, poll.closes_at, lead_days=lead_days, allowed=allowed)
    _refuse_a_second(session, poll)
    asked = polls.asked(session, poll)
    if not asked:
        raise NotAllowed("There is nobody to ask yet. Add people to the team first.")
    poll.remind_at = poll_dates.remind_at(calendar, now, poll.closes_at, launch.playbook.office_hours)
    poll.due_at = poll.remind_at or poll.closes_at
    poll.closes_local = wall_clock.reading(poll.closes_at, launch.zone)
    session.add(poll)
    session.flush()
    for one in sorted(dates, key=lambda one: one.starts_at):
        local = wall_clock.reading(one.starts_at, launch.zone)
        session.add(
            PollOption(poll_id=poll.pk, starts_at=one.starts_at, starts_local=local, minutes=one.minutes)
        )
    session.flush()
    closes = wording.moment(poll.closes_at, launch.zone)
    words = f"{poll.title}: {wording.counted(len(dates), 'date')}, {wording.counted(len(asked), 'person is', 'people are')} asked, until {closes}."
    events.record(session, now, run_id, poll.opened_by, EventKind.DATE_POLL_OPENED, words, poll_id=poll.pk)
    return poll


def _refuse_a_second(session: Session, poll: Poll) -> None:
    standing = session.exec(
        select(Poll.id).where(
            Poll.partnership_id == poll.partnership_id,
            Poll.team_id == poll.team_id,
            Poll.state == PollState.OPEN,
        )
    ).first()
    if standing is not None:
        raise NotAllowed(
            "Date poll %(number)s is open for this already. Close it or call it off first.", number=standing
        )

"""Choosing priorities by dots: opened, placed on phones, counted by hand, closed.

Everybody in the room may place dots; only those of business count (S2 slide 11), and the others' are kept apart. Until it
is closed anybody may place theirs elsewhere, and words may change. Closing chooses; opening it again takes that back, as
long as no team stands on what was chosen.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, wording
from sectorlaunch.actions import outcomes
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings, priorities
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ActionTeam,
    InvitationState,
    Meeting,
    Person,
    Priority,
    PriorityTally,
    PriorityVote,
)

DOTS = "dots_per_person"
"""The playbook's number of dots each person places, one a priority at most."""
USUAL_DOTS = 3
MOST_DOTS = 2000
"""Of one priority, counted by hand."""


def each_has(launch: Launch) -> int:
    """How many dots everybody has."""
    return launch.number(DOTS, USUAL_DOTS)


def is_open(meeting: Meeting) -> bool:
    return meeting.vote_opened_at is not None and meeting.vote_closed_at is None


def open_vote(session: Session, now: datetime, run_id: int, meeting_id: int, *, by: str) -> None:
    """Lets guests place their dots. Raises BadInput with fewer than two candidates, NotAllowed once teams stand."""
    meeting = meetings.find(session, meeting_id)
    if is_open(meeting):
        return
    found = priorities.listed(session, meeting.partnership_id)
    if len(found) < 2:
        raise BadInput("Note at least two candidates before anybody chooses among them.")
    with_team = select(ActionTeam.id).where(col(ActionTeam.priority_id).in_([one.pk for one in found]))
    if meeting.vote_closed_at is not None and session.exec(with_team).first() is not None:
        raise NotAllowed("Action teams work on what was chosen already, so it stands.")
    for priority in found:
        if priority.chosen_at is not None and meeting.vote_closed_at is not None:
            priority.chosen_at = None
            session.add(priority)
    meeting.vote_opened_at, meeting.vote_closed_at = meeting.vote_opened_at or now, None
    session.add(meeting)
    events.record(session, now, run_id, by, EventKind.VOTE_OPENED, f"{meeting.title}: dots may be placed.")


def place(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    person: Person,
    on: Collection[int],
    *,
    by: str = "",
) -> None:
    """Where somebody's dots are from now on: `on` are numbers of priorities, each at most once.

    Raises BadInput for more dots than everybody has and while nothing is chosen among, NotFound for a priority of
    another partnership.
    """
    meeting = _voting(session, meeting_id)
    wanted = set(on)
    most = each_has(Launch.of(session, now, run_id))
    if len(wanted) > most:
        raise BadInput("You have %(most)s dots; take %(extra)s away.", most=most, extra=len(wanted) - most)
    listed = {one.pk: one for one in priorities.listed(session, meeting.partnership_id)}
    for number in wanted - listed.keys():
        priorities.find(session, meeting.partnership_id, number)
        raise BadInput("One of these was taken out meanwhile. Look again, and place your dots.")
    before = priorities.dots_of(session, person.pk)
    if wanted == before:
        return
    votes = select(PriorityVote).where(
        PriorityVote.person_id == person.id, col(PriorityVote.priority_id).in_(before - wanted)
    )
    for vote in session.exec(votes).all():
        session.delete(vote)
    for number in wanted - before:
        session.add(PriorityVote(priority_id=number, person_id=person.pk, voted_at=now))
    session.flush()
    words = f"{person.name} placed {len(wanted)} of {wording.counted(most, 'dot')}."
    data = {"person_id": person.pk, "on": sorted(wanted)}
    events.record(session, now, run_id, by or person.name, EventKind.DOTS_PLACED, words, **data)


def count(
    session: Session, now: datetime, run_id: int, meeting_id: int, priority: Priority, dots: int, *, by: str
) -> None:
    """The dots of business leaders on paper; counted again, the newest count holds. Raises BadInput out of bounds."""
    _voting(session, meeting_id)
    if not 0 <= dots <= MOST_DOTS:
        raise BadInput("Count between 0 and %(most)s dots.", most=MOST_DOTS)
    of_it = select(PriorityTally).where(PriorityTally.priority_id == priority.id)
    tally = session.exec(of_it).one_or_none()
    if (tally.dots if tally is not None else 0) == dots:
        return
    tally = tally or PriorityTally(priority_id=priority.pk, dots=dots, counted_by=by, counted_at=now)
    tally.dots, tally.counted_by, tally.counted_at = dots, by, now
    session.add(tally)
    session.flush()
    said = f"{wording.counted(dots, 'dot')} on paper for “{priority.words}”, counted by {by}."
    events.record(session, now, run_id, by, EventKind.DOTS_COUNTED, said[:4000])


def close(
    session: Session, now: datetime, run_id: int, meeting_id: int, chosen: Collection[int], *, by: str
) -> None:
    """Ends the choosing with what was chosen, by number. Raises BadInput where that is nothing, or has no dot of business."""
    meeting = _voting(session, meeting_id)
    standing = {one.priority.pk: one for one in priorities.standings(session, meeting.partnership_id)}
    if not chosen:
        raise BadInput("Choose at least one priority.")
    for number in chosen:
        if number not in standing:
            raise BadInput("One of these was taken out meanwhile. Look again, and choose.")
        if not standing[number].dots:
            raise BadInput(
                "“%(priority)s” has no dot of a business leader, so it is not theirs.",
                priority=standing[number].priority.words,
            )
    meeting.vote_closed_at = now
    session.add(meeting)
    words = f"{meeting.title}: {len(set(chosen))} priorities are chosen."
    events.record(session, now, run_id, by, EventKind.VOTE_CLOSED, words)
    outcomes.choose(session, now, run_id, sorted(set(chosen)), by=by)
    session.flush()


def holds_a_third(standing: Collection[priorities.Standing], companies: dict[int, int | None]) -> int | None:
    """The organization whose people placed a third or more of the dots of business, where one did; `companies` is by person."""
    placed = [companies.get(person.pk) for one in standing for person in one.leaders]
    for company in {one for one in placed if one is not None}:
        if len(placed) >= 6 and placed.count(company) * 3 >= len(placed):
            return company
    return None


def may_place(state: InvitationState) -> bool:
    """Whether somebody with this answer is in the room, or may be before anybody has checked them in."""
    return state not in (InvitationState.DECLINED, InvitationState.NO_SHOW, InvitationState.WAITING)


def _voting(session: Session, meeting_id: int) -> Meeting:
    meeting = meetings.find(session, meeting_id)
    if meeting.vote_opened_at is None:
        raise BadInput("Nobody chooses yet. The facilitator opens it.")
    if meeting.vote_closed_at is not None:
        raise BadInput("Choosing is closed.")
    return meeting

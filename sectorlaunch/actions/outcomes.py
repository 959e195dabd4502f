"""What business leaders brought to the table: priorities, votes, commitments."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, func, select

from sectorlaunch import events, wording
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Commitment, CommitmentState, Person, Priority, PriorityVote


def record_priority(session: Session, now: datetime, run_id: int, words: str, *, by: str) -> Priority:
    """A priority in the words of those who named it."""
    partnership_id = _partnership_id(session, run_id)
    if not words.strip():
        raise BadInput("Write the priority down in the words that were used.")
    count = session.exec(
        select(func.count()).select_from(Priority).where(Priority.partnership_id == partnership_id)
    ).one()
    priority = Priority(partnership_id=partnership_id, words=words.strip(), position=count + 1)
    session.add(priority)
    session.flush()
    events.record(
        session, now, run_id, by, EventKind.PRIORITY_RECORDED, f"Priority {count + 1}: {priority.words}"
    )
    return priority


def vote(session: Session, now: datetime, run_id: int, priority_id: int, voters: Iterable[Person]) -> None:
    """Notes votes, one for each person and priority. Everyone's are kept; only those of business leaders count."""
    priority = _priority(session, priority_id)
    known = set(session.exec(select(PriorityVote.person_id).where(PriorityVote.priority_id == priority_id)))
    for person in voters:
        if person.id is not None and person.id not in known:
            session.add(PriorityVote(priority_id=priority_id, person_id=person.id, voted_at=now))
            events.record(
                session,
                now,
                run_id,
                person.name,
                EventKind.VOTE_GIVEN,
                f"{person.name} voted for “{priority.words}”.",
            )


def choose(session: Session, now: datetime, run_id: int, priority_ids: Iterable[int], *, by: str) -> None:
    """Marks priorities as chosen."""
    for priority_id in priority_ids:
        priority = _priority(session, priority_id)
        if priority.chosen_at is None:
            priority.chosen_at = now
            session.add(priority)
            events.record(session, now, run_id, by, EventKind.PRIORITY_CHOSEN, f"Chosen: {priority.words}")


def commit_to(
    session: Session,
    now: datetime,
    run_id: int,
    what: str,
    owner: Person | None,
    due_on: date | None,
    *,
    by: str,
    team_id: int | None = None,
    meeting_id: int | None = None,
    organization_id: int | None = None,
) -> Commitment:
    """Records a promised next step. `due_on` is a date in the partnership's zone; `meeting_id` is where it was made, and
    `organization_id` whom it binds beside its owner."""

    if not what.strip():
        raise BadInput("Say what was promised.")
    commitment = Commitment(
        partnership_id=_partnership_id(session, run_id),
        team_id=team_id,
        meeting_id=meeting_id,
        organization_id=organization_id,
        owner_id=owner.id if owner else None,
        what=what.strip(),
        due_on=due_on,
        made_at=now,
    )
    session.add(commitment)
    session.flush()
    who = owner.name if owner else "Nobody yet"
    said = f"{who}: {commitment.what}"
    events.record(session, now, run_id, by, EventKind.COMMITMENT_MADE, said, commitment_id=commitment.pk)
    return commitment


def settle(
    session: Session,
    now: datetime,
    run_id: int,
    commitment_id: int,
    state: CommitmentState,
    *,
    by: str,
    why: str = "",
) -> Commitment:
    """Marks a commitment done or dropped, with the reason where there is one; its reminders stop."""

    commitment = _commitment(session, commitment_id)
    if commitment.state is not state:
        commitment.state = state
        commitment.settled_at = now
        commitment.settled_why = why.strip()
        session.add(commitment)
        words = f"{commitment.what}: {state.value}" + (f". {why.strip()}" if why.strip() else "")
        events.record(session, now, run_id, by, EventKind.COMMITMENT_SETTLED, words[:4000])
    return commitment


def hand_over(
    session: Session, now: datetime, run_id: int, commitment_id: int, to: Person, *, by: str
) -> Commitment:
    """Gives an open commitment to somebody else. Raises NotFound, and NotAllowed for one that is settled."""
    commitment = _commitment(session, commitment_id)
    if commitment.state is not CommitmentState.OPEN:
        raise NotAllowed("That is already settled.")
    if commitment.owner_id == to.pk:
        return commitment
    before = session.get_one(Person, commitment.owner_id).name if commitment.owner_id is not None else ""
    commitment.owner_id = to.pk
    session.add(commitment)
    words = f"{commitment.what}: now with {to.name}" + (f" instead of {before}." if before else ".")
    kind = EventKind.COMMITMENT_HANDED_OVER
    events.record(session, now, run_id, by, kind, words[:4000], commitment_id=commitment_id)
    return commitment


def postpone(
    session: Session, now: datetime, run_id: int, commitment_id: int, on: date, *, by: str, why: str = ""
) -> Commitment:
    """Gives an open commitment a later day, in the partnership's zone; its reminders move along.

    Raises NotFound, NotAllowed for one that is settled, and BadInput for a day that is not ahead.
    """
    commitment = _commitment(session, commitment_id)
    if commitment.state is not CommitmentState.OPEN:
        raise NotAllowed("That is already settled.")
    if on <= Launch.of(session, now, run_id).today:
        raise BadInput("Choose a day in the future by which it will be done.")
    before, commitment.due_on = commitment.due_on, on
    session.add(commitment)
    said = f"{commitment.what}: by {wording.short_day(on)}"
    said += f" instead of {wording.short_day(before)}" if before else ""
    words = f"{said}. {why}".strip()
    kind = EventKind.COMMITMENT_PUT_OFF
    events.record(session, now, run_id, by, kind, words[:4000], commitment_id=commitment_id)
    return commitment


def ask_for_help(
    session: Session, now: datetime, run_id: int, commitment_id: int, words: str, *, by: str
) -> Commitment:
    """Says that whoever took something on cannot carry it alone, and what would help.

    Raises NotFound, NotAllowed for one that is settled or nobody's, and BadInput without words.
    """
    commitment = _open_one(session, commitment_id)
    said = words.strip()[:4000]
    if not said:
        raise BadInput("Say in a sentence what would help.")
    summary = f"{commitment.what}: help is asked for. {said}"[:4000]
    kind = EventKind.HELP_ASKED
    events.record(session, now, run_id, by, kind, summary, commitment_id=commitment_id, words=said)
    return commitment


def put_right(
    session: Session, now: datetime, run_id: int, commitment_id: int, words: str, *, by: str
) -> Commitment:
    """Puts what somebody took on into the words they meant. Raises as `ask_for_help` does."""
    commitment = _open_one(session, commitment_id)
    said = words.strip()[:4000]
    if not said:
        raise BadInput("Write what you took on.")
    if said == commitment.what:
        return commitment
    before, commitment.what = commitment.what, said
    session.add(commitment)
    summary = f"{said}, instead of: {before}"[:4000]
    kind = EventKind.COMMITMENT_PUT_RIGHT
    events.record(session, now, run_id, by, kind, summary, commitment_id=commitment_id)
    return commitment


def _open_one(session: Session, commitment_id: int) -> Commitment:
    commitment = _commitment(session, commitment_id)
    if commitment.state is not CommitmentState.OPEN or commitment.owner_id is None:
        raise NotAllowed("That is already settled.")
    return commitment


def _commitment(session: Session, commitment_id: int) -> Commitment:
    commitment = session.get(Commitment, commitment_id)
    if commitment is None:
        raise NotFound("There is no commitment number %(number)s.", number=commitment_id)
    return commitment


def _priority(session: Session, priority_id: int) -> Priority:
    priority = session.get(Priority, priority_id)
    if priority is None:
        raise NotFound("There is no priority number %(number)s.", number=priority_id)
    return priority


def _partnership_id(session: Session, run_id: int) -> int:
    return partnerships.partnership_of(session, run_id).pk

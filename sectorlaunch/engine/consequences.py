"""What follows from a deed: done before the commit, by the kind of event, here and nowhere else."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import database, events
from sectorlaunch.engine import gates
from sectorlaunch.errors import EndlessConsequences
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.records.launch import Launch

Reaction = Callable[[Launch, Happening], object]

MOST_ROUNDS = 10
"""What follows may cause events in turn. A moved launch, with its debrief and the news of both, needs four rounds."""

REACTIONS: dict[EventKind, tuple[Reaction, ...]] = {}


@database.before_commit
def follow(session: Session, now: datetime) -> None:
    """Does what follows from everything that happened to any launch in this unit of work, until nothing is left.

    Raises EndlessConsequences when it does not end, naming the events.
    """
    for _ in range(MOST_ROUNDS):
        happened = events.take(session)
        if not happened:
            return
        for run_id, happenings in happened.items():
            _follow(Launch.of(session, now, run_id), happenings)
    if left := events.take(session):
        kinds = sorted({one.kind.value for happenings in left.values() for one in happenings})
        raise EndlessConsequences(
            f"What follows from this does not end; after {MOST_ROUNDS} rounds there is still: {', '.join(kinds)}."
        )


def _follow(launch: Launch, happenings: list[Happening]) -> None:
    """One round for one launch."""
    for happening in happenings:
        for reaction in REACTIONS.get(happening.kind, ()):
            reaction(launch, happening)
    gates.review_run(launch.session, launch.now, launch.run_id)

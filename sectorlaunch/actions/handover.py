"""When somebody leaves, no work hangs on them (S3): every open item goes to another person at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Commitment,
    CommitmentState,
    Document,
    DocumentState,
    Person,
    Role,
    ToDo,
)

Item = ToDo | Champion | Commitment | Document | Role


@dataclass(frozen=True)
class HandedOver:
    """How many open items have a new owner."""

    tasks: int = 0
    champions: int = 0
    commitments: int = 0
    documents: int = 0
    guests: int = 0
    """People they were to call."""

    def __str__(self) -> str:
        counts = {
            "task": self.tasks,
            "champion": self.champions,
            "commitment": self.commitments,
            "document": self.documents,
            "guest to call": self.guests,
        }
        words = [f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items() if count]
        return ", ".join(words) or "nothing open"


def hand_over(
    session: Session,
    now: datetime,
    from_person: int,
    to_person: int,
    *,
    partnership_id: int | None = None,
    by: str = "",
) -> HandedOver:
    """Gives every open task, champion, commitment and drafted document of one person to another.

    Settled ones stay with whoever settled them. With `partnership_id`, those of that partnership only; else of
    all. Roles are not handed over: somebody is named for them anew. Raises BadInput for the same person twice,
    NotAllowed for one whose data was removed.
    """
    if from_person == to_person:
        raise BadInput("Name somebody else to hand over to.")
    giver, taker = session.get_one(Person, from_person), session.get_one(Person, to_person)
    if taker.partnership_id != giver.partnership_id:
        raise NotAllowed("They are on the lists of two partnerships; hand over to somebody of the same one.")
    if taker.anonymized_at is not None:
        raise NotAllowed("The data of the person to hand over to was removed; choose somebody else.")
    by_partnership: dict[int, Counter[str]] = {}
    for what, items in _open_items(session, from_person).items():
        for item in items:
            belongs_to = _partnership_id(session, item)
            if partnership_id in (None, belongs_to):
                item.owner_id = to_person
                session.add(item)
                by_partnership.setdefault(belongs_to, Counter())[what] += 1
    session.flush()
    for belongs_to, counts in by_partnership.items():
        run = partnerships.run_of(session, belongs_to)
        words = f"{giver.name} handed over to {taker.name}: {HandedOver(**counts)}."
        events.record(session, now, run.id, by or giver.name, EventKind.HANDED_OVER, words, **counts)
    return HandedOver(**sum(by_partnership.values(), Counter[str]()))


def open_in(session: Session, person_id: int, partnership_id: int) -> HandedOver | None:
    """What somebody holds in one partnership that is not settled; None where there is nothing."""
    counts = Counter(
        what
        for what, items in _open_items(session, person_id).items()
        for item in items
        if _partnership_id(session, item) == partnership_id
    )
    return HandedOver(**counts) if counts else None


def _open_items(session: Session, owner: int) -> dict[str, Sequence[Item]]:
    return {
        "tasks": session.exec(select(ToDo).where(ToDo.owner_id == owner, col(ToDo.done_at).is_(None))).all(),
        "champions": session.exec(
            select(Champion).where(Champion.owner_id == owner, Champion.stage != ChampionStage.DECLINED)
        ).all(),
        "commitments": session.exec(
            select(Commitment).where(Commitment.owner_id == owner, Commitment.state == CommitmentState.OPEN)
        ).all(),
        "documents": session.exec(
            select(Document).where(Document.owner_id == owner, Document.state == DocumentState.DRAFTED)
        ).all(),
        "guests": session.exec(
            select(Role).where(Role.owner_id == owner, col(Role.ended_at).is_(None))
        ).all(),
    }


def _partnership_id(session: Session, item: Item) -> int:
    if not isinstance(item, ToDo):
        return item.partnership_id
    return partnerships.partnership_of(session, item.run_id).pk

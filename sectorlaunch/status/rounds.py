"""What came of touches that were carried out: letters by their kind, people to phone, what is withheld, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.rendering import traits
from sectorlaunch import wording
from sectorlaunch.records import playbook_editions
from sectorlaunch.tables import Message, MessageState, PlannedTouch, ToDo, ToDoPurpose, TouchState

NAMED = 20
"""Recipients of a touch named one by one; more are counted."""


@dataclass
class Round:
    """What came of some touches. `letters` by kind; `lines` say each touch with whom it went to."""

    letters: Counter[str] = field(default_factory=Counter)
    to_phone: int = 0
    calls: int = 0
    withheld: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Such as "108 invitations queued, 2 to phone, 1 withheld"; empty when nothing came of them."""
        asked = [kind for kind, _ in self.letters.most_common() if any(traits(kind).counted_as)]
        letters = [_counted(kind, count) for kind, count in self.letters.most_common() if kind not in asked]
        parts = [f"{wording.listing(letters)} queued"] if letters else []
        parts += [_counted(kind, self.letters[kind]) for kind in asked]
        parts += [f"{self.to_phone} to phone"] if self.to_phone else []
        parts += [f"{self.calls} {'call' if self.calls == 1 else 'calls'}"] if self.calls else []
        parts += [f"{self.withheld} withheld"] if self.withheld else []
        return ", ".join(parts)


def carried_out(session: Session, run_id: int, at: datetime) -> Sequence[PlannedTouch]:
    """The touches of a launch that were carried out in the unit of work of that moment."""
    return session.exec(
        select(PlannedTouch)
        .where(
            PlannedTouch.run_id == run_id,
            PlannedTouch.settled_at == at,
            PlannedTouch.state == TouchState.DONE,
        )
        .order_by(col(PlannedTouch.id))
    ).all()


def of(session: Session, carried_out: Sequence[PlannedTouch]) -> Round:
    """What came of these touches. An assistant's copy is no letter of its own here."""
    found = Round()
    for planned, touch in playbook_editions.with_touches(session, carried_out):
        found.lines.append(f"{touch.title}: {planned.result}.")
        tasks = Counter(session.exec(select(ToDo.purpose_kind).where(ToDo.planned_id == planned.id)).all())
        found.to_phone += tasks[ToDoPurpose.TELL]
        found.calls += tasks[ToDoPurpose.CALL]
        if touch.task_for is not None:
            continue  # its message tells the owner of the calls, which are counted
        letters = session.exec(
            select(Message.to_name, Message.state)
            .where(Message.planned_id == planned.id, col(Message.copy_of_id).is_(None))
            .order_by(col(Message.id))
        ).all()
        names = [name for name, state in letters if state != MessageState.WITHHELD]
        found.withheld += len(letters) - len(names)
        if names:
            found.letters[touch.kind] += len(names)
            found.lines.append(_to_whom(names))
    return found


def _to_whom(names: list[str]) -> str:
    named = [*names[:NAMED], f"{len(names) - NAMED} more"] if len(names) > NAMED else names
    return f"To {wording.listing(named)}."


def _counted(kind: str, count: int) -> str:
    """What letters of a kind are counted as: 1 invitation, 14 second letters, 2 letter copies, 3 leads asked."""
    one, several = traits(kind).counted_as
    if one:
        return f"{count} {one if count == 1 else several}"
    noun = kind.replace("-", " ")
    if count != 1 and not noun.endswith("s"):
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun}"

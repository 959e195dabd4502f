"""What a convener decided about single messages of the plan: left out, worded otherwise, sent early."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from notifications.own_words import OwnWords
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import ChangeAction, TouchChange

EVERYONE = None


@dataclass
class Decisions:
    """What stands for one planned touch, by person; the key None is everyone."""

    skipped: dict[int | None, TouchChange] = field(default_factory=dict)
    words: dict[int | None, TouchChange] = field(default_factory=dict)
    early: dict[int | None, TouchChange] = field(default_factory=dict)

    def skip_of(self, person_id: int | None) -> TouchChange | None:
        """The decision that leaves the person out, if there is one."""
        return self.skipped.get(EVERYONE) or self.skipped.get(person_id)

    def words_for(self, person_id: int | None) -> OwnWords | None:
        """The person's own words, else those for everyone."""
        change = self.words.get(person_id) or self.words.get(EVERYONE)
        return OwnWords(subject=change.subject, text=change.text) if change else None


def of(session: Session, planned_id: int) -> Decisions:
    """The decisions that stand for a planned touch."""
    return of_all(session, [planned_id])[planned_id]


def of_all(session: Session, planned_ids: Iterable[int]) -> dict[int, Decisions]:
    """The same for several, in one query."""
    wanted = tuple(planned_ids)

    def read() -> dict[int, Decisions]:
        found = {planned_id: Decisions() for planned_id in wanted}
        changes = session.exec(
            select(TouchChange)
            .where(col(TouchChange.planned_id).in_(wanted))
            .order_by(col(TouchChange.at), col(TouchChange.id))
        )
        for change in changes:
            _apply(found[change.planned_id], change)
        return found

    return cached(session, (TouchChange,), ("changes", wanted), read)


def _apply(decisions: Decisions, change: TouchChange) -> None:
    whom = change.person_id
    match change.action:
        case ChangeAction.SKIP:
            decisions.skipped[whom] = change
        case ChangeAction.RESTORE:
            decisions.skipped.pop(whom, None)
        case ChangeAction.WORDS if change.text or change.subject:
            decisions.words[whom] = change
        case ChangeAction.WORDS:
            decisions.words.pop(whom, None)
        case ChangeAction.NOW:
            decisions.early[whom] = change

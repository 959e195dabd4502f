"""What a message or a touch is about: the run as a whole, a person, a meeting, a commitment, a week."""

from dataclasses import dataclass
from datetime import date

from sectorlaunch.tables import AboutKind, Message, PlannedTouch, ToDo


@dataclass(frozen=True)
class About:
    """What one occurrence of a touch is about. Its number says which one; of a week, the Monday it begins on; of what
    comes round again for the same thing, the day."""

    kind: AboutKind = AboutKind.RUN
    id: int | None = None
    monday: date | None = None
    on: date | None = None

    def __str__(self) -> str:
        """What makes one occurrence differ from another: "run", "person:12", "week:2026-11-23", "team:4:2027-03-02"."""
        parts = (self.kind.value, self.monday or self.id, self.on)
        return ":".join(str(part) for part in parts if part is not None)

    @classmethod
    def of(cls, row: Message | PlannedTouch) -> "About":
        """What a message or a planned touch is about. Of a week, and of what comes round, it knows no day."""
        return cls(row.about_kind, row.about_id)

    @classmethod
    def of_task(cls, todo: ToDo) -> "About":
        """What a task is about besides the person."""
        return cls(todo.matter_kind, todo.matter_id)

    def id_of(self, kind: AboutKind | str) -> int | None:
        return self.id if self.kind == kind else None


THE_RUN = About()

"""What one message is, before it is put into words: to whom, about what, why, and until when it means something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from notifications.own_words import OwnWords
from playbooks.model import Stop, Touch
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.tables import Message, Person, PlannedTouch, ToDoPurpose

Thread = About | str | int
"""What a follow-up replies to: the letters about something, those of a step (its key), of a planned touch (its number)."""


@dataclass(frozen=True)
class Draft:
    """One message to one person. It is written once for each purpose, person and occurrence."""

    kind: str
    person: Person
    purpose: str
    """Step and touch that cause it, or what else does."""
    reason: str
    """Why it is written, in words."""
    about: About = THE_RUN
    occurrence: str = ""
    """What makes it once; empty where what it is about does."""
    planned_id: int | None = None
    step_key: str = ""
    stop: Stop = Stop.NEVER
    """Asked again before it leaves."""
    gate_key: str | None = None
    missed_after: datetime | None = None
    """When it would be too late; aware, UTC. Some days on where nothing is said."""
    silent: Sequence[Person] = ()
    """Whom a hand-over is about."""
    explanation: str = ""
    link: str = ""
    """In place of the person's own page."""
    thread: Thread | None = None
    ask: Touch | None = None
    """The touch whose deadline it gives or reminds of; None where nothing is due by a day."""
    urgent: bool = False
    """Does not wait for office hours."""
    own: OwnWords | None = None
    """The convener's words for it."""
    by_phone: ToDoPurpose = ToDoPurpose.TELL
    """What somebody is to do where letters do not reach the person."""

    @property
    def once(self) -> str:
        return self.occurrence or str(self.about)

    @classmethod
    def of_touch(cls, planned: PlannedTouch, touch: Touch, person: Person, **more: Any) -> Self:
        """What a touch of the playbook says to one person."""
        return cls(
            kind=touch.kind,
            person=person,
            purpose=f"{planned.step_key}/{touch.key}",
            reason=touch.title,
            about=About.of(planned),
            occurrence=planned.occurrence,
            planned_id=planned.pk,
            step_key=planned.step_key,
            gate_key=touch.gate,
            ask=touch,
            **more,
        )

    @classmethod
    def of_message(cls, message: Message, person: Person) -> Self:
        """What a message was written from, as far as that is on record."""
        return cls(
            kind=message.kind,
            person=person,
            purpose=message.purpose,
            reason=message.reason,
            about=About.of(message),
            occurrence=message.occurrence,
            planned_id=message.planned_id,
            step_key=message.step_key,
            gate_key=message.stop_gate,
        )

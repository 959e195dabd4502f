"""From the tables to the context of a message: who writes, to whom, about what. The words are in `notifications`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import UndefinedError
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Session

from notifications.context import MessageContext
from notifications.envelope import CalendarPart
from notifications.rendering import context_class, traits
from sectorlaunch.letters import action, brief, champion, champion_digest, entries, poll, room, scoring, step
from sectorlaunch.letters import meeting as meeting_letters
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records.about import About
from sectorlaunch.tables import Person


@dataclass(frozen=True)
class Letter:
    """A message before it is put into words."""

    context: MessageContext
    sender: Person
    reply_to: str
    meeting_id: int | None
    calendar: CalendarPart | None


UNSETTLED = (AssertionError, LookupError, ValueError, TypeError, InvalidRequestError, UndefinedError)
"""What composing and rendering raise while a date, a team or a person a letter needs is not there."""

Filling = Callable[[LetterSource], Fields]

FILLINGS: Mapping[str, Filling] = {
    **step.FILLINGS,
    **champion.FILLINGS,
    **champion_digest.FILLINGS,
    **meeting_letters.FILLINGS,
    **action.FILLINGS,
    **poll.FILLINGS,
    **brief.FILLINGS,
    **room.FILLINGS,
    **scoring.FILLINGS,
}
"""Message kind → what fills its context beyond the fields every message has."""


def compose(
    session: Session,
    now: datetime,
    run_id: int,
    kind: str,
    person: Person,
    about: About,
    *,
    why: str,
    link: str,
    unsubscribe_url: str,
    gate_key: str | None = None,
    silent: Sequence[Person] = (),
    explanation: str = "",
    organiser: entries.Organiser | None = None,
) -> Letter:
    """The letter of a kind to one person. Raises KeyError for a kind nothing fills.

    `organiser` gives the address answers from calendars go to; without it that is the sender's own.
    """
    desk = LetterSource.of(
        session,
        now,
        run_id,
        kind,
        person,
        about,
        why=why,
        link=link,
        unsubscribe_url=unsubscribe_url,
        gate_key=gate_key,
        silent=tuple(silent),
        explanation=explanation,
    )
    fields = {**desk.shared_fields(), **FILLINGS[kind](desk)}
    return Letter(
        context=context_class(kind)(**fields),
        sender=desk.sender,
        reply_to=desk.sender.email or "",
        meeting_id=_meeting_id(desk),
        calendar=entries.part_for(desk, organiser),
    )


def _meeting_id(desk: LetterSource) -> int | None:
    meeting = desk.meeting_of_the_letter() if traits(desk.kind).about_a_meeting else None
    return meeting.id if meeting is not None else None

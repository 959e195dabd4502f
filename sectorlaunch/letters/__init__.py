"""From the tables to the context of a message: who writes, to whom, about what. The words are in `notifications`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import UndefinedError
from sqlalchemy.exc import InvalidRequestError

from notifications.context import MessageContext
from notifications.envelope import CalendarPart
from notifications.rendering import context_class
from sectorlaunch.letters import action, brief, champion, champion_digest, entries, poll, room, scoring, step
from sectorlaunch.letters import meeting as meeting_letters
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Person


@dataclass(frozen=True)
class Letter:
    """A message before it is put into words."""

    context: MessageContext
    sender: Person
    reply_to: str
    meeting_id: int | None
    calendar: CalendarPart | None


OF_THE_DATE = "launch-date"
"""Tells the team the day of the launch, and has nothing to say before it is settled."""
ABOUT_A_MEETING_TO_COME = {
    "save-the-date",
    OF_THE_DATE,
    "sign-request",
    "champion-promise",
    "invitation",
    "letter-copy",
    "second-letter",
    "logistics",
    "meeting-reminder",
    "debrief-call",
    "team-call-notice",
    "call-reminder",
    "quarterly-invitation",
    "meeting-moved",
    "meeting-cancelled",
}

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


@dataclass(frozen=True)
class LetterRequest:
    """Which letter is to be composed: a kind, to one person, about something."""

    kind: str
    person: Person
    about: About
    why: str
    """Why they get it, in words."""
    link: str
    unsubscribe_url: str = ""
    gate_key: str | None = None
    silent: tuple[Person, ...] = ()
    """Whom a hand-over is about."""
    explanation: str = ""


def compose(launch: Launch, request: LetterRequest, organiser: entries.Organiser | None = None) -> Letter:
    """The letter of a kind to one person. Raises KeyError for a kind nothing fills.

    `organiser` gives the address answers from calendars go to; without it that is the sender's own.
    """
    desk = LetterSource.of(
        launch.session,
        launch.now,
        launch.run_id,
        request.kind,
        request.person,
        request.about,
        why=request.why,
        link=request.link,
        unsubscribe_url=request.unsubscribe_url,
        gate_key=request.gate_key,
        silent=request.silent,
        explanation=request.explanation,
    )
    fields = {**desk.shared_fields(), **FILLINGS[request.kind](desk)}
    return Letter(
        context=context_class(request.kind)(**fields),
        sender=desk.sender,
        reply_to=desk.sender.email or "",
        meeting_id=_meeting_id(desk),
        calendar=entries.part_for(desk, organiser),
    )


def _meeting_id(desk: LetterSource) -> int | None:
    meeting = desk.meeting_of_the_letter() if desk.kind in ABOUT_A_MEETING_TO_COME else None
    return meeting.id if meeting is not None else None

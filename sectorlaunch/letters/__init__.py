"""From the tables to the context of a message: who writes, to whom, about what. The words are in `notifications`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import isfunction

from jinja2 import UndefinedError
from sqlalchemy.exc import InvalidRequestError

from notifications.context import MessageContext, PromiseBrief
from notifications.envelope import CalendarPart
from notifications.rendering import context_class, known_kinds, traits
from sectorlaunch.letters import (
    action,
    brief,
    champion,
    champion_digest,
    entries,
    offers,
    poll,
    release,
    replies,
    room,
    scoring,
    step,
    survey,
    team,
    week,
    work,
)
from sectorlaunch.letters import meeting as meeting_letters
from sectorlaunch.letters.letter_source import Fields, LetterRequest, LetterSource
from sectorlaunch.letters.offered_fields import OFFERED
from sectorlaunch.records import promises
from sectorlaunch.records.launch import Launch


@dataclass(frozen=True)
class Letter:
    """A message before it is put into words."""

    context: MessageContext
    sender_name: str
    reply_to: str
    meeting_id: int | None
    calendar: CalendarPart | None


UNSETTLED = (AssertionError, LookupError, ValueError, TypeError, InvalidRequestError, UndefinedError)
"""What composing and rendering raise while a date, a team or a person a letter needs is not there."""

Filling = Callable[[LetterSource], Fields]

FILLINGS: Mapping[str, Filling] = {
    kind: found
    for module in (
        step,
        champion,
        champion_digest,
        meeting_letters,
        action,
        poll,
        brief,
        room,
        scoring,
        week,
        release,
        replies,
        team,
        offers,
        work,
        survey,
    )
    for kind in known_kinds()
    if isfunction(found := getattr(module, kind.replace("-", "_"), None))
}
"""Message kind → the function of its name in a module here, for what its context has of its own.

A kind whose context has only fields every message has, and fields that are offered, needs none.
"""


def compose(launch: Launch, request: LetterRequest, organizer: entries.Organizer | None = None) -> Letter:
    """The letter of a kind to one person. Raises KeyError for an unknown kind, ValueError where its context lacks something.

    `organizer` gives the address answers from calendars go to; without it that is the sender's own.
    """
    source = LetterSource.of(launch, request)
    context = context_class(request.kind)(**_fields(source))
    return Letter(
        context=context,
        sender_name=source.sender_name,
        reply_to=source.sender.email or "",
        meeting_id=_meeting_id(source),
        calendar=entries.part_for(source, context, organizer),
    )


def _fields(source: LetterSource) -> Fields:
    """What every message says, what the kind's own function gives, and what else its context declares, where offered."""
    if traits(source.kind).needs_the_hour and (
        source.launch.meeting is None or source.launch.meeting.starts_at is None
    ):
        raise ValueError("The launch has no day and hour yet.")
    own = FILLINGS[source.kind](source) if source.kind in FILLINGS else {}
    fields = {**source.shared_fields(), "promised": _promised(source), **own}
    declared = context_class(source.kind).model_fields.keys() - fields.keys()
    return {**fields, **{name: OFFERED[name](source) for name in sorted(declared & OFFERED.keys())}}


def _promised(source: LetterSource) -> tuple[PromiseBrief, ...]:
    """What will reach the reader of what letters of this kind say will follow."""
    announced = traits(source.kind).announces
    found = [
        promises.to_come(source.launch, kind, source.person, source.about, source.gate_key)
        for kind in announced
    ]
    return tuple(
        PromiseBrief(kind=one.kind, day=source.day(one.on) if one.on is not None else "")
        for one in found
        if one is not None
    )


def _meeting_id(source: LetterSource) -> int | None:
    meeting = source.meeting_of_the_letter() if traits(source.kind).about_a_meeting else None
    return meeting.id if meeting is not None else None

"""What a person wishes of our messages, noted for one partnership: a pause, another channel, no digest."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from languages.catalogs import Sentence
from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records.people import runs_of
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person

CHANNELS = ("email", "sms")


@dataclass(frozen=True)
class Preferences:
    """What somebody chose. None leaves as it is what was chosen before."""

    paused_until: date | None = None
    end_pause: bool = False
    channel: str | None = None
    wants_digest: bool | None = None


def prefer(
    session: Session, now: datetime, person_id: int, preferences: Preferences, *, by: str = ""
) -> list[Sentence]:
    """Notes preferences, and says in sentences what has changed. They hold for the partnership.

    Raises BadInput for a pause that ends today or earlier, an unknown channel, or text messages without a number.
    """
    person = session.get_one(Person, person_id)
    said = [*_pause(now, person, preferences), *_channel(person, preferences), *_digest(person, preferences)]
    session.add(person)
    if preferences.end_pause and said:
        _let_go(session, now, person_id)
    for run_id in (runs_of(session, person_id) or [None]) if said else []:
        words = f"{person.name}: {' '.join(str(one) for one in said)}"
        events.record(
            session, now, run_id, by or person.name, EventKind.WISHES_CHANGED, words, person_id=person_id
        )
    return said


def _pause(now: datetime, person: Person, preferences: Preferences) -> list[Sentence]:
    if preferences.end_pause:
        had, person.paused_until = person.paused_until, None
        return [Sentence("The pause is over.")] if had else []
    if preferences.paused_until is None or preferences.paused_until == person.paused_until:
        return []
    if preferences.paused_until <= now.date():
        raise BadInput("A pause has to end on a day in the future; choose a later one.")
    person.paused_until = preferences.paused_until
    return [Sentence("No messages until %(day)s.", {"day": preferences.paused_until})]


def _channel(person: Person, preferences: Preferences) -> list[Sentence]:
    if preferences.channel is None or preferences.channel == person.channel_preference:
        return []
    if preferences.channel not in CHANNELS:
        raise BadInput("Messages go by email or sms, not by “%(channel)s”.", channel=preferences.channel[:40])
    if preferences.channel == "sms" and not person.phone:
        raise BadInput("There is no phone number on record for text messages.")
    person.channel_preference = preferences.channel
    if preferences.channel == "sms":
        return [Sentence("Messages go by text message where they can.")]
    return [Sentence("Messages go by email.")]


def _digest(person: Person, preferences: Preferences) -> list[Sentence]:
    if preferences.wants_digest is None or preferences.wants_digest == person.wants_digest:
        return []
    person.wants_digest = preferences.wants_digest
    return [
        Sentence("The weekly digest is on again.")
        if preferences.wants_digest
        else Sentence("The weekly digest is off.")
    ]


def _let_go(session: Session, now: datetime, person_id: int) -> None:
    """What waited for the end of the pause waits no longer; its other conditions are asked when it leaves."""
    waiting = select(Message).where(
        Message.person_id == person_id,
        Message.state == MessageState.QUEUED,
        Message.held_because == HeldBecause.PAUSE,
    )
    for message in session.exec(waiting).all():
        message.send_after, message.held_because, message.state_reason = now, None, ""
        session.add(message)

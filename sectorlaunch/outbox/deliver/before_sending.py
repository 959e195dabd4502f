"""Right before a message leaves: whether it should still go, must wait, or stays here."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from notifications.rendering import traits
from sectorlaunch import events
from sectorlaunch.errors import NotYet
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.message_states import settle
from sectorlaunch.outbox.write import contact_preferences
from sectorlaunch.outbox.write.tasks import give_task
from sectorlaunch.records import assistants
from sectorlaunch.rules.restraint import SendDecision
from sectorlaunch.tables import Message, MessageState, Person, ToDoKind

LOG = logging.getLogger(__name__)

PUT_ASIDE = timedelta(minutes=15)
"""How long a message waits whose stop rule could not be judged, or whose letter is not signed."""

StillNeeded = Callable[[Session, Message], bool]


def settle_before_sending(
    session: Session, now: datetime, message: Message, still_needed: StillNeeded
) -> MessageState | None:
    """Asked inside the claim: None when the message should go, else the state it is in without being sent.

    What must not leave yet (`still_needed` raises NotYet) stays queued and is asked again after a while.
    """
    person = session.get_one(Person, message.person_id)
    if reason := _withheld_because(person, message):
        settle(session, now, message, MessageState.WITHHELD, reason)
        return message.state
    needed, not_yet = True, ""
    try:
        needed = still_needed(session, message)
    except NotYet as held:
        not_yet = held.message
    if not needed:
        settle(session, now, message, MessageState.CANCELLED, "it was no longer needed when its turn came.")
    elif message.missed_after is not None and now > message.missed_after:
        _settle_missed(session, now, message)
    elif not_yet:
        message.state, message.send_after = MessageState.QUEUED, now + PUT_ASIDE
        message.state_reason = not_yet
        session.add(message)
    elif not _hold_back(session, now, message, person):
        return None
    return message.state


def settle_or_put_aside(
    session: Session, now: datetime, message: Message, still_needed: StillNeeded
) -> MessageState | None:
    """A message whose stop rule cannot be judged must not hold up all that wait behind it."""
    try:
        return settle_before_sending(session, now, message, still_needed)
    except SQLAlchemyError:
        raise
    except Exception as error:
        LOG.exception("Whether message %s is still needed could not be judged", message.id)
        message.state, message.send_after = MessageState.QUEUED, now + PUT_ASIDE
        message.state_reason = f"Whether it is still needed could not be judged: {type(error).__name__}."
        if message.missed_after is not None and now > message.missed_after:
            _settle_missed(session, now, message)
        session.add(message)
        return message.state


def _withheld_because(person: Person, message: Message) -> str:
    if traits(message.kind).goes_to_a_room:
        return ""  # it goes to a room; the person only stands for the partnership
    if person.anonymised_at is not None:
        return "the person has been removed."
    if person.do_not_contact_since is not None:
        return "has asked not to be contacted."
    if assistants.is_copy(message):
        return "" if person.assistant_email else "the assistant gets no more copies."
    if person.address_failed_at is not None and "@" in message.to_address:
        return "the address was refused; mend it first."
    return ""


def _hold_back(session: Session, now: datetime, message: Message, person: Person) -> bool:
    """Whether the person's pause or their full week keeps it here: it waits where it can, else it is withheld."""
    verdict = contact_preferences.hold_back(session, now, message, person)
    if verdict.fate is SendDecision.GO:
        return False
    if verdict.not_before is not None:
        message.state, message.send_after = MessageState.QUEUED, verdict.not_before
        message.state_reason = verdict.reason
        session.add(message)
        said = f"“{message.subject}” waits: {message.to_name} {verdict.reason}"
        events.record(session, now, message.run_id, "outbox", EventKind.MESSAGE_HELD_BACK, said[:4000])
        return True
    settle(session, now, message, MessageState.WITHHELD, verdict.reason)
    if not traits(message.kind).is_digest:
        give_task(
            session,
            now,
            message,
            ToDoKind.OTHER,
            purpose="withheld message",
            about_person=True,
            title=f"“{message.subject}” was withheld from {message.to_name}: call, or let it be",
            script=f"{message.to_name}: {verdict.reason}",
        )
    return True


def _settle_missed(session: Session, now: datetime, message: Message) -> None:
    tried = f" after {message.attempts} tries" if message.attempts else ""
    settle(
        session,
        now,
        message,
        MessageState.MISSED,
        f"it could be sent until {message.missed_after:%Y-%m-%d %H:%M} UTC and its turn came later{tried}.",
    )
    give_task(
        session,
        now,
        message,
        ToDoKind.MISSED,
        purpose=f"missed/{message.purpose}",
        about_person=False,
        title=f"“{message.subject}” was not sent in time; decide whether somebody calls",
        script=f"It was for {message.to_name} and perhaps others: see the messages that are marked as missed.",
    )

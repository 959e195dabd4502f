"""Right before a message leaves: what the judge says of it is done, and said to whom it concerns."""

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from notifications.rendering import traits
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.deliver import joining, up_to_date
from sectorlaunch.outbox.message_states import settle
from sectorlaunch.outbox.write import send_checks
from sectorlaunch.outbox.write.send_checks import PUT_ASIDE, SendCheck, StillNeeded
from sectorlaunch.outbox.write.tasks import ask_to_mend, give_task
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.restraint import GO, Judgment, SendDecision
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person, ToDoKind

LOG = logging.getLogger(__name__)

NO_ADDRESS = "no address is on record any more; note one first."

WISHES = (HeldBecause.PAUSE, HeldBecause.NO_DIGEST, HeldBecause.WEEK_IS_FULL)
"""What a person wishes, or their week: somebody may call them all the same."""


def settle_before_sending(
    session: Session, now: datetime, message: Message, still_needed: StillNeeded
) -> MessageState | None:
    """Asked inside the claim: None when the message should go, else the state it is in without being sent.

    What must not leave yet stays queued and is asked again after a while.
    """
    if (joined := joining.of_joined(session, now, message)) is not None:
        return joined
    judged = _judge(session, now, message, still_needed)
    match judged.decision:
        case SendDecision.GO:
            settled = _go(session, now, message)
            if settled is None:
                joining.take_in(session, now, message, still_needed)
            return settled
        case SendDecision.WAIT:
            _wait(session, now, message, judged)
        case SendDecision.WITHHOLD:
            settle(session, now, message, MessageState.WITHHELD, judged.reason, judged.because)
            _ask_to_call(session, now, message)
            if judged.because is HeldBecause.ADDRESS_REFUSED and message.run_id is not None:
                person = session.get_one(Person, message.reader_id)
                ask_to_mend(Launch.of(session, now, message.run_id), person)
        case SendDecision.CANCEL:
            settle(session, now, message, MessageState.CANCELED, judged.reason)
        case SendDecision.MISS:
            _miss(session, now, message, judged.reason)
    return message.state


def _go(session: Session, now: datetime, message: Message) -> MessageState | None:
    """To where its reader is reached at this moment, in words that hold at this moment."""
    if message.person_id is None:
        return None
    person = session.get_one(Person, message.person_id)
    if up_to_date.has_a_way(message, person):
        up_to_date.bring_up_to_date(session, now, message, person)
        return None
    settle(session, now, message, MessageState.WITHHELD, NO_ADDRESS, HeldBecause.ADDRESS_REFUSED)
    up_to_date.ask_to_phone(session, now, message, person)
    return message.state


def _judge(session: Session, now: datetime, message: Message, still_needed: StillNeeded) -> Judgment:
    """A letter to an account is about signing in or convening: nothing that a list says of a person keeps it."""
    if message.person_id is None:
        needed = still_needed(session, message)
        return send_checks.in_time(now, message) if needed else send_checks.NOT_NEEDED
    person = session.get_one(Person, message.person_id)
    return send_checks.may_leave(SendCheck(session, now, message, person, still_needed))


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
        if (late := send_checks.in_time(now, message)) is not GO:
            _miss(session, now, message, late.reason)
            return message.state
        reason = f"Whether it is still needed could not be judged: {type(error).__name__}."
        _put_off(session, message, HeldBecause.NOT_JUDGED, reason, now + PUT_ASIDE)
        return message.state


def put_aside(session: Session, now: datetime, message: Message, error: Exception) -> None:
    """Puts a message off that nothing can be made of, and has the convener told why."""
    reason = f"It could not be made into a letter: {type(error).__name__}: {error}"[:400]
    message.lease_until, message.leased_by = None, ""
    _put_off(session, message, HeldBecause.NOT_JUDGED, reason, now + PUT_ASIDE)
    give_task(
        session,
        now,
        message,
        ToDoKind.OTHER,
        purpose="set aside",
        about_person=True,
        title=f"“{message.subject}” to {message.to_name} could not be made into a letter",
        script=f"It is tried again every quarter of an hour, and what came after it goes on. {reason}",
    )


def _wait(session: Session, now: datetime, message: Message, judged: Judgment) -> None:
    assert judged.because is not None
    _put_off(session, message, judged.because, judged.reason, judged.not_before or now + PUT_ASIDE)
    if judged.because in WISHES:
        said = f"“{message.subject}” waits: {message.to_name} {judged.reason}"
        events.record(session, now, message.run_id, "outbox", EventKind.MESSAGE_HELD_BACK, said[:4000])


def _put_off(
    session: Session, message: Message, because: HeldBecause, reason: str, not_before: datetime
) -> None:
    message.state, message.send_after = MessageState.QUEUED, not_before
    message.held_because, message.state_reason = because, reason
    session.add(message)


def _ask_to_call(session: Session, now: datetime, message: Message) -> None:
    if message.held_because not in WISHES or traits(message.kind).is_digest:
        return
    give_task(
        session,
        now,
        message,
        ToDoKind.OTHER,
        purpose="withheld message",
        about_person=True,
        title=f"“{message.subject}” was withheld from {message.to_name}: call, or let it be",
        script=f"{message.to_name}: {message.why}",
    )


def _miss(session: Session, now: datetime, message: Message, reason: str) -> None:
    settle(session, now, message, MessageState.MISSED, reason)
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

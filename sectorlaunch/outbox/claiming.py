"""The outbox: which message goes next, whether it should still go, and what is put on the wire.

queued → leased → sent; or back to queued for a later try; or dead, cancelled, missed, withheld, uncertain.
A try is written down before the wire is touched, so a sender that dies leaves a trace instead of a gap.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, func, or_, select

from notifications.envelope import Envelope
from notifications.wires.wire import Wire
from sectorlaunch.errors import NotYet
from sectorlaunch.operations import events
from sectorlaunch.operations.people import delegates, wishes
from sectorlaunch.outbox.message_envelope import envelope_of
from sectorlaunch.outbox.message_states import OPEN, give_task, settle
from sectorlaunch.outbox.receipts import close_unfinished, record_receipt
from sectorlaunch.remembering import note_change
from sectorlaunch.rules.restraint import Fate
from sectorlaunch.tables import Attempt, Message, MessageState, Person, ToDoKind

__all__ = [
    "LEASE_SECONDS",
    "Claim",
    "StillNeeded",
    "WayOut",
    "claim_next",
    "claim_some",
    "expire_leases",
    "give_back",
    "holders",
    "next_due",
    "oldest_waiting",
    "record_receipt",
    "settle_before_sending",
]

LOG = logging.getLogger(__name__)

LEASE_SECONDS = 600
"""Longer than the slowest honest send, so that two senders never hold one message."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
PUT_ASIDE = timedelta(minutes=15)
"""How long a message waits whose stop rule could not be judged, or whose letter is not signed."""


StillNeeded = Callable[[Session, Message], bool]


@dataclass(frozen=True)
class WayOut:
    """The wire a message takes, and the sender's address there ("" where the wire does not mind)."""

    wire: Wire
    sender_address: str = ""


class ChooseWay(Protocol):
    def __call__(self, session: Session, message: Message) -> WayOut: ...


@dataclass(frozen=True)
class Claim:
    """A message whose turn has come: either settled (or put aside) without sending, or leased, envelope ready."""

    message_id: int
    settled: MessageState | None = None
    attempt_id: int = 0
    """0 while no try has been written down yet."""
    envelope: Envelope | None = None
    wire: Wire | None = None
    message: Message | None = None
    claimed_at: datetime = LONG_AGO


def claim_next(
    session: Session,
    now: datetime,
    worker: str,
    lease_seconds: float,
    *,
    still_needed: StillNeeded,
    choose: ChooseWay,
) -> Claim | None:
    """Takes the oldest message that is due, as `claim_some` does, and writes the try down; None when there is none."""
    claims = claim_some(session, now, worker, lease_seconds, 1, still_needed=still_needed, choose=choose)
    if not claims or claims[0].wire is None:
        return claims[0] if claims else None
    claim = claims[0]
    assert claim.wire is not None
    attempt = Attempt(
        message_id=claim.message_id,
        started_at=now,
        wire=claim.wire.masked[:200],
        repeatable=claim.wire.carries_letters,
    )
    session.add(attempt)
    session.flush()
    assert attempt.id is not None
    return replace(claim, attempt_id=attempt.id)


def claim_some(
    session: Session,
    now: datetime,
    worker: str,
    lease_seconds: float,
    most: int,
    *,
    still_needed: StillNeeded,
    choose: ChooseWay,
) -> list[Claim]:
    """Takes the oldest messages that are due, or whose sender's lease has run out; at most so many, one a person.

    Asks of each first whether it should still go. What is leased has no try written down yet: that is for the
    sender to do, before the wire is touched. One a person, because what becomes of the first may keep the second
    back. On PostgreSQL rows that others hold are skipped; on SQLite the unit of work is the only writer.
    `lease_seconds` counts from `now`.
    """
    due = session.exec(
        select(Message)
        .where(
            OPEN,
            col(Message.send_after) <= now,
            or_(col(Message.lease_until).is_(None), col(Message.lease_until) <= now),
        )
        .order_by(col(Message.send_after), col(Message.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    messages = list({message.person_id: message for message in reversed(due)}.values())[::-1]
    if len(messages) > 1:
        _look_ahead(session, now, messages)
    claims, going = [], []
    for message in messages:
        assert message.id is not None
        settled = None
        if message.state is MessageState.LEASED:
            settled = close_unfinished(session, now, message)
        if settled is None:
            settled = _settle_or_put_aside(session, now, message, still_needed)
        if settled is not None:
            claims.append(Claim(message.id, settled=settled))
        else:
            going.append(message)
    return claims + _lease(session, now, going, worker, lease_seconds, choose)


def _look_ahead(session: Session, now: datetime, messages: Sequence[Message]) -> None:
    """Reads for all at once what is asked of each."""
    people = [message.person_id for message in messages]
    session.exec(select(Person).where(col(Person.id).in_(people))).all()
    wishes.look_ahead(session, now, people)


def give_back(session: Session, claims: Sequence[Claim], worker: str) -> None:
    """Puts messages that were leased and never begun back as they were."""
    session.exec(
        update(Message)
        .where(
            col(Message.id).in_([claim.message_id for claim in claims]),
            col(Message.state) == MessageState.LEASED,
            col(Message.leased_by) == worker[:80],
        )
        .values(state=MessageState.QUEUED, lease_until=None, leased_by="", attempts=col(Message.attempts) - 1)
        .execution_options(synchronize_session=False)
    )
    note_change(session, Message)


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


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next message may leave, or the next lease runs out; None when nothing is open.

    Leases are only ever taken on what is due, so looking for them in the past keeps the scan short.
    """
    queued = session.exec(
        select(Message.send_after)
        .where(OPEN, text("message.state = 'queued'"))
        .order_by(col(Message.send_after))
        .limit(1)
    ).first()
    leased = session.exec(
        select(Message.lease_until)
        .where(OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now)
        .order_by(col(Message.lease_until))
        .limit(1)
    ).first()
    return min((moment for moment in (queued, leased) if moment is not None), default=None)


def oldest_waiting(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many messages are due and not sent, and since when the oldest waits."""
    count, oldest = session.exec(
        select(func.count(), func.min(Message.send_after)).where(OPEN, col(Message.send_after) <= now)
    ).one()
    return count, oldest


def holders(session: Session, now: datetime) -> set[str]:
    """The senders that hold a message now."""
    held = select(Message.leased_by).where(
        OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now
    )
    return set(session.exec(held))


def expire_leases(session: Session, now: datetime, is_dead: Callable[[str], bool]) -> int:
    """Ends the leases of senders that are known to be dead, so that nobody waits for them; says how many."""
    held = session.exec(
        select(Message)
        .where(OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now)
        .with_for_update(skip_locked=True)
    ).all()
    dead = [message for message in held if is_dead(message.leased_by)]
    for message in dead:
        message.lease_until = now
        session.add(message)
    return len(dead)


def _settle_or_put_aside(
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
    if message.kind == "team-post":
        return ""  # it goes to a room; the person only stands for the partnership
    if person.anonymised_at is not None:
        return "the person has been removed."
    if person.do_not_contact_since is not None:
        return "has asked not to be contacted."
    if delegates.is_copy(message):
        return "" if person.assistant_email else "the assistant gets no more copies."
    if person.address_failed_at is not None and "@" in message.to_address:
        return "the address was refused; mend it first."
    return ""


def _hold_back(session: Session, now: datetime, message: Message, person: Person) -> bool:
    """Whether the person's pause or their full week keeps it here: it waits where it can, else it is withheld."""
    verdict = wishes.hold_back(session, now, message, person)
    if verdict.fate is Fate.GO:
        return False
    if verdict.not_before is not None:
        message.state, message.send_after = MessageState.QUEUED, verdict.not_before
        message.state_reason = verdict.reason
        session.add(message)
        said = f"“{message.subject}” waits: {message.to_name} {verdict.reason}"
        events.record(session, now, message.run_id, "outbox", "message held back", said[:4000])
        return True
    settle(session, now, message, MessageState.WITHHELD, verdict.reason)
    if message.kind not in wishes.DIGESTS:
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


def _lease(
    session: Session,
    now: datetime,
    messages: Sequence[Message],
    worker: str,
    lease_seconds: float,
    choose: ChooseWay,
) -> list[Claim]:
    """Leases all in one statement: writing them one by one would cost more than sending them."""
    if not messages:
        return []
    session.flush()
    session.exec(
        update(Message)
        .where(col(Message.id).in_([message.id for message in messages]))
        .values(
            state=MessageState.LEASED,
            lease_until=now + timedelta(seconds=lease_seconds),
            leased_by=worker[:80],
            attempts=col(Message.attempts) + 1,
        )
        .execution_options(synchronize_session=False)
    )
    note_change(session, Message)
    return [_claim(session, now, message, choose(session, message)) for message in messages]


def _claim(session: Session, now: datetime, message: Message, way: WayOut) -> Claim:
    assert message.id is not None
    set_committed_value(message, "attempts", message.attempts + 1)
    set_committed_value(message, "state", MessageState.LEASED)
    envelope = envelope_of(session, now, message, way.sender_address)
    return Claim(message.id, envelope=envelope, wire=way.wire, message=message, claimed_at=now)

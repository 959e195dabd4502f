"""From a row of the outbox to the envelope a wire takes."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from notifications.context import OURS
from notifications.envelope import CalendarPart, Envelope
from notifications.rendering import traits
from sectorlaunch.outbox import signing_keys
from sectorlaunch.outbox.write import addresses
from sectorlaunch.outbox.write.tasks import convener_of
from sectorlaunch.tables import Attempt, Message

NO_SENDER = "sector-launch@localhost"
"""The sender in the local mailbox when nobody has an address to reply to."""


def envelope_of(
    session: Session, now: datetime, message: Message, sender_address: str, plus_return_path: bool = True
) -> Envelope:
    """What is put on the wire for this message; `sender_address` is the channel's, "" for the local mailbox.

    Without `plus_return_path` it leaves from its sender, and names in a field of its own which letter it is.
    Called when its newest try has been written down. Nobody to reply to means the convener.
    """
    reply_to = message.reply_to
    if not reply_to and (convener := convener_of(session, message.run_id)) is not None:
        reply_to = convener.email or ""
    return Envelope(
        message_id=message.message_id,
        sender_name=message.sender_name,
        sender_address=sender_address or ("" if message.sender_name == OURS else reply_to) or NO_SENDER,
        to_name=message.to_name,
        to_address=message.to_address,
        subject=message.subject,
        text=message.text,
        html=message.html,
        short_text=message.short_text,
        date=_first_try(session, now, message),
        reply_to=reply_to,
        return_path=addresses.return_path(session, message, sender_address) if plus_return_path else "",
        return_token="" if plus_return_path else addresses.return_token(session, message),
        in_reply_to=_as_readers_know_it(session, message.in_reply_to),
        unsubscribe_url="" if traits(message.kind).is_one_off else message.unsubscribe_url,
        calendar=CalendarPart(message.calendar_method, message.calendar_text)
        if message.calendar_text
        else None,
        key=signing_keys.letter_key(session, sender_address),
    )


def _as_readers_know_it(session: Session, message_id: str) -> str:
    """The identifier a letter has in mailboxes: the server's, where it gave one instead of ours."""
    if not message_id:
        return ""
    given = (
        select(Attempt.server_message_id)
        .join(Message, col(Message.id) == col(Attempt.message_id))
        .where(Message.message_id == message_id, col(Attempt.server_message_id) != "")
    )
    return session.exec(given.order_by(col(Attempt.id).desc()).limit(1)).first() or message_id


def _first_try(session: Session, now: datetime, message: Message) -> datetime:
    """The date of the letter: the same for every try, so that a repeat is the same letter."""
    if message.attempts == 1:
        return now
    first = session.exec(select(func.min(Attempt.started_at)).where(Attempt.message_id == message.id)).one()
    return first or now

"""The post of a rehearsal: asked what the outbox asks before a message leaves, and then kept."""

from datetime import datetime

from sqlmodel import Session, col, select

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires.wire import Wire
from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.deliver import own_links, send_decisions
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.outbox.write import contact_preferences
from sectorlaunch.records import delivery
from sectorlaunch.records.stop_rules import still_needed
from sectorlaunch.tables import Message, MessageState


class KeptLetters:
    """Takes every message for delivered. Its words are in the outbox already."""

    masked = "rehearsal"
    carries_letters = True

    def send(self, envelope: Envelope) -> Receipt:
        return Receipt(Outcome.SENT)

    def close(self) -> None:
        """Nothing is held open."""


def deliver(session: Session, now: datetime, wire: Wire) -> tuple[bool, list[int]]:
    """Deals with every message that is due: whether there was any, and the ids of those that arrived.

    Without leases and attempts, which guard against a second sender and a lost line: here there is neither.
    Raises BadInput when a folder of letters cannot be written.
    """
    due = session.exec(
        select(Message)
        .where(delivery.OPEN, col(Message.send_after) <= now)
        .order_by(col(Message.send_after), col(Message.id))
    ).all()
    for run_id in {message.run_id for message in due if message.run_id is not None}:
        events.touch(session, run_id)
    contact_preferences.look_ahead(session, now, {m.person_id for m in due if m.person_id})
    delivered: list[int] = []
    for message in due:
        settled = send_decisions.settle_before_sending(session, now, message, still_needed)
        if settled is MessageState.SENT:
            delivered.append(message.pk)  # in a letter it was joined to
        if settled is not None:
            continue
        message.attempts = 1
        receipt = wire.send(own_links.put_in(session, now, message, envelope_of(session, now, message, "")))
        if receipt.outcome is not Outcome.SENT:
            raise BadInput(f"The rehearsal cannot write its letters: {receipt.words}")
        message_states.settle(session, now, message, MessageState.SENT, "")
        contact_preferences.note_sent(session, now, message)
        delivered.append(message.pk)
    return bool(due), delivered

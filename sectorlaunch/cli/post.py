"""The messages of a run, as the command line lists them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch.errors import BadInput
from sectorlaunch.tables import Message, MessageState


@dataclass(frozen=True)
class Listed:
    """One message. `at` is when it was sent, or when it may leave."""

    id: int
    kind: str
    to: str
    to_name: str
    at: datetime
    subject: str
    reason: str
    state: str
    state_reason: str
    attempts: int


def listed(session: Session, run_id: int, state: str = "", kind: str = "") -> list[Listed]:
    """Oldest first. Raises BadInput for a state there is not."""
    states = [known.value for known in MessageState]
    if state and state not in states:
        raise BadInput(f"There is no state “{state}”. There are: {', '.join(states)}.")
    query = select(Message).where(Message.run_id == run_id)
    if state:
        query = query.where(Message.state == MessageState(state))
    if kind:
        query = query.where(Message.kind == kind)
    found = [_listed(message) for message in session.exec(query.order_by(col(Message.id)))]
    return sorted(found, key=lambda message: message.at)


def _listed(message: Message) -> Listed:
    return Listed(
        id=message.pk,
        kind=message.kind,
        to=message.to_address,
        to_name=message.to_name,
        at=message.sent_at or message.send_after,
        subject=message.subject,
        reason=message.reason,
        state=message.state.value,
        state_reason=message.why,
        attempts=message.attempts,
    )

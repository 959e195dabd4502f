"""A sample of a message kind, sent to oneself."""

import hashlib
from datetime import datetime

from sqlmodel import Session, select

from notifications.own_words import OwnWords
from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.channels import TEST_SEND
from sectorlaunch.records import kind_words, partnerships, people
from sectorlaunch.tables import Message, Person

TEST = "test"


def send_test(
    session: Session, now: datetime, partnership_id: int, kind: str, to: Person, own: OwnWords | None = None
) -> Message:
    """Puts a sample of a kind, as it stands, into the outbox for oneself. Nobody else gets it, and nothing counts it.

    Raises BadInput for somebody without an address, and for words that do not fit the kind.
    """
    if to.email is None or to.id is None:
        raise BadInput(f"{to.name} has no e-mail address to send a test to.")
    rendered = kind_words.sample(kind, kind_words.of(session, partnership_id, kind) if own is None else own)
    run_id = partnerships.run_of(session, partnership_id).id
    convener = people.convener(session, partnership_id)
    occurrence = f"test#{now.isoformat()}"
    seed = f"{partnership_id}/{kind}/{to.id}/{occurrence}"
    domain = to.email.partition("@")[2] or "sector-launch.invalid"
    message_id = f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}"
    already = session.exec(select(Message).where(Message.message_id == message_id)).one_or_none()
    if already is not None:  # pressed twice in one moment
        return already
    message = Message(
        run_id=run_id,
        person_id=to.id,
        kind=TEST_SEND,
        purpose=f"{TEST}/{kind}",
        occurrence=occurrence,
        reason=TEST,
        to_name=to.name,
        to_address=to.email,
        sender_name=convener.name,
        reply_to=convener.email or "",
        subject=f"Test: {rendered.subject}",
        text=rendered.text,
        html=rendered.html,
        short_text=rendered.short_text,
        message_id=message_id,
        queued_at=now,
        send_after=now,
    )
    session.add(message)
    session.flush()
    events.record(
        session, now, run_id, to.name, EventKind.WORDS_TRIED, f"A test of “{kind}” goes to {to.name}."
    )
    return message

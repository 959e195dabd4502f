"""A sample of a message kind, sent to oneself."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from notifications.own_words import OwnWords
from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.channels import TEST_SEND
from sectorlaunch.outbox.write import message_rows
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.message_rows import Leaving, Way, Written
from sectorlaunch.records import kind_words, partnerships, people
from sectorlaunch.tables import Message, Person

TEST = "test"


def send_test(
    session: Session, now: datetime, partnership_id: int, kind: str, to: Person, own: OwnWords | None = None
) -> Message:
    """Puts a sample of a kind, as it stands, into the outbox for oneself. Nobody else gets it, and nothing counts it.

    Raises BadInput for somebody without an address, and for words that do not fit the kind.
    """
    if to.email is None:
        raise BadInput(f"{to.name} has no e-mail address to send a test to.")
    words = kind_words.sample(kind, kind_words.of(session, partnership_id, kind) if own is None else own)
    run_id = partnerships.run_of(session, partnership_id).id
    convener = people.convener(session, partnership_id)
    draft = Draft(
        kind=TEST_SEND,
        person=to,
        purpose=f"{TEST}/{kind}",
        reason=TEST,
        occurrence=f"test#{now.isoformat()}",
    )
    message = message_rows.row(
        run_id,
        draft,
        Written(
            replace(words, subject=f"Test: {words.subject}"), convener.name, reply_to=convener.email or ""
        ),
        Way(to.name, to.email),
        Leaving(now, now),
        known_by=f"{partnership_id}/{kind}/{to.id}/{draft.once}",
    )
    already = session.exec(select(Message).where(Message.message_id == message.message_id)).one_or_none()
    if already is not None:  # pressed twice in one moment
        return already
    session.add(message)
    session.flush()
    events.record(
        session, now, run_id, to.name, EventKind.WORDS_TRIED, f"A test of “{kind}” goes to {to.name}."
    )
    return message

"""Somebody looks at a document before it leaves, and says that it is right, or what is not."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Document, DocumentLook, DocumentState, Person


def ask(session: Session, now: datetime, document: Document, people: Iterable[Person], until: date) -> None:
    """Notes who is to look at it, each once, and up to which day it waits for them."""
    for person in people:
        session.add(DocumentLook(document_id=document.pk, person_id=person.pk, asked_at=now, until=until))
    session.flush()


def say(
    session: Session, now: datetime, run_id: int, document_id: int, person: Person, words: str, *, by: str
) -> DocumentLook:
    """What somebody says to a document: nothing where it is right. Said again, the last word counts.

    Raises NotFound for whoever was not asked, BadInput once it is out.
    """
    look = session.exec(
        select(DocumentLook).where(
            DocumentLook.document_id == document_id, DocumentLook.person_id == person.pk
        )
    ).one_or_none()
    if look is None:
        raise NotFound("Nobody has asked you to look at this.")
    document = session.get_one(Document, document_id)
    if document.state is DocumentState.SENT:
        raise BadInput("It is out already. Answer the letter, and it is put right in the next one.")
    look.said_at, look.words = now, words.strip()[:4000]
    session.add(look)
    said = f"{person.name} on “{document.title}”: {look.words or 'it is right.'}"
    data = {"document_id": document_id, "person_id": person.pk, "words": look.words}
    events.record(session, now, run_id, by, EventKind.DOCUMENT_LOOKED_AT, said[:4000], **data)
    return look

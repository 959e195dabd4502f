"""Who looks at the summary before it leaves: whom it waits for, until when, and what they have said."""

from sqlmodel import Session, col, select

from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Document, DocumentKind, DocumentLook, DocumentState, Person


def at_summary(session: Session, partnership_id: int) -> list[tuple[DocumentLook, Person]]:
    """Everybody who was asked to look at a summary of the partnership, in the order they were asked."""
    found = (
        select(DocumentLook, Person)
        .join(Document, col(Document.id) == col(DocumentLook.document_id))
        .join(Person, col(Person.id) == col(DocumentLook.person_id))
        .where(Document.partnership_id == partnership_id, Document.kind == DocumentKind.EXECUTIVE_SUMMARY)
    )
    return list(session.exec(found.order_by(col(DocumentLook.id))))


def waited_for(launch: Launch) -> list[tuple[DocumentLook, Person]]:
    """Those who have said nothing yet and whose days are not over: their silence holds nothing up for longer."""
    return [
        (look, person)
        for look, person in at_summary(launch.session, launch.partnership_id)
        if look.said_at is None and launch.today <= look.until
    ]


def of_person(launch: Launch, person_id: int) -> tuple[DocumentLook, Document] | None:
    """The summary somebody is to look at, until it is out."""
    for look, person in at_summary(launch.session, launch.partnership_id):
        document = launch.session.get_one(Document, look.document_id)
        if person.pk == person_id and document.state is DocumentState.READY:
            return look, document
    return None


def remarks(session: Session, document: Document) -> list[tuple[str, str]]:
    """What is to be changed in it, each with the name of whoever said so."""
    return [
        (person.name, look.words)
        for look, person in at_summary(session, document.partnership_id)
        if look.document_id == document.id and look.words
    ]

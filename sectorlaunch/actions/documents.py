"""Documents: drafted from the records, sent, accepted."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import letter
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import documents, partnerships, people
from sectorlaunch.tables import Document, DocumentKind, DocumentState


def draft(
    session: Session, now: datetime, run_id: int, kind: DocumentKind, title: str, body: str, *, by: str
) -> Document:
    """A new draft, or new words for the one that is drafted already. An invitation letter is a revision to be signed."""

    partnership = partnerships.partnership_of(session, run_id)
    document = documents.newest(session, partnership.pk, kind)
    if document is None or document.state is not DocumentState.DRAFTED:
        document = Document(partnership_id=partnership.pk, kind=kind, drafted_at=now)
    document.title, document.body, document.drafted_at = title, body, now
    document.owner_id = people.scribe(session, partnership.pk).id
    session.add(document)
    session.flush()
    events.record(session, now, run_id, by, EventKind.DOCUMENT_DRAFTED, f"{title} is drafted.")
    if kind is DocumentKind.INVITATION_LETTER:
        letter.draft(session, now, run_id, by=by, body=body)
    return document


def settle(
    session: Session, now: datetime, run_id: int, kind: DocumentKind, state: DocumentState, *, by: str
) -> Document:
    """Marks the newest document of a kind as ready, sent or accepted. Raises BadInput when there is none."""

    partnership = partnerships.partnership_of(session, run_id)
    document = documents.newest(session, partnership.pk, kind)
    if document is None:
        raise BadInput("Nothing of that kind is drafted yet. Draft it first.")
    if document.state is state:
        return document
    document.state, document.settled_at = state, now
    session.add(document)
    words = f"{document.title}: {state.value}."
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.DOCUMENT_SETTLED,
        words,
        document_id=document.pk,
        state=state.value,
    )
    return document


def draft_summary(session: Session, now: datetime, run_id: int) -> list[str]:
    """Drafts the executive summary from what was recorded at the launch. Nothing when one exists already."""
    partnership = partnerships.partnership_of(session, run_id)
    if documents.newest(session, partnership.pk, DocumentKind.EXECUTIVE_SUMMARY) is not None:
        return []
    body = documents.summary_words(session, partnership, partnership.language)
    title = documents.summary_title(partnership)[:200]
    draft(session, now, run_id, DocumentKind.EXECUTIVE_SUMMARY, title, body, by="Sector Launch")
    return ["The executive summary is drafted from the notes of the launch"]

"""Documents: drafted from the records, sent, accepted."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import wording
from sectorlaunch.errors import BadInput
from sectorlaunch.operations import events
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    Document,
    DocumentKind,
    DocumentState,
    InvitationState,
    Person,
    Priority,
)


def draft(
    session: Session, now: datetime, run_id: int, kind: DocumentKind, title: str, body: str, *, by: str
) -> Document:
    """A new draft, or new words for the one that is drafted already. An invitation letter is a revision to be signed."""
    from sectorlaunch.operations.letter import letter_drafts

    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    document = newest(session, partnership.id, kind)
    if document is None or document.state is not DocumentState.DRAFTED:
        document = Document(partnership_id=partnership.id, kind=kind, drafted_at=now)
    document.title, document.body, document.drafted_at = title, body, now
    document.owner_id = people_of.scribe(session, partnership.id).id
    session.add(document)
    session.flush()
    events.record(session, now, run_id, by, "document drafted", f"{title} is drafted.")
    if kind is DocumentKind.INVITATION_LETTER:
        letter_drafts.draft(session, now, run_id, by=by, body=body)
    return document


def settle(
    session: Session, now: datetime, run_id: int, kind: DocumentKind, state: DocumentState, *, by: str
) -> Document:
    """Marks the newest document of a kind as sent or accepted. Raises BadInput when there is none."""
    from sectorlaunch.operations.messages import messages

    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    document = newest(session, partnership.id, kind)
    if document is None:
        raise BadInput(f"There is no {kind.value} yet. Draft it first.")
    if document.state is state:
        return document
    document.state, document.settled_at = state, now
    session.add(document)
    events.record(session, now, run_id, by, "document settled", f"{document.title}: {state.value}.")
    session.flush()
    if kind is DocumentKind.EXECUTIVE_SUMMARY and state is DocumentState.SENT:
        messages.send_summary(session, now, run_id, document)
    return document


def newest(session: Session, partnership_id: int, kind: DocumentKind) -> Document | None:
    """The document of a kind that was begun last."""

    def read() -> Document | None:
        return session.exec(
            select(Document)
            .where(Document.partnership_id == partnership_id, Document.kind == kind)
            .order_by(col(Document.id).desc())
            .limit(1)
        ).one_or_none()

    return remembered(session, (Document,), ("newest", partnership_id, kind), read)


def draft_summary(session: Session, now: datetime, run_id: int) -> list[str]:
    """Drafts the executive summary from what was recorded at the launch. Nothing when one exists already."""
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    if newest(session, partnership.id, DocumentKind.EXECUTIVE_SUMMARY) is not None:
        return []
    body = summary_words(session, partnership.id)
    title = f"What business leaders said at the launch of the {partnership.name}"[:200]
    draft(session, now, run_id, DocumentKind.EXECUTIVE_SUMMARY, title, body, by="Sector Launch")
    return ["The executive summary is drafted from the notes of the launch"]


def summary_words(session: Session, partnership_id: int) -> str:
    """The summary in plain text: who was there, what matters, what was promised, which teams form."""
    launch = people_of.launch_meeting(session, partnership_id)
    places = people_of.invited(session, launch.id) if launch and launch.id else []
    present = [person for place, person in places if place.state is InvitationState.ATTENDED]
    sectors = people_of.sectors(session, present)
    business = [p for p in present if people_of.is_business(sectors, p)]
    chosen = session.exec(
        select(Priority)
        .where(Priority.partnership_id == partnership_id, col(Priority.chosen_at).is_not(None))
        .order_by(col(Priority.position))
    ).all()
    promised = session.exec(
        select(Commitment, Person)
        .join(Person, col(Commitment.owner_id) == col(Person.id))
        .where(Commitment.partnership_id == partnership_id)
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    teams = session.exec(select(ActionTeam).where(ActionTeam.partnership_id == partnership_id)).all()
    parts = [
        f"{len(business)} business leaders and {len(present) - len(business)} partners were in the room."
    ]
    if chosen:
        parts.append("What business leaders want to work on:\n" + "\n".join(f"- {p.words}" for p in chosen))
    if promised:
        lines = [
            f"- {p.name}: {c.what}" + (f", by {wording.short_day(c.due_on)}" if c.due_on else "")
            for c, p in promised
        ]
        parts.append("What was promised:\n" + "\n".join(lines))
    if teams:
        parts.append("Action teams:\n" + "\n".join(f"- {team.name}" for team in teams))
    return "\n\n".join(parts)

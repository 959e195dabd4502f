"""Documents of a partnership, and what a summary can be drawn from."""

from sqlmodel import Session, col, select

from sectorlaunch import wording
from sectorlaunch.query_cache import cached
from sectorlaunch.records import invitations, meetings, people
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    Document,
    DocumentKind,
    InvitationState,
    Person,
    Priority,
)


def newest(session: Session, partnership_id: int, kind: DocumentKind) -> Document | None:
    """The document of a kind that was begun last."""

    def read() -> Document | None:
        return session.exec(
            select(Document)
            .where(Document.partnership_id == partnership_id, Document.kind == kind)
            .order_by(col(Document.id).desc())
            .limit(1)
        ).one_or_none()

    return cached(session, (Document,), ("newest", partnership_id, kind), read)


def summary_words(session: Session, partnership_id: int) -> str:
    """The summary in plain text: who was there, what matters, what was promised, which teams form."""
    launch = meetings.launch_meeting(session, partnership_id)
    places = invitations.invited(session, launch.id) if launch and launch.id else []
    present = [person for place, person in places if place.state is InvitationState.ATTENDED]
    sectors = people.sectors(session, present)
    business = [p for p in present if people.is_business(sectors, p)]
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

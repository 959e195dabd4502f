"""Documents of a partnership, and what a summary can be drawn from."""

from functools import partial

from sqlmodel import Session, col, select

from languages import Language, formatting
from notifications import phrases
from sectorlaunch.query_cache import cached
from sectorlaunch.records import invitations, meetings, people
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    Document,
    DocumentKind,
    InvitationState,
    Partnership,
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


def summary_words(session: Session, partnership: Partnership, language: Language) -> str:
    """The summary in plain text: who was there, what matters, what was promised, which teams form."""
    partnership_id, say = partnership.pk, partial(phrases.say, language)
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
    parts = [say("summary.room", business=len(business), partners=len(present) - len(business))]
    if chosen:
        parts.append("\n".join([say("summary.priorities"), *(f"- {p.words}" for p in chosen)]))
    if promised:
        parts.append("\n".join([say("summary.promised"), *(_promise(language, c, p) for c, p in promised)]))
    if teams:
        parts.append("\n".join([say("summary.teams"), *(f"- {team.name}" for team in teams)]))
    return "\n\n".join(parts)


def summary_title(partnership: Partnership) -> str:
    """What the summary is called, in the partnership's language."""
    return phrases.say(partnership.language, "summary.title", partnership=partnership.name)


def usual_title(partnership: Partnership, kind: DocumentKind) -> str:
    """What a document is called that nobody has given a title, in the partnership's language."""
    say = partial(phrases.say, partnership.language)
    return say("paper.usual title", kind=say(f"paper.kind.{kind.value}"), partnership=partnership.name)


def _promise(language: Language, promise: Commitment, owner: Person) -> str:
    said = f"- {owner.name}: {promise.what}"
    if promise.due_on is None:
        return said
    return said + phrases.say(language, "summary.by", day=formatting.short_day(language, promise.due_on))

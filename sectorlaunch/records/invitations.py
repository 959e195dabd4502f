"""Places at meetings: who is invited, and what an answer can be."""

from sqlmodel import Session, col, func, or_, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Invitation, InvitationState, Meeting, Person

REPLIES = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.DECLINED)
UNANSWERED = (InvitationState.INVITED, InvitationState.TO_CONFIRM)
"""Nothing is known of the date as it stands now."""
PLACED = (InvitationState.ACCEPTED, InvitationState.TO_CONFIRM)
"""Who has a place that nobody else gets."""
SAID = {
    InvitationState.ACCEPTED: "coming",
    InvitationState.TENTATIVE: "maybe",
    InvitationState.DECLINED: "not coming",
}
"""The answers as they are said."""


def place_of(session: Session, meeting_id: int, person: Person) -> Invitation:
    """Raises NotFound for someone without an invitation."""
    invitation = session.exec(
        select(Invitation).where(Invitation.meeting_id == meeting_id, Invitation.person_id == person.id)
    ).one_or_none()
    if invitation is None:
        raise NotFound("%(name)s has no invitation to this meeting.", name=person.name)
    return invitation


def is_full(session: Session, meeting: Meeting) -> bool:
    """Whether as many come as there is room for: those who said yes, to the date before as well until they say otherwise, and
    those who come in somebody's place."""
    return meeting.capacity is not None and taken(session, meeting) >= meeting.capacity


def taken(session: Session, meeting: Meeting) -> int:
    """How many places are."""
    found = select(func.count()).where(
        Invitation.meeting_id == meeting.id,
        or_(col(Invitation.state).in_(PLACED), Invitation.substitute != ""),
    )
    return session.exec(found).one()


def invited(session: Session, meeting_id: int) -> list[tuple[Invitation, Person]]:
    """Everyone with a place at a meeting, in the order they were listed."""

    def read() -> list[tuple[Invitation, Person]]:
        return list(
            session.exec(
                select(Invitation, Person)
                .join(Person, col(Invitation.person_id) == col(Person.id))
                .where(Invitation.meeting_id == meeting_id, col(Person.anonymized_at).is_(None))
                .order_by(col(Invitation.id))
            )
        )

    return list(cached(session, (Invitation, Person), ("invited", meeting_id), read))

"""What lies before whoever answers a question: the numbers, the list, the priorities. What is not there is not asked about."""

from sqlmodel import Session, col, select

from playbooks.model import Question, Shown
from sectorlaunch.query_cache import cached
from sectorlaunch.records import meetings
from sectorlaunch.tables import Invitation, LaborData, Meeting, Priority

NOT_THERE = {
    Shown.LABOR_DATA: "The labor-market data is not on record yet.",
    Shown.GUEST_LIST: "Nobody is on the guest list yet.",
    Shown.PRIORITIES: "No priority is chosen yet.",
}


def is_there(session: Session, partnership_id: int, shown: Shown | None) -> bool:
    """Whether what a question is about is on record; one that is about nothing of the kind can always be asked."""
    match shown:
        case None:
            return True
        case Shown.LABOR_DATA:
            return newest_data(session, partnership_id) is not None
        case Shown.GUEST_LIST:
            return _has_guests(session, partnership_id)
        case Shown.PRIORITIES:
            return _has_chosen(session, partnership_id)


def can_be_asked(session: Session, partnership_id: int, question: Question) -> bool:
    return question.attest is not None and is_there(session, partnership_id, question.shows)


def newest_data(session: Session, partnership_id: int) -> LaborData | None:
    """The picture of the labor market that was put on record last."""

    def read() -> LaborData | None:
        found = select(LaborData).where(LaborData.partnership_id == partnership_id)
        return session.exec(found.order_by(col(LaborData.id).desc()).limit(1)).first()

    return cached(session, (LaborData,), ("newest data", partnership_id), read)


def _has_guests(session: Session, partnership_id: int) -> bool:
    launch = meetings.launch_meeting(session, partnership_id)
    if launch is None:
        return False

    def read() -> bool:
        found = select(Invitation.id).where(Invitation.meeting_id == launch.pk)
        return session.exec(found.limit(1)).first() is not None

    return cached(session, (Invitation, Meeting), ("has guests", launch.pk), read)


def _has_chosen(session: Session, partnership_id: int) -> bool:
    def read() -> bool:
        found = select(Priority.id).where(
            Priority.partnership_id == partnership_id, col(Priority.chosen_at).is_not(None)
        )
        return session.exec(found.limit(1)).first() is not None

    return cached(session, (Priority,), ("has chosen", partnership_id), read)

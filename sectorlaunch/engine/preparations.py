"""Records the system prepares when an activity begins, so that nobody starts from an empty page."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import documents, invitations, teams


def prepare(session: Session, now: datetime, run_id: int, activity_key: str) -> list[str]:
    """Does what the activity prepares, if anything; says so in sentences. Safe to repeat."""
    preparation = _PREPARATIONS.get(activity_key)
    return [] if preparation is None else preparation(session, now, run_id)


Preparation = Callable[[Session, datetime, int], list[str]]

_PREPARATIONS: dict[str, Preparation] = {
    "build-invite-list": invitations.list_guests,
    "send-invitations": invitations.list_guests,
    "send-summary": documents.draft_summary,
    "form-teams": teams.form_for_chosen,
}

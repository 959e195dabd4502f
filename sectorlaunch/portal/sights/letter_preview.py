"""The invitation letter before it goes out, so that a champion sees what they sign."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.letters import preview


def invitation(session: Session, now: datetime, partnership_id: int, person_id: int) -> str:
    """The letter's HTML, as if written to the champion. Raises NotFound without a date."""
    return preview.invitation(session, now, partnership_id, person_id).html

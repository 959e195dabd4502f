"""The invitation letter before it goes out, so that a champion sees what they sign."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.letters import preview
from sectorlaunch.records import champions


def invitation(session: Session, now: datetime, partnership_id: int, person_id: int) -> str:
    """The letter's HTML, as if written to this person; a champion sees their own name under it. NotFound without a date."""
    champion = champions.champion_of(session, partnership_id, person_id)
    signs = champion is not None and champion.stage in champions.COMMITTED
    return preview.invitation(session, now, partnership_id, person_id, as_signer=signs).html

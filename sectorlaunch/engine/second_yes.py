"""The second yes to a waiver or a release, with what it lets go."""

from datetime import datetime

from sqlmodel import Session

from playbooks.model import TwoFor
from sectorlaunch.actions import second_yes
from sectorlaunch.engine import held
from sectorlaunch.tables import Person


def agree(session: Session, now: datetime, run_id: int, kind: str, number: int, *, by: Person) -> str:
    """Another convener agrees; what was held for the lead time is looked at again. Raises NotFound and NotAllowed."""
    said = second_yes.agree(session, now, run_id, kind, number, by=by)
    if kind == TwoFor.WAIVER:
        held.look_at_held_again(session, now, run_id)
    return said

"""What is on record for step 2 beside the numbers: other efforts, and pictures of the labor market from elsewhere."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.tables import LaborData, OtherEffort, Partnership


@dataclass(frozen=True)
class Scope:
    efforts: tuple[OtherEffort, ...]
    data: tuple[LaborData, ...]
    """Newest first; the first is the evidence the gate counts."""


def scope(session: Session, partnership: Partnership) -> Scope:
    of = partnership.id
    efforts = select(OtherEffort).where(OtherEffort.partnership_id == of).order_by(col(OtherEffort.id))
    data = select(LaborData).where(LaborData.partnership_id == of).order_by(col(LaborData.id).desc())
    return Scope(tuple(session.exec(efforts)), tuple(session.exec(data)))

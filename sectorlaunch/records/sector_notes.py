"""Notes on sectors."""

from sqlmodel import Session, col, select

from sectorlaunch.tables import Person, SectorNote


def notes(session: Session, partnership_id: int) -> list[tuple[SectorNote, Person]]:
    """Every note with who made it, the earliest first."""
    return list(
        session.exec(
            select(SectorNote, Person)
            .join(Person, col(SectorNote.person_id) == col(Person.id))
            .where(SectorNote.partnership_id == partnership_id)
            .order_by(col(SectorNote.id))
        ).all()
    )

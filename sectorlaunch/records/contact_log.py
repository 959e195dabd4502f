"""What was noted of talks with people."""

from sqlmodel import Session, col, select

from sectorlaunch.tables import ContactNote


def of_partnership(session: Session, partnership_id: int) -> dict[int, list[ContactNote]]:
    """Every note by person, oldest first."""
    found: dict[int, list[ContactNote]] = {}
    notes = select(ContactNote).where(ContactNote.partnership_id == partnership_id)
    for note in session.exec(notes.order_by(col(ContactNote.happened_on), col(ContactNote.id))):
        found.setdefault(note.person_id, []).append(note)
    return found

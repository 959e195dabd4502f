"""What came of a call of an action team, and what is to be talked about in it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from languages import Language
from notifications import phrases
from sectorlaunch.records import invitations, meeting_notes
from sectorlaunch.tables import (
    AgendaItem,
    Commitment,
    InvitationState,
    Meeting,
    Person,
)

DECISIONS = "decisions"
"""The key of the part under which a call's decisions stand."""
USUAL = (("look back", 10), ("the work", 30), (DECISIONS, 15), ("next date", 5))
"""The parts of a call, with their minutes, where nobody has set others (P)."""


def agenda(session: Session, call: Meeting) -> Sequence[AgendaItem]:
    """Its parts, in their turn."""
    found = select(AgendaItem).where(AgendaItem.meeting_id == call.id)
    return session.exec(found.order_by(col(AgendaItem.position), col(AgendaItem.id))).all()


def agenda_lines(session: Session, call: Meeting, language: Language) -> list[tuple[int, str]]:
    """Minutes and title of each part, the usual ones said in a language; those of any call where none was set."""
    found = [(one.minutes, one.key, one.title) for one in agenda(session, call)]
    if not found:
        found = [(minutes, key, "") for key, minutes in USUAL]
    return [
        (minutes, phrases.say(language, f"agenda.{key}") if key and not title else title)
        for minutes, key, title in found
    ]


def decisions(session: Session, call: Meeting) -> list[str]:
    """A line each, in the order of the parts they were taken in."""
    return [line for one in agenda(session, call) for line in one.decision.splitlines() if line.strip()]


def notes(session: Session, call: Meeting) -> list[str]:
    """What was said, without what was taken out or is held back."""
    said = meeting_notes.of_meeting(session, call.pk, to_circulate=True)
    return [
        f"{one.note.words} ({one.named_in_print})" if one.named_in_print else one.note.words for one in said
    ]


def promises(session: Session, call: Meeting) -> list[Commitment]:
    """What was promised in it."""
    found = select(Commitment).where(Commitment.meeting_id == call.id)
    return list(session.exec(found.order_by(col(Commitment.due_on), col(Commitment.id))))


def present(session: Session, call: Meeting, *states: InvitationState) -> list[Person]:
    """Who was there, or is in one of the states that are named."""
    wanted = states or (InvitationState.ATTENDED,)
    return [person for place, person in invitations.invited(session, call.pk) if place.state in wanted]

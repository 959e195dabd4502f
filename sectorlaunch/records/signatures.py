"""Who was offered the letter to sign, the signature itself, and who has signed which revision of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with, traits
from sectorlaunch.records import champions, letter, partnerships, playbook_editions
from sectorlaunch.tables import (
    LetterRevision,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    Signature,
    TouchState,
)

NOT_ASKED = (MessageState.CANCELED, MessageState.MISSED, MessageState.WITHHELD, MessageState.DEAD)
"""What became of a request that reached nobody."""


@dataclass(frozen=True)
class Signed:
    """One signature, of any revision."""

    number: int
    """The revision's."""
    at: datetime
    how: str


def revisions(session: Session, partnership_id: int) -> list[LetterRevision]:
    """Every revision of the letter, the newest first."""
    return list(
        session.exec(
            select(LetterRevision)
            .where(LetterRevision.partnership_id == partnership_id)
            .order_by(col(LetterRevision.number).desc())
        )
    )


def history(session: Session, partnership_id: int) -> dict[int, list[Signed]]:
    """Each person's signatures under any revision, the newest first; those that count no longer are among them."""
    rows = session.exec(
        select(Signature, LetterRevision.number)
        .join(LetterRevision, col(Signature.revision_id) == col(LetterRevision.id))
        .where(LetterRevision.partnership_id == partnership_id)
        .order_by(col(Signature.signed_at).desc(), col(Signature.id).desc())
    )
    found: dict[int, list[Signed]] = {}
    for signature, number in rows:
        found.setdefault(signature.person_id, []).append(Signed(number, signature.signed_at, signature.how))
    return found


def asked(session: Session, run_id: int) -> dict[int, datetime]:
    """Whom the current words were offered to, and since when."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    requests = select(Message.person_id, Message.queued_at).where(
        Message.run_id == run_id,
        col(Message.kind).in_(kinds_with("asks_to_sign")),
        col(Message.state).not_in(NOT_ASKED),
    )
    revision = letter.current(session, partnership_id)
    if revision is not None:
        requests = requests.where(Message.queued_at >= revision.drafted_at)
    rows = session.exec(requests.order_by(col(Message.queued_at).desc()))
    return {person_id: at for person_id, at in rows if person_id is not None}


def to_ask(session: Session, run_id: int) -> list[Person]:
    """Champions who have agreed, have not signed the current words and were not offered them."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    there = {person.id for _, person in letter.signatures(session, partnership_id)}
    there |= set(asked(session, run_id))
    committed = champions.at_stages(session, partnership_id, champions.COMMITTED)
    return [person for _, person in committed if person.id not in there]


def planned_request(session: Session, run_id: int, person: Person) -> PlannedTouch | None:
    playbook = playbook_editions.of_run(session, run_id)
    requests = {
        (step.key, touch.key) for step, _, touch in playbook.touches() if traits(touch.kind).asks_to_sign
    }
    planned = session.exec(
        select(PlannedTouch)
        .where(
            PlannedTouch.run_id == run_id,
            PlannedTouch.occurrence == f"person:{person.id}",
            PlannedTouch.state == TouchState.PLANNED,
        )
        .order_by(col(PlannedTouch.due_at))
    )
    return next((row for row in planned if (row.step_key, row.touch_key) in requests), None)


ON_THEIR_PAGE = "on their page"

"""Who was offered the letter to sign, the signature itself, and who has signed which revision of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import playbook_shelf
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.operations import events
from sectorlaunch.operations.letter import joint_letter, letter_drafts
from sectorlaunch.operations.messages import messages, touch_messages, touch_states
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    LetterRevision,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    Signature,
    TouchState,
)

REQUEST = "sign-request"
NOT_ASKED = (MessageState.CANCELLED, MessageState.MISSED, MessageState.WITHHELD, MessageState.DEAD)
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
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    requests = select(Message.person_id, Message.queued_at).where(
        Message.run_id == run_id, Message.kind == REQUEST, col(Message.state).not_in(NOT_ASKED)
    )
    revision = joint_letter.current(session, partnership_id)
    if revision is not None:
        requests = requests.where(Message.queued_at >= revision.drafted_at)
    return dict(session.exec(requests.order_by(col(Message.queued_at).desc())).all())


def to_ask(session: Session, run_id: int) -> list[Person]:
    """Champions who have agreed, have not signed the current words and were not offered them."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    there = {person.id for _, person in joint_letter.signatures(session, partnership_id)}
    there |= set(asked(session, run_id))
    committed = people_of.champions(session, partnership_id, people_of.COMMITTED)
    return [person for _, person in committed if person.id not in there]


def offer(session: Session, now: datetime, run_id: int, *, by: str) -> list[Person]:
    """Offers the current words to the champions who have agreed and were not asked; says whom.

    Where the playbook has a request to come for one of them, that one is sent before its date, so that nobody is
    asked twice. Somebody without an address is a phone task. Raises NotAllowed when there is nobody to ask.
    """
    revision = letter_drafts.ready(session, now, run_id)
    people = to_ask(session, run_id)
    if not people:
        raise NotAllowed("There is nobody to ask: those who have agreed were asked, or have signed.")
    for person in people:
        planned = _planned_request(session, run_id, person)
        if planned is not None:
            touch = touch_states.touch_of(playbook_shelf.of_run(session, run_id), planned)
            touch_messages.write_to(session, now, planned, touch, [person])
        else:
            reason = "The invitation letter is ready to sign"
            messages.ask_to_sign(session, now, run_id, revision.number, [person], reason=reason)
    names = ", ".join(person.name for person in people)
    said = f"Revision {revision.number} of the letter is offered to {names} to sign."
    events.record(session, now, run_id, by, "letter offered", said[:4000])
    return people


def _planned_request(session: Session, run_id: int, person: Person) -> PlannedTouch | None:
    playbook = playbook_shelf.of_run(session, run_id)
    requests = {(step.key, touch.key) for step, _, touch in playbook.touches() if touch.kind == REQUEST}
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


def sign(
    session: Session, now: datetime, run_id: int, person: Person, *, by: str, note: str = "", seen: str = ""
) -> Signature:
    """Puts a champion's name under the current revision, once. `by` is who records it: the champion or somebody for them.

    `seen` is the fingerprint of the words they had before them; BadInput when these are not the current ones any more.
    Raises NotFound for a person who is not on the champion pipeline.
    """
    from sectorlaunch.operations.letter import letter_drafts
    from sectorlaunch.operations.people import champions

    revision = letter_drafts.ready(session, now, run_id)
    if seen and seen != revision.sha256:
        raise BadInput("The letter was changed meanwhile. Please read the new words, then sign.")
    champion = people_of.champion_of(session, revision.partnership_id, person.id or 0)
    if champion is None:
        raise NotFound(f"{person.name} is not on the champion pipeline; propose them as a champion first.")
    signature = put_name_under(session, now, run_id, champion, person, by=by)
    if champion.stage is not ChampionStage.HOSTING:
        champions.move(session, now, run_id, person, ChampionStage.SIGNED, by=by, note=note)
    else:
        champions.let_letters_leave(session, now, run_id)
    return signature


def put_name_under(
    session: Session, now: datetime, run_id: int, champion: Champion, person: Person, *, by: str
) -> Signature:
    """The signature alone; the pipeline is moved by the caller."""
    revision = letter_drafts.ready(session, now, run_id)
    assert revision.id is not None
    assert person.id is not None
    there = session.exec(
        select(Signature)
        .where(Signature.revision_id == revision.id, Signature.person_id == person.id)
        .order_by(col(Signature.id).desc())
    ).first()
    if there is not None and champion.signed_at is not None:
        return there
    champion.signed_at = now
    session.add(champion)
    how = ON_THEIR_PAGE if by == person.name else f"recorded by {by}"
    signature = Signature(
        revision_id=revision.id, person_id=person.id, sha256=revision.sha256, signed_at=now, how=how[:200]
    )
    session.add(signature)
    session.flush()
    words = f"{person.name} signed revision {revision.number} of the letter, {how}."
    events.record(session, now, run_id, by, "letter signed", words, sha256=revision.sha256)
    return signature

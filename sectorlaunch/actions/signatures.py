"""A champion's name put under the letter."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import letter
from sectorlaunch.engine import messages, touch_states
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import champions, playbook_editions, signatures
from sectorlaunch.records.signatures import ON_THEIR_PAGE
from sectorlaunch.tables import Champion, ChampionStage, Person, Signature


def offer(session: Session, now: datetime, run_id: int, *, by: str) -> list[Person]:
    """Offers the current words to the champions who have agreed and were not asked; says whom.

    Where the playbook has a request to come for one of them, that one is sent before its date, so that nobody is
    asked twice. Somebody without an address is a phone task. Raises NotAllowed when there is nobody to ask.
    """
    from sectorlaunch.engine import carry_out

    revision = letter.ready(session, now, run_id)
    people = signatures.to_ask(session, run_id)
    if not people:
        raise NotAllowed("There is nobody to ask: those who have agreed were asked, or have signed.")
    for person in people:
        planned = signatures.planned_request(session, run_id, person)
        if planned is not None:
            touch = touch_states.touch_of(playbook_editions.of_run(session, run_id), planned)
            carry_out.write_to(session, now, planned, touch, [person])
        else:
            reason = "The invitation letter is ready to sign"
            messages.ask_to_sign(session, now, run_id, revision.number, [person], reason=reason)
    names = ", ".join(person.name for person in people)
    said = f"Revision {revision.number} of the letter is offered to {names} to sign."
    events.record(session, now, run_id, by, EventKind.LETTER_OFFERED, said[:4000])
    return people


def sign(
    session: Session, now: datetime, run_id: int, person: Person, *, by: str, note: str = "", seen: str = ""
) -> Signature:
    """Puts a champion's name under the current revision, once. `by` is who records it: the champion or somebody for them.

    `seen` is the fingerprint of the words they had before them; BadInput when these are not the current ones any more.
    Raises NotFound for a person who is not on the champion pipeline.
    """
    from sectorlaunch.actions import champions as champion_actions

    revision = letter.ready(session, now, run_id)
    if seen and seen != revision.sha256:
        raise BadInput("The letter was changed meanwhile. Please read the new words, then sign.")
    champion = champions.champion_of(session, revision.partnership_id, person.pk)
    if champion is None:
        raise NotFound(f"{person.name} is not on the champion pipeline; propose them as a champion first.")
    signature = put_name_under(session, now, run_id, champion, person, by=by)
    if champion.stage is not ChampionStage.HOSTING:
        champion_actions.move(session, now, run_id, person, ChampionStage.SIGNED, by=by, note=note)
    else:
        champion_actions.let_letters_leave(session, now, run_id)
    return signature


def put_name_under(
    session: Session, now: datetime, run_id: int, champion: Champion, person: Person, *, by: str
) -> Signature:
    """The signature alone; the pipeline is moved by the caller."""
    revision = letter.ready(session, now, run_id)
    there = session.exec(
        select(Signature)
        .where(Signature.revision_id == revision.pk, Signature.person_id == person.pk)
        .order_by(col(Signature.id).desc())
    ).first()
    if there is not None and champion.signed_at is not None:
        return there
    champion.signed_at = now
    session.add(champion)
    how = ON_THEIR_PAGE if by == person.name else f"recorded by {by}"
    signature = Signature(
        revision_id=revision.pk, person_id=person.pk, sha256=revision.sha256, signed_at=now, how=how[:200]
    )
    session.add(signature)
    session.flush()
    words = f"{person.name} signed revision {revision.number} of the letter, {how}."
    events.record(session, now, run_id, by, EventKind.LETTER_SIGNED, words, sha256=revision.sha256)
    return signature

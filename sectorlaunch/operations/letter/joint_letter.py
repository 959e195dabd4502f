"""The invitation letter signed jointly: the words that count, the names under them, and whether it may leave.

What is signed is the body of the letter, word for word. Greeting, date and place, buttons and the names at the foot come
from the records when the letter is sent: moving the date asks for no new signature, changing a word of the body does.
"""

import hashlib

from sqlmodel import Session, col, select

from sectorlaunch import playbook_shelf, wording
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import (
    Champion,
    LetterRevision,
    Message,
    MessageState,
    Person,
    Signature,
)

KIND = "invitation"
COPY = "letter-copy"
"""What those who signed the letter get instead of an invitation by themselves."""
KINDS = (KIND, COPY)
NEEDED = "champions_needed"
"""The playbook's number of signatures; a playbook without it asks for none."""


def fingerprint(body: str) -> str:
    """SHA-256 of the words in UTF-8."""
    return hashlib.sha256(body.encode()).hexdigest()


def current(session: Session, partnership_id: int) -> LetterRevision | None:
    """The revision that counts: the newest."""

    def read() -> LetterRevision | None:
        return session.exec(
            select(LetterRevision)
            .where(LetterRevision.partnership_id == partnership_id)
            .order_by(col(LetterRevision.number).desc())
            .limit(1)
        ).first()

    return remembered(session, (LetterRevision,), ("letter", partnership_id), read)


def signatures(session: Session, partnership_id: int) -> list[tuple[Signature, Person]]:
    """Those under the current revision, of champions who stand by it, in the order of signing; each person once."""
    revision = current(session, partnership_id)
    if revision is None or revision.sha256 != fingerprint(revision.body):
        return []

    def read() -> list[tuple[Signature, Person]]:
        rows = session.exec(
            select(Signature, Person)
            .join(Person, col(Signature.person_id) == col(Person.id))
            .join(Champion, col(Champion.person_id) == col(Person.id))
            .where(
                Signature.revision_id == revision.id,
                Signature.sha256 == revision.sha256,
                Champion.partnership_id == partnership_id,
                col(Champion.stage).in_(people_of.COMMITTED),
                col(Champion.signed_at).is_not(None),
                col(Person.anonymised_at).is_(None),
            )
            .order_by(col(Signature.signed_at), col(Signature.id))
        ).all()
        return list({person.id: (signature, person) for signature, person in reversed(rows)}.values())[::-1]

    return list(remembered(session, (Signature, Champion, Person), ("signatures", revision.id), read))


def invited(session: Session, run_id: int) -> set[int]:
    """Who has the letter as a guest, or will have it with the next post."""

    def read() -> set[int]:
        gone = [MessageState.SENT, MessageState.QUEUED, MessageState.LEASED, MessageState.UNCERTAIN]
        letters = select(Message.person_id).where(
            Message.run_id == run_id, Message.kind == KIND, col(Message.state).in_(gone)
        )
        return set(session.exec(letters))

    return remembered(session, (Message,), ("has the invitation", run_id), read)


def needed(session: Session, run_id: int) -> int:
    """How many signatures the letter needs: the playbook's number, or the partnership's own."""
    own = people_of.partnership_of(session, run_id).numbers.get(NEEDED)
    return playbook_shelf.of_run(session, run_id).numbers.get(NEEDED, 0) if own is None else own


def shortfall(session: Session, run_id: int) -> str:
    """Why the letter may not leave, in a sentence; empty when enough champions have signed its current words."""
    wanted = needed(session, run_id)
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    if wanted == 0:
        return ""
    signed = signatures(session, partnership_id)
    if len(signed) >= wanted:
        return ""
    have = {0: "no signature", 1: "one signature"}.get(len(signed), f"{len(signed)} signatures")
    there = {person.id for _, person in signed}
    open_names = [
        person.name
        for _, person in people_of.champions(session, partnership_id, people_of.COMMITTED)
        if person.id not in there
    ]
    ask = f"Ask {wording.listing(open_names)}." if open_names else "Win another champion for it."
    return f"The letter has {have} and needs {wanted}, so it stays here. {ask}"


def has_gone_to(session: Session, run_id: int) -> int:
    """To how many guests the letter has left, or is leaving; its words stand from the first on."""
    gone = [MessageState.SENT, MessageState.LEASED, MessageState.UNCERTAIN]
    left = select(Message.person_id).where(
        Message.run_id == run_id, Message.kind == KIND, col(Message.state).in_(gone)
    )
    return len(set(session.exec(left)))


def withdraw_letters(session: Session, run_id: int, why: str) -> None:
    """Cancels the letters that have not left, and the copies of those who sign them."""
    for kind in KINDS:
        withdraw_unsent(session, run_id, kind, why)


def withdraw_unsent(session: Session, run_id: int, kind: str, why: str) -> int:
    """Cancels what was written and has not left, so that it can be written afresh; says how many."""
    waiting = session.exec(
        select(Message).where(
            Message.run_id == run_id, Message.kind == kind, Message.state == MessageState.QUEUED
        )
    ).all()
    for message in waiting:
        message.state, message.state_reason = MessageState.CANCELLED, why
        # Its place and its Message-ID are free again for the one that is written instead.
        message.occurrence = f"{message.occurrence}#not-sent-{message.id}"[:80]
        message.message_id = f"{message.id}.{message.message_id}"[:200]
        session.add(message)
    session.flush()
    return len(waiting)

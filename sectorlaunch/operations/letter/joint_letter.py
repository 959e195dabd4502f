"""The invitation letter signed jointly: its words in numbered revisions, the names under each, and whether it may leave.

What is signed is the body of the letter, word for word. Greeting, date and place, buttons and the names at the foot come
from the records when the letter is sent: moving the date asks for no new signature, changing a word of the body does.
"""

import hashlib
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.plain_words import paragraphs
from notifications.rendering import standard_letter
from sectorlaunch import playbook_shelf, wording
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.operations import events
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import (
    Champion,
    ChampionMove,
    ChampionStage,
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
ON_THEIR_PAGE = "on their page"
LONGEST = 12_000
"""Characters; about four pages, and nobody reads those."""


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


def draft(
    session: Session, now: datetime, run_id: int, *, by: str, own_paragraph: str = "", body: str = ""
) -> LetterRevision:
    """The next revision: `body` whole, or else the standard words with the convener's own paragraph before them.

    The same words again are the same revision. New words ask for new signatures: the old ones are kept and count no
    longer, those who had signed or been asked get the sign request with the new words, and letters that were written
    and have not left are withdrawn. Raises NotAllowed once the letter has gone to anybody, BadInput when it is too long.
    """
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    words = worded(session, partnership.id, own_paragraph=own_paragraph, body=body)
    before = current(session, partnership.id)
    if before is not None and before.body == words:
        return before
    if before is not None:
        _refuse_once_it_has_left(session, run_id)
    revision = LetterRevision(
        partnership_id=partnership.id,
        number=before.number + 1 if before else 1,
        body=words,
        own_paragraph=paragraphs(own_paragraph),
        sha256=fingerprint(words),
        drafted_at=now,
        drafted_by=by,
    )
    session.add(revision)
    session.flush()
    events.record(
        session, now, run_id, by, "letter drafted", f"The invitation letter, revision {revision.number}."
    )
    if before is not None:
        _ask_again(session, now, run_id, partnership.id, revision)
    return revision


def worded(session: Session, partnership_id: int, *, own_paragraph: str = "", body: str = "") -> str:
    """The words a draft would have: `body` whole, or the standard letter. Raises BadInput when they are too long."""
    words = paragraphs(body) or standard_letter(_lasts(session, partnership_id), own_paragraph)
    if len(words) > LONGEST:
        raise BadInput(f"The letter has {len(words)} characters; shorten it to {LONGEST} at most.")
    return words


def words_in_view(session: Session, partnership_id: int) -> str:
    """The fingerprint of the words somebody is shown now: the current revision's, or the standard letter's."""
    revision = current(session, partnership_id)
    return revision.sha256 if revision else fingerprint(standard_letter(_lasts(session, partnership_id)))


def ready(session: Session, now: datetime, run_id: int) -> LetterRevision:
    """The current revision; the standard letter is drafted when there is none, so that there are words to sign."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    return current(session, partnership_id) or draft(session, now, run_id, by="Sector Launch")


def sign(
    session: Session, now: datetime, run_id: int, person: Person, *, by: str, note: str = "", seen: str = ""
) -> Signature:
    """Puts a champion's name under the current revision, once. `by` is who records it: the champion or somebody for them.

    `seen` is the fingerprint of the words they had before them; BadInput when these are not the current ones any more.
    Raises NotFound for a person who is not on the champion pipeline.
    """
    from sectorlaunch.operations.people import champions

    revision = ready(session, now, run_id)
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
    revision = ready(session, now, run_id)
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


def _lasts(session: Session, partnership_id: int) -> str:
    launch = people_of.launch_meeting(session, partnership_id)
    return wording.duration(launch.minutes) if launch is not None else ""


def _refuse_once_it_has_left(session: Session, run_id: int) -> None:
    if left := has_gone_to(session, run_id):
        count = "one guest" if left == 1 else f"{left} guests"
        raise NotAllowed(
            f"The letter has gone to {count} already; its words stand. Write to them separately."
        )


def _ask_again(
    session: Session, now: datetime, run_id: int, partnership_id: int, revision: LetterRevision
) -> None:
    from sectorlaunch.operations.messages import messages

    withdraw_letters(session, run_id, "the words of the letter were changed")
    withdraw_unsent(session, run_id, "sign-request", "the words of the letter were changed")
    asked = set(
        session.exec(
            select(Message.person_id).where(Message.run_id == run_id, Message.kind == "sign-request")
        )
    )
    again = []
    for champion, person in people_of.champions(session, partnership_id, people_of.COMMITTED):
        had_signed = champion.signed_at is not None
        if had_signed:
            champion.signed_at = None
            if champion.stage is ChampionStage.SIGNED:
                champion.stage = ChampionStage.AGREED
                note = f"the letter was changed: revision {revision.number}"
                assert champion.id is not None
                session.add(
                    ChampionMove(champion_id=champion.id, stage=champion.stage, moved_at=now, note=note)
                )
            session.add(champion)
        if had_signed or person.id in asked:
            again.append(person)
    session.flush()
    messages.ask_to_sign(session, now, run_id, revision.number, again)


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

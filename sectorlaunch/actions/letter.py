"""The words of the invitation letter: drafted, revised, and a champion's name put under them."""

from datetime import datetime

from sqlmodel import Session, col, select

from notifications.plain_words import paragraphs
from notifications.rendering import kinds_with
from sectorlaunch import events
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import champions, letter, partnerships
from sectorlaunch.records.signatures import ON_THEIR_PAGE
from sectorlaunch.tables import (
    Champion,
    ChampionMove,
    ChampionStage,
    LetterRevision,
    Message,
    Person,
    Signature,
)


def draft(
    session: Session, now: datetime, run_id: int, *, by: str, own_paragraph: str = "", body: str = ""
) -> LetterRevision:
    """The next revision: `body` whole, or else the standard words with the convener's own paragraph before them.

    The same words again are the same revision. New words need new signatures: the old ones are kept and count no
    longer, and the event names whom to ask again. Raises NotAllowed once the letter has gone to anybody, BadInput when
    it is too long.
    """
    partnership = partnerships.partnership_of(session, run_id)
    words = letter.worded(session, partnership.pk, own_paragraph=own_paragraph, body=body)
    before = letter.current(session, partnership.pk)
    if before is not None and before.body == words:
        return before
    if before is not None:
        _refuse_once_it_has_left(session, run_id)
    revision = LetterRevision(
        partnership_id=partnership.pk,
        number=before.number + 1 if before else 1,
        body=words,
        own_paragraph=paragraphs(own_paragraph),
        sha256=letter.fingerprint(words),
        drafted_at=now,
        drafted_by=by,
    )
    session.add(revision)
    session.flush()
    again = _unsign(session, now, run_id, revision) if before is not None else []
    words = f"The invitation letter, revision {revision.number}."
    data = {"revision": revision.number, "replaces": before is not None, "ask_again": again}
    events.record(session, now, run_id, by, EventKind.LETTER_DRAFTED, words, **data)
    return revision


def ready(session: Session, now: datetime, run_id: int) -> LetterRevision:
    """The current revision; the standard letter is drafted when there is none, so that there are words to sign."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    return letter.current(session, partnership_id) or draft(session, now, run_id, by="Sector Launch")


def put_name_under(
    session: Session, now: datetime, run_id: int, champion: Champion, person: Person, *, by: str
) -> Signature:
    """The signature alone; the pipeline is moved by the caller."""
    revision = ready(session, now, run_id)
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


def _refuse_once_it_has_left(session: Session, run_id: int) -> None:
    if left := letter.has_gone_to(session, run_id):
        raise NotAllowed(
            "The letter has gone out already, to %(count)s of the guests; its words stand. Write to them separately.",
            count=left,
        )


def _unsign(session: Session, now: datetime, run_id: int, revision: LetterRevision) -> list[int]:
    """Takes the signatures back that stood under earlier words; who is to be asked for a new one."""
    requests = kinds_with("asks_to_sign")
    asked = set(
        session.exec(
            select(Message.person_id).where(Message.run_id == run_id, col(Message.kind).in_(requests))
        )
    )
    again = []
    for champion, person in champions.at_stages(session, revision.partnership_id, champions.COMMITTED):
        had_signed = champion.signed_at is not None
        if had_signed:
            champion.signed_at = None
            if champion.stage is ChampionStage.SIGNED:
                champion.stage = ChampionStage.AGREED
                note = f"the letter was changed: revision {revision.number}"
                session.add(
                    ChampionMove(champion_id=champion.pk, stage=champion.stage, moved_at=now, note=note)
                )
            session.add(champion)
        if had_signed or person.id in asked:
            again.append(person.pk)
    session.flush()
    return again

"""The words of the invitation letter: drafted, revised, and what a new revision withdraws and asks for."""

from datetime import datetime

from sqlmodel import Session, col, select

from notifications.plain_words import paragraphs
from notifications.rendering import kinds_with
from sectorlaunch import events
from sectorlaunch.engine import letters_waiting, messages
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import champions, letter, partnerships
from sectorlaunch.tables import ChampionMove, ChampionStage, LetterRevision, Message


def draft(
    session: Session, now: datetime, run_id: int, *, by: str, own_paragraph: str = "", body: str = ""
) -> LetterRevision:
    """The next revision: `body` whole, or else the standard words with the convener's own paragraph before them.

    The same words again are the same revision. New words ask for new signatures: the old ones are kept and count no
    longer, those who had signed or been asked get the sign request with the new words, and letters that were written
    and have not left are withdrawn. Raises NotAllowed once the letter has gone to anybody, BadInput when it is too long.
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
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.LETTER_DRAFTED,
        f"The invitation letter, revision {revision.number}.",
    )
    if before is not None:
        _ask_again(session, now, run_id, partnership.pk, revision)
    return revision


def ready(session: Session, now: datetime, run_id: int) -> LetterRevision:
    """The current revision; the standard letter is drafted when there is none, so that there are words to sign."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    return letter.current(session, partnership_id) or draft(session, now, run_id, by="Sector Launch")


def _refuse_once_it_has_left(session: Session, run_id: int) -> None:
    if left := letter.has_gone_to(session, run_id):
        count = "one guest" if left == 1 else f"{left} guests"
        raise NotAllowed(
            f"The letter has gone to {count} already; its words stand. Write to them separately."
        )


def _ask_again(
    session: Session, now: datetime, run_id: int, partnership_id: int, revision: LetterRevision
) -> None:

    requests = kinds_with("asks_to_sign")
    letters_waiting.withdraw_letters(session, run_id, "the words of the letter were changed")
    letters_waiting.withdraw_unsent(session, run_id, requests, "the words of the letter were changed")
    asked = set(
        session.exec(
            select(Message.person_id).where(Message.run_id == run_id, col(Message.kind).in_(requests))
        )
    )
    again = []
    for champion, person in champions.at_stages(session, partnership_id, champions.COMMITTED):
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
            again.append(person)
    session.flush()
    messages.ask_to_sign(session, now, run_id, revision.number, again)

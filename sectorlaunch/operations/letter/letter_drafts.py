"""The words of the invitation letter: drafted, revised, and what a new revision withdraws and asks for."""

from datetime import datetime

from sqlmodel import Session, select

from notifications.plain_words import paragraphs
from notifications.rendering import standard_letter
from sectorlaunch import wording
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.operations import events
from sectorlaunch.operations.letter import joint_letter
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import (
    ChampionMove,
    ChampionStage,
    LetterRevision,
    Message,
)

LONGEST = 12_000
"""Characters; about four pages, and nobody reads those."""


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
    before = joint_letter.current(session, partnership.id)
    if before is not None and before.body == words:
        return before
    if before is not None:
        _refuse_once_it_has_left(session, run_id)
    revision = LetterRevision(
        partnership_id=partnership.id,
        number=before.number + 1 if before else 1,
        body=words,
        own_paragraph=paragraphs(own_paragraph),
        sha256=joint_letter.fingerprint(words),
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
    revision = joint_letter.current(session, partnership_id)
    return (
        revision.sha256
        if revision
        else joint_letter.fingerprint(standard_letter(_lasts(session, partnership_id)))
    )


def ready(session: Session, now: datetime, run_id: int) -> LetterRevision:
    """The current revision; the standard letter is drafted when there is none, so that there are words to sign."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    return joint_letter.current(session, partnership_id) or draft(session, now, run_id, by="Sector Launch")


def _lasts(session: Session, partnership_id: int) -> str:
    launch = people_of.launch_meeting(session, partnership_id)
    return wording.duration(launch.minutes) if launch is not None else ""


def _refuse_once_it_has_left(session: Session, run_id: int) -> None:
    if left := joint_letter.has_gone_to(session, run_id):
        count = "one guest" if left == 1 else f"{left} guests"
        raise NotAllowed(
            f"The letter has gone to {count} already; its words stand. Write to them separately."
        )


def _ask_again(
    session: Session, now: datetime, run_id: int, partnership_id: int, revision: LetterRevision
) -> None:
    from sectorlaunch.operations.letter import joint_letter
    from sectorlaunch.operations.messages import messages

    joint_letter.withdraw_letters(session, run_id, "the words of the letter were changed")
    joint_letter.withdraw_unsent(session, run_id, "sign-request", "the words of the letter were changed")
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

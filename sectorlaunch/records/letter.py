"""The invitation letter signed jointly: the words that count, the names under them, and whether it may leave.

What is signed is the body of the letter, word for word. Greeting, date and place, buttons and the names at the foot come
from the records when the letter is sent: moving the date asks for no new signature, changing a word of the body does.
"""

import hashlib

from sqlmodel import Session, col, select

from languages import formatting
from notifications import words_file
from notifications.plain_words import paragraphs
from notifications.rendering import kinds_with
from sectorlaunch import wording
from sectorlaunch.errors import BadInput
from sectorlaunch.query_cache import cached
from sectorlaunch.records import champions, delivery, meetings, partnerships, playbook_editions
from sectorlaunch.tables import (
    Champion,
    LetterRevision,
    Message,
    MessageState,
    Partnership,
    Person,
    Signature,
)

KIND = "invitation"
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

    return cached(session, (LetterRevision,), ("letter", partnership_id), read)


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
                col(Champion.stage).in_(champions.COMMITTED),
                col(Champion.signed_at).is_not(None),
                col(Person.anonymized_at).is_(None),
            )
            .order_by(col(Signature.signed_at), col(Signature.id))
        ).all()
        return list({person.id: (signature, person) for signature, person in reversed(rows)}.values())[::-1]

    return list(cached(session, (Signature, Champion, Person), ("signatures", revision.id), read))


def invited(session: Session, run_id: int) -> set[int]:
    """Who has the letter as a guest, or will have it with the next post."""
    return delivery.has(session, run_id, "invites")


def needed(session: Session, run_id: int) -> int:
    """How many signatures the letter needs: the playbook's number, or the partnership's own."""
    own = partnerships.partnership_of(session, run_id).numbers.get(NEEDED)
    return playbook_editions.of_run(session, run_id).numbers.get(NEEDED, 0) if own is None else own


def shortfall(session: Session, run_id: int) -> str:
    """Why the letter may not leave, in a sentence; empty when enough champions have signed its current words."""
    wanted = needed(session, run_id)
    partnership_id = partnerships.partnership_of(session, run_id).pk
    if wanted == 0:
        return ""
    signed = signatures(session, partnership_id)
    if len(signed) >= wanted:
        return ""
    have = {0: "no signature", 1: "one signature"}.get(len(signed), f"{len(signed)} signatures")
    there = {person.id for _, person in signed}
    open_names = [
        person.name
        for _, person in champions.at_stages(session, partnership_id, champions.COMMITTED)
        if person.id not in there
    ]
    ask = f"Ask {wording.listing(open_names)}." if open_names else "Win another champion for it."
    return f"The letter has {have} and needs {wanted}, so it stays here. {ask}"


def has_gone_to(session: Session, run_id: int) -> int:
    """To how many guests the letter has left, or is leaving; its words stand from the first on."""
    gone = [MessageState.SENT, MessageState.LEASED, MessageState.UNCERTAIN]
    left = select(Message.person_id).where(
        Message.run_id == run_id,
        col(Message.kind).in_(kinds_with("invites")),
        col(Message.state).in_(gone),
        col(Message.copy_of_id).is_(None),
    )
    return len(set(session.exec(left)))


LONGEST = 12_000
"""Characters; about four pages, and nobody reads those."""


def worded(session: Session, partnership_id: int, *, own_paragraph: str = "", body: str = "") -> str:
    """The words a draft would have: `body` whole, or the standard letter. Raises BadInput when they are too long."""
    words = paragraphs(body) or _standard(session, partnership_id, own_paragraph)
    if len(words) > LONGEST:
        raise BadInput(
            "The letter has %(count)s characters; shorten it to %(most)s at most.",
            count=len(words),
            most=LONGEST,
        )
    return words


def is_standard(session: Session, partnership: Partnership) -> bool:
    """Whether the words that count are the standard letter, which there is in other languages too."""
    revision = current(session, partnership.pk)
    return revision is None or revision.body == worded(session, partnership.pk)


def words_in_view(session: Session, partnership_id: int) -> str:
    """The fingerprint of the words somebody is shown now: the current revision's, or the standard letter's."""
    revision = current(session, partnership_id)
    return revision.sha256 if revision else fingerprint(worded(session, partnership_id))


def _standard(session: Session, partnership_id: int, own_paragraph: str) -> str:
    language = session.get_one(Partnership, partnership_id).language
    launch = meetings.launch_meeting(session, partnership_id)
    lasts = formatting.duration(language, launch.minutes) if launch is not None else ""
    return words_file.letter_to_sign(language, lasts, own_paragraph)

"""A partnership's own words for its message kinds: kept with merge fields, checked on saving, tried on oneself."""

import hashlib
from datetime import datetime
from difflib import get_close_matches

from sqlmodel import Session, select

from notifications import own_words
from notifications.own_words import OwnWords, WordsRefused
from notifications.rendering import NO_WORDS, Rendered, context_class, known_kinds, render
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.operations import events
from sectorlaunch.operations.letter import joint_letter
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import KindWords, Message, Person

PARTS = ("subject", "opening", "text")
NOT_EDITABLE = frozenset({"sign-in", "test-send", "team-post"})
"""Messages of the system about itself; their words are ours."""
SIGNED = frozenset({joint_letter.KIND})
"""Kinds whose words are signed: only the subject may be one's own here."""
TEST = "test"


def editable() -> list[str]:
    """The kinds whose words can be changed."""
    return sorted(known_kinds() - NOT_EDITABLE)


def of(session: Session, partnership_id: int, kind: str) -> OwnWords:
    """What the partnership put in place of our words for this kind; empty where it left them."""

    def read() -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for row in session.exec(select(KindWords).where(KindWords.partnership_id == partnership_id)):
            found.setdefault(row.kind, {})[row.part] = row.words
        return found

    parts = remembered(session, (KindWords,), ("own words", partnership_id), read).get(kind)
    return _allowed(kind, OwnWords(**parts)) if parts else NO_WORDS


def combined(session: Session, partnership_id: int, kind: str, single: OwnWords | None) -> OwnWords:
    """The words of a single message, over those of its kind."""
    own = of(session, partnership_id, kind)
    if not single:
        return own
    both = OwnWords(single.subject or own.subject, single.opening or own.opening, single.text or own.text)
    return _allowed(kind, both)


def _allowed(kind: str, own: OwnWords) -> OwnWords:
    return OwnWords(subject=own.subject) if kind in SIGNED else own


def change(
    session: Session, now: datetime, partnership_id: int, kind: str, part: str, words: str, by: str
) -> None:
    """Keeps the words of one part of a kind from now on; empty words give ours back.

    What is in the outbox already stays as it is. Raises NotFound for a kind or part there is not, and BadInput, with
    the nearest right name, for a field the kind does not have.
    """
    check_kind(kind)
    if part not in PARTS:
        raise NotFound(f"There is no part “{part}”. There are: {', '.join(PARTS)}.")
    words = words.strip()
    check(kind, OwnWords(**{part: words}))
    kept = _row(session, partnership_id, kind, part)
    if not words:
        if kept is not None:
            session.delete(kept)
    else:
        kept = kept or KindWords(
            partnership_id=partnership_id, kind=kind, part=part, words=words, by=by, at=now
        )
        kept.words, kept.by, kept.at = words, by, now
        session.add(kept)
    session.flush()
    run_id = people_of.run_of(session, partnership_id).id
    said = "has words of its own" if words else "has our words again"
    events.record(session, now, run_id, by, "words changed", f"The {part} of “{kind}” {said}.", message=kind)


def reset(session: Session, now: datetime, partnership_id: int, kind: str, by: str) -> int:
    """Gives a kind our words back; says how many parts had words of their own."""
    check_kind(kind)
    own = [part for part in PARTS if _row(session, partnership_id, kind, part) is not None]
    for part in own:
        change(session, now, partnership_id, kind, part, "", by)
    return len(own)


def check(kind: str, own: OwnWords) -> None:
    """Raises BadInput, with the nearest right name, for words that could not be filled for every message of a kind.

    The joint letter keeps the words its champions have signed, so that only its subject may be worded here.
    """
    if own != _allowed(kind, own):
        raise BadInput(
            "The champions sign this letter word for word. Change it on the page “The letter”, or by "
            "`sector-launch letter draft`; here only its subject can be yours."
        )
    try:
        own_words.check(context_class(kind), own)
        if own:
            render(kind, context_class(kind).sample(), own)
    except WordsRefused as refused:
        raise BadInput(str(refused)) from None


def check_kind(kind: str) -> None:
    """Raises NotFound, with the nearest right name, for a kind whose words cannot be changed."""
    if kind not in editable():
        near = get_close_matches(kind, editable(), n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(editable())}."
        raise NotFound(f"There is no message kind “{kind}” with words to change. {hint}")


def sample(kind: str, own: OwnWords = NO_WORDS) -> Rendered:
    """The kind told with made-up people. Raises BadInput for words that do not fit it."""
    check_kind(kind)
    check(kind, own)
    return render(kind, context_class(kind).sample(), own)


def send_test(
    session: Session, now: datetime, partnership_id: int, kind: str, to: Person, own: OwnWords | None = None
) -> Message:
    """Puts a sample of a kind, as it stands, into the outbox for oneself. Nobody else gets it, and nothing counts it.

    Raises BadInput for somebody without an address, and for words that do not fit the kind.
    """
    if to.email is None or to.id is None:
        raise BadInput(f"{to.name} has no e-mail address to send a test to.")
    rendered = sample(kind, of(session, partnership_id, kind) if own is None else own)
    run_id = people_of.run_of(session, partnership_id).id
    convener = people_of.convener(session, partnership_id)
    occurrence = f"test#{now.isoformat()}"
    seed = f"{partnership_id}/{kind}/{to.id}/{occurrence}"
    domain = to.email.partition("@")[2] or "sector-launch.invalid"
    message_id = f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}"
    already = session.exec(select(Message).where(Message.message_id == message_id)).one_or_none()
    if already is not None:  # pressed twice in one moment
        return already
    message = Message(
        run_id=run_id,
        person_id=to.id,
        kind="test-send",
        purpose=f"{TEST}/{kind}",
        occurrence=occurrence,
        reason=TEST,
        to_name=to.name,
        to_address=to.email,
        sender_name=convener.name,
        reply_to=convener.email or "",
        subject=f"Test: {rendered.subject}",
        text=rendered.text,
        html=rendered.html,
        short_text=rendered.short_text,
        message_id=message_id,
        queued_at=now,
        send_after=now,
    )
    session.add(message)
    session.flush()
    events.record(session, now, run_id, to.name, "words tried", f"A test of “{kind}” goes to {to.name}.")
    return message


def _row(session: Session, partnership_id: int, kind: str, part: str) -> KindWords | None:
    return session.exec(
        select(KindWords).where(
            KindWords.partnership_id == partnership_id, KindWords.kind == kind, KindWords.part == part
        )
    ).one_or_none()

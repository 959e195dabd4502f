"""A partnership's own words for its message kinds, kept or given back."""

from datetime import datetime

from sqlmodel import Session

from notifications.own_words import OwnWords
from sectorlaunch import events
from sectorlaunch.errors import NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import kind_words, partnerships
from sectorlaunch.records.kind_words import PARTS
from sectorlaunch.tables import KindWords


def change(
    session: Session, now: datetime, partnership_id: int, kind: str, part: str, words: str, by: str
) -> None:
    """Keeps the words of one part of a kind from now on; empty words give ours back.

    What is in the outbox already stays as it is. Raises NotFound for a kind or part there is not, and BadInput, with
    the nearest right name, for a field the kind does not have.
    """
    kind_words.check_kind(kind)
    if part not in PARTS:
        raise NotFound(f"There is no part “{part}”. There are: {', '.join(PARTS)}.")
    words = words.strip()
    kind_words.check(kind, OwnWords(**{part: words}))
    kept = kind_words.row_of(session, partnership_id, kind, part)
    if not words:
        if kept is not None:
            session.delete(kept)
    else:
        kept = kept or KindWords(
            partnership_id=partnership_id,
            kind=kind,
            part=part,
            language=kind_words.language_of(session, partnership_id),
            words=words,
            by=by,
            at=now,
        )
        kept.words, kept.by, kept.at = words, by, now
        session.add(kept)
    session.flush()
    run_id = partnerships.run_of(session, partnership_id).id
    said = "has words of its own" if words else "has our words again"
    events.record(
        session, now, run_id, by, EventKind.WORDS_CHANGED, f"The {part} of “{kind}” {said}.", message=kind
    )


def reset(session: Session, now: datetime, partnership_id: int, kind: str, by: str) -> int:
    """Gives a kind our words back; says how many parts had words of their own."""
    kind_words.check_kind(kind)
    own = [part for part in PARTS if kind_words.row_of(session, partnership_id, kind, part) is not None]
    for part in own:
        change(session, now, partnership_id, kind, part, "", by)
    return len(own)

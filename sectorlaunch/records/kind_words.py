"""A partnership's own words for its message kinds: which can be changed, what stands, whether words fit."""

from difflib import get_close_matches

from sqlmodel import Session, select

from languages import Language
from notifications import own_words
from notifications.own_words import OwnWords, WordsRefused
from notifications.rendering import NO_WORDS, Rendered, context_class, known_kinds, render, traits
from notifications.traits import OwnWordsIn
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import KindWords, Partnership

PARTS = ("subject", "opening", "text")


def editable() -> list[str]:
    """The kinds whose words can be changed."""
    return sorted(kind for kind in known_kinds() if traits(kind).own_words is not OwnWordsIn.NOTHING)


def of(session: Session, partnership_id: int, kind: str, language: Language | None = None) -> OwnWords:
    """What the partnership put in place of our words for this kind; empty where it left them.

    In letters of another language than its own there are none unless they were written in it.
    """
    language = language or language_of(session, partnership_id)

    def read() -> dict[tuple[str, Language], dict[str, str]]:
        found: dict[tuple[str, Language], dict[str, str]] = {}
        for row in session.exec(select(KindWords).where(KindWords.partnership_id == partnership_id)):
            found.setdefault((row.kind, row.language), {})[row.part] = row.words
        return found

    parts = cached(session, (KindWords,), ("own words", partnership_id), read).get((kind, language))
    return _allowed(kind, OwnWords(**parts)) if parts else NO_WORDS


def language_of(session: Session, partnership_id: int) -> Language:
    """What a partnership's own words are written in."""
    return session.get_one(Partnership, partnership_id).language


def combined(
    session: Session,
    partnership_id: int,
    kind: str,
    single: OwnWords | None,
    language: Language | None = None,
) -> OwnWords:
    """The words of a single message, over those of its kind."""
    own = of(session, partnership_id, kind, language)
    if not single:
        return own
    both = OwnWords(single.subject or own.subject, single.opening or own.opening, single.text or own.text)
    return _allowed(kind, both)


def _allowed(kind: str, own: OwnWords) -> OwnWords:
    return OwnWords(subject=own.subject) if traits(kind).own_words is OwnWordsIn.SUBJECT else own


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


def row_of(session: Session, partnership_id: int, kind: str, part: str) -> KindWords | None:
    return session.exec(
        select(KindWords).where(
            KindWords.partnership_id == partnership_id,
            KindWords.kind == kind,
            KindWords.part == part,
            KindWords.language == language_of(session, partnership_id),
        )
    ).one_or_none()

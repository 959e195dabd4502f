"""From a kind and its context to words: subject, text, HTML and a short text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from languages import Language, formatting
from notifications import markdown, phone_text, phrases, words_file
from notifications.context import MessageContext
from notifications.forms import Doors
from notifications.own_words import OwnWords, filled
from notifications.traits import Traits
from notifications.words_file import Words

HERE = Path(__file__).parent
SUBJECT_LENGTH = 59
"""Characters of a subject that a phone shows: "under 60"."""
NO_WORDS = OwnWords()


@dataclass(frozen=True)
class Rendered:
    """The words of one message. `subject` and `short_text` are single lines; `html` has its styles inlined."""

    subject: str
    text: str
    html: str
    short_text: str
    language: Language = Language.ENGLISH


@cache
def known_kinds() -> frozenset[str]:
    """The message kinds there are: a folder `kinds/second_letter` is the kind "second-letter"."""
    return frozenset(path.parent.name.replace("_", "-") for path in HERE.glob("kinds/*/context.py"))


@cache
def context_class(kind: str) -> type[MessageContext]:
    """The context a kind is rendered from. Raises KeyError for an unknown kind."""
    if kind not in known_kinds():
        raise KeyError(f"there is no message kind {kind!r}; known are {', '.join(sorted(known_kinds()))}")
    found: type[MessageContext] = import_module(f"notifications.kinds.{_folder(kind)}.context").Context
    return found


@cache
def traits(kind: str) -> type[Traits]:
    """What holds for every message of a kind; the usual for a kind there is no longer, whose messages are still kept."""
    return context_class(kind) if kind in known_kinds() else Traits


@cache
def kinds_with(trait: str, value: object = None) -> tuple[str, ...]:
    """The kinds that have a trait, or have it at `value`, by name. Raises AttributeError for a trait there is not."""
    having = {kind: getattr(traits(kind), trait) for kind in sorted(known_kinds())}
    return tuple(kind for kind, has in having.items() if (has if value is None else has == value))


@cache
def kinds_that_announce(kind: str) -> tuple[str, ...]:
    """The kinds whose letters may say that one of this kind will follow."""
    return tuple(one for one in sorted(known_kinds()) if kind in traits(one).announces)


def purpose(kind: str) -> str:
    """What a kind is for and whom it reaches, in a sentence: what its module says first. Raises KeyError for an unknown kind."""
    words = import_module(context_class(kind).__module__).__doc__ or ""
    return " ".join(words.partition("\n\n")[0].split())


@cache
def language_of(kind: str, wish: Language) -> Language:
    """The language a letter of a kind is written in for somebody who wishes one: that, or English, and never both."""
    speaks = words_file.speaks(_folder(kind), wish) and not traits(kind).quotes_english
    return wish if speaks else Language.ENGLISH


def render(kind: str, context: MessageContext, own: OwnWords = NO_WORDS) -> Rendered:
    """The message of a kind in words, in the language of its context; `own` takes the place of ours, its fields filled
    from the same context.

    Raises KeyError for an unknown kind, TypeError when the context is another kind's, WordsRefused for own words that
    do not fit the kind, WordsFileWrong for a words file that cannot be read, and jinja2.UndefinedError when one names
    what its context lacks.
    """
    expected = context_class(kind)
    if not isinstance(context, expected):
        raise TypeError(
            f"a {kind} is rendered from {expected.__module__}.Context, not {type(context).__module__}"
        )
    words = words_file.of_kind(_folder(kind), context.language)
    own = filled(own, context) if own else NO_WORDS
    values = _values(context)
    subject = _fitting_line([own.subject] if own.subject else words.offers("subject", values))
    short = phone_text.fitting(words.offers("short", values))
    return _on_paper(
        context,
        subject,
        short,
        _body(words, values, context, own),
        _foot(words, values, context),
    )


def _on_paper(context: MessageContext, subject: str, short: str, letter: Markup, foot: Markup) -> Rendered:
    """The words of a letter as text and as a page."""
    body, small = markdown.page(letter), markdown.page(foot, small=True)
    page = _page().render(
        language=context.language,
        subject=subject,
        preview=_without_links(short),
        letterhead=context.partnership.name,
        body=Markup(body.html),
        foot=Markup(small.html),
    )
    return Rendered(
        subject=subject,
        text=f"{body.text}\n\n--\n{context.partnership.name}\n{small.text}".strip() + "\n",
        html=_inliner().inline(page),
        short_text=phone_text.in_its_letters(short),
        language=context.language,
    )


def render_together(letters: Sequence[tuple[str, MessageContext]]) -> Rendered:
    """Several messages to one reader as one letter, the first of them leading: the words of each, under its subject.

    All are in one language and from one sender. Raises as `render` does.
    """
    rendered = [render(kind, context) for kind, context in letters]
    first, lead = letters[0][1], rendered[0]
    more = phrases.say(
        lead.language, "subject.more", count=formatting.in_words(lead.language, len(letters) - 1)
    )
    parts, feet = [], []
    for (kind, context), one in zip(letters, rendered, strict=True):
        words, values = words_file.of_kind(_folder(kind), context.language), _values(context)
        parts += [f"## {markdown.escaped(one.subject)}", words.block("letter", values)]
        feet += [markdown.escaped(context.why), words.block("foot", values)]
    words, values = words_file.of_kind(_folder(letters[0][0]), first.language), _values(first)
    signed = (
        () if first.speaks_for_itself else (words.block("closing", values), words.block("signature", values))
    )
    body = _paragraphs(words.block("greeting", values), *parts, *signed)
    foot = _paragraphs(
        *dict.fromkeys(feet),
        "" if first.speaks_for_itself else words.block("questions", values),
        words.block("unsubscribe", values) if first.unsubscribe_url else "",
    )
    return _on_paper(
        first, _fitting_line([f"{lead.subject} {more}", lead.subject]), lead.short_text, body, foot
    )


def calendar_note(kind: str, context: MessageContext) -> str:
    """What the calendar entry that comes with a message says of itself, over several lines."""
    words = words_file.of_kind(_folder(kind), context.language)
    return markdown.page(words.block("calendar", _values(context))).text


def _body(words: Words, values: dict[str, Any], context: MessageContext, own: OwnWords) -> Markup:
    """What stands between head and foot; a convener's own words take the place of ours, from greeting to signature."""
    copy = words.block("copy", values) if context.copied_to else ""
    if own.text:
        return _paragraphs(copy, markdown.with_addresses(own.text))
    signed = (
        ()
        if context.speaks_for_itself
        else (words.block("closing", values), words.block("signature", values))
    )
    return _paragraphs(
        copy,
        words.block("greeting", values),
        markdown.with_addresses(own.opening),
        words.block("letter", values),
        *signed,
    )


def _foot(words: Words, values: dict[str, Any], context: MessageContext) -> Markup:
    return _paragraphs(
        markdown.escaped(context.why),
        words.block("foot", values),
        "" if context.speaks_for_itself else words.block("questions", values),
        words.block("unsubscribe", values) if context.unsubscribe_url else "",
    )


def _paragraphs(*parts: str) -> Markup:
    return Markup("\n\n").join(filter(None, parts))


def _folder(kind: str) -> str:
    return kind.replace("-", "_")


def _values(context: MessageContext) -> dict[str, Any]:
    """Fields by name, what the context derives from them, and the context itself."""
    fields = {name: getattr(context, name) for name in type(context).model_fields}
    derived = {
        name: getattr(context, name)
        for owner in type(context).__mro__
        for name, member in vars(owner).items()
        if isinstance(member, property) and not name.startswith("_") and issubclass(owner, MessageContext)
    }
    return {**derived, **fields, "promise": context.promise, "to": Doors(context.link, context.about)}


def _fitting_line(offers: list[str]) -> str:
    """A subject is offered in lines from the fullest to the shortest: the first that fits is taken."""
    for line in offers:
        if len(line) <= SUBJECT_LENGTH:
            return line
    cut = offers[-1][: SUBJECT_LENGTH - 1]
    return f"{cut.rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def _without_links(words: str) -> str:
    return " ".join(re.sub(r"https?://\S+", "", words).split())


@cache
def _page() -> Any:
    """The HTML around the words of a letter: the same in every language."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "layout"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("letter.html")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)

"""From a kind and its context to words: subject, text, HTML and a short text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifications.context import MessageContext
from notifications.own_words import OwnWords, filled
from notifications.plain_words import paragraphs
from notifications.traits import Traits

HERE = Path(__file__).parent
SUBJECT_LENGTH = 78
NO_WORDS = OwnWords()
_PLAIN_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Rendered:
    """The words of one message. `subject` and `short_text` are single lines; `html` has its styles inlined."""

    subject: str
    text: str
    html: str
    short_text: str


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


def purpose(kind: str) -> str:
    """What a kind is for and whom it reaches, in a sentence: what its module says first. Raises KeyError for an unknown kind."""
    words = import_module(context_class(kind).__module__).__doc__ or ""
    return " ".join(words.partition("\n\n")[0].split())


def render(kind: str, context: MessageContext, own: OwnWords = NO_WORDS) -> Rendered:
    """The message of a kind in words; `own` takes the place of ours, its fields filled from the same context.

    Raises KeyError for an unknown kind, TypeError when the context is another kind's, WordsRefused for own words that
    do not fit the kind, and jinja2.UndefinedError when a template names what its context lacks.
    """
    expected = context_class(kind)
    if not isinstance(context, expected):
        raise TypeError(
            f"a {kind} is rendered from {expected.__module__}.Context, not {type(context).__module__}"
        )
    folder = f"kinds/{_folder(kind)}"
    words = filled(own, context) if own else NO_WORDS
    values = {**_values(context), "own": words}
    text, html = _text_environment(), _html_environment()
    subject = _fitting_line(words.subject or text.get_template(f"{folder}/subject.txt").render(values))
    short = _for_a_telephone(text.get_template(f"{folder}/short.txt").render(values))
    body = text.get_template(f"{folder}/text.txt").render(values)
    page = html.get_template(f"{folder}/html.html").render(
        values, subject=subject, preview=_without_links(short)
    )
    return Rendered(
        subject=subject,
        text=_tidy(body),
        html=_inliner().inline(page),
        short_text=short,
    )


def standard_letter(lasts: str = "", own_paragraph: str = "") -> str:
    """The standard words of the invitation letter, as plain paragraphs, the convener's own paragraph first.

    `lasts` is how long the meeting takes, in words: "two hours". Source of what it says: S2 slides 8, 9 and 20.
    """
    words = _text_environment().get_template("layout/standard_letter.txt")
    return paragraphs(words.render(lasts=lasts, own_paragraph=paragraphs(own_paragraph)))


def _folder(kind: str) -> str:
    return kind.replace("-", "_")


def _values(context: MessageContext) -> dict[str, Any]:
    """Fields by name, and the context itself for what it derives from them."""
    fields = {name: getattr(context, name) for name in type(context).model_fields}
    return {**fields, "message": context}


def _fitting_line(rendered: str) -> str:
    """A subject template offers its lines from the fullest to the shortest: the first that fits is taken."""
    offers = [" ".join(line.split()) for line in rendered.splitlines() if line.strip()]
    for line in offers:
        if len(line) <= SUBJECT_LENGTH:
            return line
    cut = offers[-1][: SUBJECT_LENGTH - 1]
    return f"{cut.rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _for_a_telephone(words: str) -> str:
    """One line in plain quotes and dashes: a single typographic mark halves what fits into an SMS."""
    return " ".join(words.translate(_PLAIN_MARKS).split())


def _without_links(words: str) -> str:
    return " ".join(re.sub(r"https?://\S+", "", words).split())


def _listed(items: Sequence[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    *most, last = [str(item) for item in items]
    return f"{', '.join(most)} and {last}" if most else last


def _counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, small ones in words: "one question", "12 questions"."""
    word = _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many or one + 's'}"


def _leading_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B %Y}"


def _dial(phone: str) -> str:
    """What a telephone can dial: digits and a leading plus; an extension is left to the caller's fingers."""
    number = re.split(r"(?i)\s*(?:ext|x)\.?\s*\d", phone)[0]
    return re.sub(r"(?!^\+)[^\d]", "", number.strip())


def _environment(*, autoescape: bool, parts: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters |= {
        "listed": _listed,
        "counted": _counted,
        "leading_capital": _leading_capital,
        "day": _day,
        "dial": _dial,
    }
    environment.globals["parts"] = environment.get_template(parts).module
    return environment


@cache
def _text_environment() -> Environment:
    return _environment(autoescape=False, parts="layout/parts.txt")


@cache
def _html_environment() -> Environment:
    return _environment(autoescape=True, parts="layout/parts.html")


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)

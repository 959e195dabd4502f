"""A convener's own words with merge fields, such as {{ recipient.first_name }}: checked on saving, filled on writing.

Words are parsed, looked at, and filled by walking what was parsed. They are never run as a template: names and
attributes a kind knows, a few filters without arguments, and nothing else there is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from jinja2 import Environment, TemplateSyntaxError, nodes

from notifications.context import MessageContext, PersonBrief, Value
from notifications.plain_words import one_line, paragraphs

LONGEST = 10_000
"""Characters of one text; a subject is cut to its line when it is rendered."""
_LONGEST_FIELD = 200
_DEEPEST = 4
_PARSER = Environment()
"""Only parses. It has no loader and renders nothing."""


class WordsRefused(ValueError):
    """The words cannot be used as they are. The message says why, and what would be right."""


@dataclass(frozen=True)
class OwnWords:
    """What a convener puts in place of ours; an empty part leaves ours as it is.

    `opening` is a paragraph of their own after the salutation; `text` replaces everything between the head and the
    foot of the letter, salutation and signature included.
    """

    subject: str = ""
    opening: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.subject or self.opening or self.text)


def _names(people: Sequence[Any]) -> str:
    return _listed([person.name if isinstance(person, PersonBrief) else person for person in people])


def _listed(items: Sequence[Any]) -> str:
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


FILTERS = {
    "capital": lambda value: str(value)[:1].upper() + str(value)[1:],
    "day": lambda value: f"{value:%A} {value.day} {value:%B %Y}" if isinstance(value, date) else str(value),
    "names": lambda value: _names(value) if isinstance(value, tuple) else str(value),
}
"""`names` puts a list into a sentence: "Ana, Ben and Cy"."""


def fields_of(kind: type[MessageContext]) -> Mapping[str, bool]:
    """The merge fields of a kind, in order, as they are written; True for a list, which needs `| names`."""
    return dict(_fields(kind))


@cache
def _fields(kind: type[MessageContext]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted(_walk(kind, "", 0)))


def _walk(model: type[Value], before: str, depth: int) -> Iterator[tuple[str, bool]]:
    for name, field in model.model_fields.items():
        yield from _of_type(_bare(field.annotation), f"{before}{name}", depth)
    for owner in model.__mro__:
        if issubclass(owner, Value):
            for name, member in vars(owner).items():
                if not name.startswith("_") and isinstance(member, property) and _is_line(member):
                    yield f"{before}{name}", False


def _is_line(derived: property) -> bool:
    return derived.fget is not None and derived.fget.__annotations__.get("return") is str


def _of_type(wanted: Any, path: str, depth: int) -> Iterator[tuple[str, bool]]:
    if get_origin(wanted) is tuple:
        item = _bare(get_args(wanted)[0])
        if item is str or (isinstance(item, type) and issubclass(item, PersonBrief)):
            yield path, True
    elif isinstance(wanted, type) and issubclass(wanted, Value):
        if depth < _DEEPEST:
            yield from _walk(wanted, f"{path}.", depth + 1)
    elif wanted in (str, int, date):
        yield path, False


def _bare(annotation: Any) -> Any:
    """The type itself, without what pydantic is told about it and without None."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        arguments = [a for a in get_args(annotation) if a is not NoneType]
        annotation = arguments[0]
    return annotation


@dataclass(frozen=True)
class _Field:
    path: str
    filters: tuple[str, ...]


def check(kind: type[MessageContext], own: OwnWords) -> None:
    """Raises WordsRefused, with the nearest right name, for words that `fill` could not fill for every message."""
    for words in (own.subject, own.opening, own.text):
        _checked(kind, words)
    if len(own.subject.splitlines()) > 1:
        raise WordsRefused("A subject is one line.")


def fill(kind: type[MessageContext], words: str, context: MessageContext) -> str:
    """The words with their fields filled in; a field that is empty for this reader leaves nothing behind.

    What is filled in is never read for fields again. Raises WordsRefused like `check`.
    """
    return paragraphs(
        "".join(part if isinstance(part, str) else _value(context, part) for part in _checked(kind, words))
    )


def filled(own: OwnWords, context: MessageContext) -> OwnWords:
    """All parts filled for one message; the subject on one line."""
    kind = type(context)
    return OwnWords(
        subject=one_line(fill(kind, own.subject, context)),
        opening=fill(kind, own.opening, context),
        text=fill(kind, own.text, context),
    )


def _checked(kind: type[MessageContext], words: str) -> list[str | _Field]:
    known = fields_of(kind)
    parts = _parsed(words)
    for part in parts:
        if isinstance(part, str):
            continue
        if part.path not in known:
            raise WordsRefused(_misspelled(part.path, known, "field"))
        for name in part.filters:
            if name not in FILTERS:
                raise WordsRefused(_misspelled(name, FILTERS, "ending"))
        if known[part.path] and "names" not in part.filters[:1]:
            raise WordsRefused(f"{part.path} is a list; write {{{{ {part.path} | names }}}}.")
    return parts


def _parsed(words: str) -> list[str | _Field]:
    if len(words) > LONGEST:
        raise WordsRefused(f"That is longer than {LONGEST:,} characters.")
    if "{%" in words or "{#" in words:
        raise WordsRefused("Only fields such as {{ recipient.first_name }} can be used; {% and {# cannot.")
    for piece in words.split("{{")[1:]:
        if "}}" not in piece[:_LONGEST_FIELD]:
            raise WordsRefused("A field begins with {{ and ends with }}, such as {{ recipient.first_name }}.")
    try:
        tree = _PARSER.parse(words)
    except TemplateSyntaxError as error:
        raise WordsRefused(f"Line {error.lineno} cannot be read: {error.message}.") from None
    except (RecursionError, ValueError, OverflowError, MemoryError):
        raise WordsRefused("That cannot be read as words with fields.") from None
    parts: list[str | _Field] = []
    for statement in tree.body:
        if not isinstance(statement, nodes.Output):
            raise WordsRefused(_ONLY_FIELDS)
        parts += [_part(node) for node in statement.nodes]
    return parts


_ONLY_FIELDS = "Only the name of a field can stand between {{ and }}, such as {{ recipient.first_name }}."


def _part(node: nodes.Node) -> str | _Field:
    if isinstance(node, nodes.TemplateData):
        return node.data
    endings: list[str] = []
    while isinstance(node, nodes.Filter) and node.node is not None:
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise WordsRefused(_ONLY_FIELDS)
        endings.insert(0, node.name)
        node = node.node
    path: list[str] = []
    while isinstance(node, nodes.Getattr):
        path.insert(0, node.attr)
        node = node.node
    if not isinstance(node, nodes.Name):
        raise WordsRefused(_ONLY_FIELDS)
    return _Field(".".join([node.name, *path]), tuple(endings))


def _misspelled(name: str, known: Mapping[str, Any], what: str) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(known)}."
    return f"There is no {what} “{name[:80]}” here.{hint}"


def _value(context: MessageContext, field: _Field) -> str:
    value: Any = context
    for name in field.path.split("."):
        value = getattr(value, name) if value is not None else None
    for ending in field.filters:
        value = FILTERS[ending](value) if value is not None else None
    return "" if value is None else str(value)

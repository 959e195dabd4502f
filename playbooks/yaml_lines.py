"""YAML with line numbers: what a person wrote, checked against a model, with errors that point at the line."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML without libyaml reads the same, ten times slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

Model = TypeVar("Model", bound=BaseModel)
Path_ = tuple[str | int, ...]
DEEPEST = 40
"""Levels of nesting no honest file has."""


@dataclass(frozen=True)
class Mistake:
    """One mistake in a file: where it is and what to do about it."""

    file: str
    line: int | None
    field: str
    remedy: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}, {self.field}: {self.remedy}" if self.field else f"{where}: {self.remedy}"


class FileMistakes(Exception):
    """A file cannot be used; `mistakes` says why, every one of them. Nothing was changed."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(mistakes)
        self.mistakes = tuple(mistakes)

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes)


_PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"~|null|Null|"), lambda _: None),
    (re.compile(r"true|True"), lambda _: True),
    (re.compile(r"false|False"), lambda _: False),
    (re.compile(r"[-+]?(?:0|[1-9]\d{0,17})"), int),
    (re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\.\d{1,17}"), float),
)
"""What an unquoted word means when it is not text.

Plain YAML also reads 10:30 as 630, 0311 as 201 and NO as false; a person who writes a time, a NAICS code or
a state means what stands there.
"""


class _Tree:
    """The plain data of a document, and on the way the line of every key and item.

    Built from parser events by hand: the library's composer follows references, of which a few lines can
    unfold into more than any memory holds, and crashes on deep nesting.
    """

    def __init__(self, text: str, file: str) -> None:
        self.events = iter(yaml.parse(text, Loader=_SafeLoader))
        self.file = file
        self.lines: dict[Path_, int] = {}
        self.mistakes: list[Mistake] = []

    def document(self) -> Any:
        data = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, (), "a second document begins here; keep one in a file")
                    break
                data = self._value(next(self.events), ())
        return data

    def _value(self, event: yaml.Event, path: Path_) -> Any:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent):
            return self._refuse(
                event, path, "write it out; references to other places (* and &) are not read"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if len(path) > DEEPEST:
            raise FileMistakes([Mistake(self.file, _line(event), "", "this is nested too deeply")])
        return self._sequence(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _sequence(self, path: Path_) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            # The key as it was written: `true:` is a name here, not a truth.
            name = event.value if isinstance(event, yaml.ScalarEvent) else "?"
            here = (*path, name)
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, path, "a key must be a word")
                self._value(event, here)
            elif name in data:
                self._refuse(event, here, "this key is here twice; keep one")
            else:
                self.lines[here] = _line(event)
            data.setdefault(name, self._value(next(self.events), here))
        return data

    def _scalar(self, event: yaml.ScalarEvent, path: Path_) -> Any:
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            return self._refuse(event, path, "write the value without a tag (the word after !)")
        if event.implicit[0]:
            for pattern, read in _PLAIN:
                if pattern.fullmatch(event.value):
                    return read(event.value)
        return event.value

    def _refuse(self, event: yaml.Event, path: Path_, remedy: str) -> None:
        self.mistakes.append(Mistake(self.file, _line(event), field_name(path, None), remedy))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def parse(text: str, file: str) -> tuple[Any, dict[Path_, int]]:
    """The plain data of a YAML text and the line of every key and item, counted from 1.

    Keys are text as written; values are text, numbers, true, false or nothing: dates and times stay text.
    Raises FileMistakes.
    """
    try:
        tree = _Tree(text, file)
        data = tree.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = error.problem or "it cannot be read"
        raise FileMistakes([Mistake(file, line, "", f"this is not valid YAML: {problem}")]) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        remedy = "there is a character in it that YAML does not allow; save it as plain UTF-8 text"
        raise FileMistakes([Mistake(file, None, "", remedy)]) from None
    if tree.mistakes:
        raise FileMistakes(tree.mistakes)
    return data, tree.lines


def read_model(text: str, file: str, model: type[Model]) -> tuple[Model, dict[Path_, int]]:
    """The text as `model`, with the lines of its keys. Raises FileMistakes with one entry for each error found."""
    data, lines = parse(text, file)
    if not isinstance(data, dict):
        raise FileMistakes([Mistake(file, 1, "", "the file must hold keys and values, such as `name: …`")])
    try:
        return model.model_validate(data), lines
    except ValidationError as errors:
        raise FileMistakes(
            [
                Mistake(file, line_of(error["loc"], lines), field_name(error["loc"], data), _remedy(error))
                for error in errors.errors()
            ]
        ) from None


def line_of(path: Sequence[str | int], lines: dict[Path_, int]) -> int | None:
    """The line of the nearest key above `path` that is in the file."""
    here = tuple(path)
    while here not in lines and here:
        here = here[:-1]
    return lines.get(here)


def field_name(path: Sequence[str | int], data: Any) -> str:
    """The path in words of the file: an item of a list goes by its `key` where it has one, else by its number."""
    parts: list[str] = []
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        key = data.get("key") if isinstance(part, int) and isinstance(data, dict) else None
        parts.append(str(key or (part + 1 if isinstance(part, int) else part)))
    return ".".join(parts)


def nearest(word: str, known: Sequence[str]) -> str:
    """“; did you mean …?” with the name closest to `word`, or the names there are when none is close."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"; did you mean “{close[0]}”?"
    return f"; there are: {', '.join(sorted(known))}" if known else ""


_REMEDIES = {
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "string_type": "write text, in quotation marks if it looks like a number",
    "string_too_long": "keep it to {max_length} characters",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "literal_error": "write {expected}",
    "tuple_type": "write a list, each line of it beginning with a hyphen",
    "list_type": "write a list, each line of it beginning with a hyphen",
    "too_short": "write at least one",
    "mapping_type": "write keys and values, such as `name: …`",
    "dict_type": "write keys and values, such as `name: …`",
    "model_type": "write keys and values, such as `name: …`",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
}
"""What to do about the mistakes the model library names, in a convener's words."""


def _remedy(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "this key is required; add it"
        case "extra_forbidden":
            return "this key is not known here; check its spelling or remove it"
        case "value_error":
            return str(error["ctx"]["error"])
        case "enum":
            known = re.findall(r"'([^']+)'", error["ctx"]["expected"])
            return f"“{_shown(error['input'])}” is not known here{nearest(str(error['input']), known)}"
        case kind:
            remedy = _REMEDIES[kind].format_map(error.get("ctx", {})) if kind in _REMEDIES else error["msg"]
            return f"{remedy}; it says “{_shown(error['input'])}”"


def _shown(given: object) -> str:
    words = str(given)
    return words if len(words) <= 60 else words[:59] + "…"


def read_text(path: Path) -> str:
    """The text of a file. Raises FileMistakes when it is not there or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileMistakes([Mistake(str(path), None, "", "there is no such file")]) from None
    except IsADirectoryError:
        raise FileMistakes([Mistake(str(path), None, "", "this is a folder; name the file in it")]) from None
    except PermissionError:
        raise FileMistakes(
            [Mistake(str(path), None, "", "the file may not be read; change its rights")]
        ) from None
    except UnicodeDecodeError:
        raise FileMistakes([Mistake(str(path), None, "", "save the file as UTF-8 text")]) from None

"""YAML with line numbers: what a person wrote, checked against a model, with errors that point at the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Path_ = tuple[str | int, ...]


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


def parse(text: str, file: str) -> tuple[Any, dict[Path_, int]]:
    """The plain data of a YAML text and the line of every key and item, counted from 1. Raises FileMistakes."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = error.problem or "it cannot be read"
        raise FileMistakes([Mistake(file, line, "", f"this is not valid YAML: {problem}")]) from None
    lines: dict[Path_, int] = {}
    if root is not None:
        _note_lines(root, (), lines, file)
    return data, lines


def _note_lines(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: str) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, key.value)
            if here in lines:
                raise FileMistakes(
                    [
                        Mistake(
                            file, key.start_mark.line + 1, str(key.value), "this key is here twice; keep one"
                        )
                    ]
                )
            lines[here] = key.start_mark.line + 1
            _note_lines(value, here, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(item, (*path, index), lines, file)


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
                Mistake(
                    file,
                    line_of(error["loc"], lines),
                    ".".join(str(part) for part in error["loc"]),
                    _remedy(error),
                )
                for error in errors.errors()
            ]
        ) from None


def line_of(path: Sequence[str | int], lines: dict[Path_, int]) -> int | None:
    """The line of the nearest key above `path` that is in the file."""
    here = tuple(path)
    while here not in lines and here:
        here = here[:-1]
    return lines.get(here)


def _remedy(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "this key is required; add it"
        case "extra_forbidden":
            return "this key is not known here; check its spelling or remove it"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            given = str(error["input"])
            shown = given if len(given) <= 60 else given[:57] + "…"
            return f"{error['msg']}; it says {shown!r}"


def read_text(path: Path) -> str:
    """The text of a file. Raises FileMistakes when it is not there or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FileMistakes([Mistake(str(path), None, "", "there is no such file")]) from None
    except IsADirectoryError:
        raise FileMistakes([Mistake(str(path), None, "", "this is a folder; name the file in it")]) from None
    except UnicodeDecodeError:
        raise FileMistakes([Mistake(str(path), None, "", "save the file as UTF-8 text")]) from None

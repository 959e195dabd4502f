"""Reads what the source says about itself beyond what Python keeps: annotations, words under a field, comments."""

import ast
import inspect
import io
import re
import textwrap
import tokenize
from enum import Enum
from typing import Any


def annotated(model: Any) -> dict[str, tuple[str, str]]:
    """Field → its annotation and the docstring under it, those of base classes included."""
    found: dict[str, tuple[str, str]] = {}
    for part in reversed(model.__mro__):
        if not part.__module__.startswith(("playbooks", "notifications")):
            continue
        body = _class_body(part)
        for statement, below in zip(body, [*body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                words = _string(below) if below is not None else ""
                found[statement.target.id] = (_type_in_words(statement.annotation), prose(words))
    return found


def _class_body(part: Any) -> list[ast.stmt]:
    definition = ast.parse(textwrap.dedent(inspect.getsource(part))).body[0]
    assert isinstance(definition, ast.ClassDef)
    return definition.body


def _type_in_words(annotation: ast.expr) -> str:
    words = ast.unparse(annotation)
    return re.sub(r"Annotated\[([^,]+), .*\]$", r"\1", words)


def _string(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return str(statement.value.value)
    return ""


def prose(words: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(words).split("\n\n")).strip()


def own_docstring(part: Any) -> str:
    """The docstring written in the class itself: none that is inherited."""
    return prose(_string(_class_body(part)[0]))


def comments_of(names: type[Enum]) -> dict[str, str]:
    """Member of an enumeration → the comment on its line."""
    found = dict.fromkeys(names.__members__, "")
    member = ""
    for token in tokenize.generate_tokens(io.StringIO(inspect.getsource(names)).readline):
        if token.type == tokenize.NAME and token.string in found:
            member = token.string
        elif token.type == tokenize.COMMENT and member:
            found[member] = token.string.lstrip("# ")
        elif token.type == tokenize.NEWLINE:
            member = ""
    return found

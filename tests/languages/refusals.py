"""What a page may refuse, found in the source: every sentence that an error carries, of all that its routes can reach."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from docs.write_catalogs import ROOT

PACKAGES = ("sectorlaunch", "playbooks", "notifications", "languages")
REFUSING = {"BadInput", "NotAllowed", "NotFound"}
"""The errors a page shows; what else goes wrong has a page of its own."""
HANDED_A_SENTENCE = {"one_of", "whole"}
"""Functions that refuse with the sentence they are handed last."""


@dataclass
class Module:
    """One module: what it defines, by name, and what its other names stand for."""

    name: str
    path: Path
    defined: dict[str, ast.AST] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


@cache
def module(name: str) -> Module | None:
    """A module of ours by its dotted name; None for any other name."""
    path = ROOT.joinpath(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if name.partition(".")[0] not in PACKAGES or not path.is_file():
        return None
    found = Module(name, path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                found.defined[node.name] = node
            case ast.ImportFrom(module=str(source)):
                for alias in node.names:
                    found.imported[alias.asname or alias.name] = f"{source}.{alias.name}"
            case ast.Assign(targets=[ast.Name(id=target)]):
                found.defined[target] = node
            case ast.AnnAssign(target=ast.Name(id=target)) if node.value is not None:
                found.defined[target] = node
    return found


def _of_ours(name: str) -> Module:
    found = module(name)
    assert found is not None, name
    return found


def reached(starts: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Module and name of all that is named, directly or not, by what is given."""
    waiting, seen = list(starts), set[tuple[str, str]]()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += _named_in(*one)
    return seen


def _named_in(module_name: str, name: str) -> Iterator[tuple[str, str]]:
    within = _of_ours(module_name)
    for node in ast.walk(within.defined[name]):
        match node:
            case ast.Name(id=own):
                yield from _resolved(within, own)
            case ast.Attribute(value=ast.Name(id=own), attr=attr):
                yield from _resolved(within, own, attr)


def _resolved(within: Module, own: str, attr: str = "") -> Iterator[tuple[str, str]]:
    if own in within.defined:
        yield within.name, own
    elif own in within.imported:
        dotted = within.imported[own]
        source, _, name = (f"{dotted}.{attr}" if module(dotted) else dotted).rpartition(".")
        home = module(source)
        if home is not None and name in home.defined:
            yield source, name
        elif home is not None and name in home.imported:
            yield from _resolved(home, name)


def refusals(module_name: str, name: str) -> Iterator[tuple[str, ast.expr, str | None]]:
    """Where something is refused: the place, the expression it is refused with, and its sentence; None for one made of pieces.

    A sentence that a name stands for is looked up; one that is handed in is asked for where it is handed in.
    """
    within = _of_ours(module_name)
    body = within.defined[name]
    arguments = {one.arg for node in ast.walk(body) if isinstance(node, ast.arguments) for one in node.args}
    for node in ast.walk(body):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id=kind), args=[said, *_])) if kind in REFUSING:
                pass
            case ast.Call(func=ast.Attribute(attr=called), args=[*_, said]) if called in HANDED_A_SENTENCE:
                pass
            case _:
                continue
        place = f"{within.path.relative_to(ROOT)}:{node.lineno}"
        if isinstance(said, ast.Name) and said.id in arguments:
            continue
        if isinstance(said, ast.Attribute) and said.attr == "sentence":
            continue
        for sentence in _sentences(within, body, said) or [None]:
            yield place, said, sentence


def _sentences(within: Module, body: ast.AST, said: ast.expr) -> list[str]:
    """The strings an expression stands for: its own, those of a name of the module, or of one assigned beside it."""
    if isinstance(said, ast.JoinedStr):
        return []
    if isinstance(said, ast.Name | ast.Subscript):
        name = said.id if isinstance(said, ast.Name) else ast.unparse(said.value)
        for home, local in _resolved(within, name):
            return _strings(_of_ours(home).defined[local])
        beside = [
            node
            for node in ast.walk(body)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
        ]
        return [words for node in beside for words in _strings(node)]
    return _strings(said)


def _strings(node: ast.AST) -> list[str]:
    return [
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]

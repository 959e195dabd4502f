"""Sentences and parts of them that code chooses, such as why somebody gets a letter: a key each, with its words beside it.

The words stand in `layout/en.yaml` and its like, one file a language, all with the same keys and the same fields in
braces.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from languages import Language

HERE = Path(__file__).parent


def say(language: Language, key: str, **fields: Any) -> str:
    """The phrase of a key, its fields filled in. Raises KeyError for a key the language lacks."""
    said = _phrases(language)[key].format_map(fields)
    return re.sub(r"\b(de|a) el ", _contracted, said) if language is Language.SPANISH else said


def _contracted(found: re.Match[str]) -> str:
    """Spanish says "del transporte", but "de El Paso"."""
    return "del " if found[1] == "de" else "al "


def has(language: Language, key: str) -> bool:
    """Whether there are words for a key."""
    return key in _phrases(language)


def industry(language: Language, name: str) -> str:
    """An industry as it reads inside a sentence: "manufacturing", but "IT". A language without a word for it says nothing."""
    if language is not Language.ENGLISH:
        known = f"industries.{name.casefold()}"
        return say(language, known) if has(language, known) else ""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def all_of(language: Language) -> Mapping[str, str]:
    """Every phrase by its key, its parts joined by dots: "why.convener"."""
    return dict(_phrases(language))


@cache
def _phrases(language: Language) -> Mapping[str, str]:
    """Everything in the file is a word: its `on` is no truth value, as YAML would otherwise have it."""
    file = HERE / "layout" / f"{language.short}.yaml"
    return dict(_flat("", yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)))


def _flat(before: str, found: Any) -> list[tuple[str, str]]:
    if isinstance(found, Mapping):
        return [
            pair
            for key, value in found.items()
            for pair in _flat(f"{before}.{key}" if before else key, value)
        ]
    return [(before, found)]

"""What a form was made from, so that two who change the same thing at once lose nothing of each other.

A page gives each form a fingerprint of every field as it stood on record. When the form comes back, a field that only
its writer changed is taken, one that only somebody else changed stays as it is on record, and one that both changed is
shown with both.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from languages.catalogs import mark
from sectorlaunch.errors import BadInput

FIELD = "made_from"
"""The name of the hidden field."""
_SIGN = "fields"
_LENGTH = 12
"""Hexadecimal digits of a fingerprint: two texts of one field do not share one by chance."""


@dataclass(frozen=True)
class OnRecord:
    """The fields of a form as they are on record, in the words a form has for them."""

    fields: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    """What a field is called where it is not its name."""
    together: tuple[tuple[str, ...], ...] = ()
    """Fields that make sense only together, such as a day and its hour: changed in one, changed in all."""
    blank_keeps: bool = False
    """Whether a field left empty stays as it is."""
    is_acted_on: bool = False
    """Whether the form does something with what it shows, rather than writing it anew: sends it, sets it aside."""

    @property
    def version(self) -> str:
        """Never empty, so that a form made from nothing differs from one that does not say what it was made from."""
        return " ".join([_SIGN, *(f"{name}:{_fingerprint(words)}" for name, words in self.fields.items())])

    def label(self, name: str) -> str:
        return self.labels.get(name) or name.replace("_", " ").capitalize()

    @property
    def matters(self) -> list[tuple[str, ...]]:
        """The fields, those that belong together as one."""
        grouped = {name: group for group in self.together for name in group}
        return list(dict.fromkeys(grouped.get(name, (name,)) for name in self.fields))


@dataclass(frozen=True)
class Difference:
    """A field that was changed on record and in the form."""

    label: str
    kept: str
    typed: str


class Overtaken(BadInput):
    """Somebody else has changed it since the page was opened; nothing was stored."""

    def __init__(self, message: str, differences: tuple[Difference, ...] = ()) -> None:
        super().__init__(message)
        self.differences = differences


BOTH = mark(
    "Somebody else has changed this since you opened the page, so nothing was stored yet. "
    "Compare the two below; send it again to put yours in its place."
)
LOOK_AGAIN = mark(
    "Somebody else has changed this since you opened the page, so nothing was done yet. "
    "Look at it as it is now; if it is right, press once more."
)
NO_VERSION = mark(
    "This form does not say what it was made from, so nothing was stored. Load the page again, then send it."
)


def settle(form: dict[str, str], now: OnRecord) -> None:
    """Brings a form in line with what is on record now: fields its writer left alone become those of the record.

    Raises Overtaken, with both, where a field was changed here and there; BadInput for a form without a version.
    """
    made_from = _read(form.get(FIELD, ""))
    if made_from is None:
        raise BadInput(NO_VERSION)
    if now.is_acted_on:
        if any(_has_changed(made_from, name, kept) for name, kept in now.fields.items()):
            raise Overtaken(LOOK_AGAIN)
        return
    differences = []
    for matter in now.matters:
        kept = {name: now.fields[name] for name in matter}
        typed = {name: form.get(name, "") for name in matter}
        if now.blank_keeps:
            typed = {name: words if words.strip() else kept[name] for name, words in typed.items()}
        if _plain(typed) == _plain(kept) or not any(
            _has_changed(made_from, name, words) for name, words in kept.items()
        ):
            continue
        if any(_has_changed(made_from, name, words) for name, words in typed.items() if name in made_from):
            differences += [Difference(now.label(name), kept[name], typed[name]) for name in matter]
        else:
            form.update(kept)
    if differences:
        raise Overtaken(BOTH, tuple(differences))


def _has_changed(made_from: Mapping[str, str], name: str, words: str) -> bool:
    return made_from.get(name) != _fingerprint(words)


def _plain(fields: Mapping[str, str]) -> list[str]:
    return [_normal(words) for words in fields.values()]


def _normal(words: str) -> str:
    """Browsers send line ends of their own, and nobody means the blanks at an end."""
    return words.replace("\r\n", "\n").strip()


def _fingerprint(words: str) -> str:
    return hashlib.sha256(_normal(words).encode()).hexdigest()[:_LENGTH]


def _read(version: str) -> dict[str, str] | None:
    sign, *pairs = version.split() or [""]
    return (
        {name: mark for name, _, mark in (pair.rpartition(":") for pair in pairs)} if sign == _SIGN else None
    )

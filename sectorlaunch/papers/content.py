"""A sheet of paper as data: a title, what stands under it, and what people wrote, read as paragraphs and lists."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from languages import DEFAULT, Language, formatting
from notifications.phrases import say

LONGEST_HEADING = 60
"""A short line that stands alone and ends like no sentence is a heading, as in the letters."""
_BULLET = re.compile(r"^\s*[-*•]\s+")
_SENTENCE_ENDS = (".", ",", ":", ";", "?", "!", "…")


@dataclass(frozen=True)
class Heading:
    words: str
    kind: str = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph; its line breaks are kept."""

    lines: tuple[str, ...]
    kind: str = "words"


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[str, ...] = ()
    """As wide as its words ("auto") or a share of the rest ("1fr"), for each column; empty: even shares."""
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG), with what it shows in words for those who do not see it."""

    svg: str
    words: str
    kind: str = "picture"


@dataclass(frozen=True)
class Callout:
    """The one thing to be seen first."""

    title: str
    words: str
    kind: str = "callout"


Block = Heading | Words | Items | Table | Picture | Callout


@dataclass(frozen=True)
class Paper:
    """One document as it goes on paper."""

    name: str
    """What its file is called, with the partnership's short name before it: "agenda"."""
    title: str
    facts: tuple[str, ...]
    """What stands under the title: what it is, as of when, for which meeting."""
    blocks: tuple[Block, ...]
    partnership: str
    slug: str
    made_on: date
    large: bool = False
    """Larger type, for what is read standing."""
    language: Language = DEFAULT
    """That of whoever it is made for."""

    @property
    def file_name(self) -> str:
        return f"{self.slug}-{self.name}-{self.made_on.isoformat()}.pdf"

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {
            "made_on": formatting.plain_day(self.language, self.made_on),
            "language": self.language.short,
            "of": say(self.language, "paper.page of"),
        }


def blocks_of(words: str) -> tuple[Block, ...]:
    """What somebody wrote as plain text: an empty line parts paragraphs, "- " begins an item, a short line alone is a heading."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip()):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        if lines:
            found += _part(lines)
    return tuple(found)


def _part(lines: Sequence[str]) -> list[Block]:
    if len(lines) == 1 and _is_heading(lines[0]):
        return [Heading(lines[0].strip().lstrip("# "))]
    found: list[Block] = []
    plain, items = list[str](), list[str]()
    for line in lines:
        if _BULLET.match(line):
            if plain:
                found.append(_before_items(plain))
                plain = []
            items.append(_BULLET.sub("", line).strip())
        elif items and line.startswith("  "):
            items[-1] += " " + line.strip()
        else:
            if items:
                found.append(Items(tuple(items)))
                items = []
            plain.append(line.strip())
    if items:
        found.append(Items(tuple(items)))
    if plain:
        found.append(Words(tuple(plain)))
    return found


def _before_items(lines: Sequence[str]) -> Block:
    """A short line with a colon at its end announces a list as a heading does."""
    announced = lines[0].removesuffix(":")
    is_announced = len(lines) == 1 and announced != lines[0] and len(announced) <= LONGEST_HEADING
    return Heading(announced) if is_announced and announced.strip() else Words(tuple(lines))


def _is_heading(line: str) -> bool:
    words = line.strip()
    return (
        len(words) <= LONGEST_HEADING
        and not _BULLET.match(line)
        and not words.endswith(_SENTENCE_ENDS)
        and bool(words.lstrip("# "))
    )

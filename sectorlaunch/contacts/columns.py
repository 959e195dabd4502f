"""What the columns of a list mean, by the words people and programs call them, in four languages.

One vocabulary for every program: a column is known by its wording, not by whose export it stands in. Where a word can
mean two things (“Name” of a company or a person, “Title” as Mr or as president), the other columns and the first rows
decide. What is not known is never guessed: it is named in the report, or matched by hand.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sectorlaunch.contacts.meanings import SEVERAL, WORDS, Meaning

ROWS_LOOKED_AT = 20
"""From the top: where the header is looked for, and the cells that say what an unclear column holds."""


_BY_WORD = {word: meaning for meaning, words in WORDS.items() for word in words.split("|")}
_WHOSE = re.compile(
    r"^(?:rep|representative|attendee|registrant|executive|exec|main contact|primary contact|contact|owner|delegate"
    r"|participant|ceo|individual|person|work|business|primary|organization 1)s? (?=.)"
)
_NOT_THEIRS = re.compile(
    r"^(?:buyer|billing|account owner|contact owner|record owner|managers?|created by|spouse)\b"
)
_EMAIL = re.compile(r"\b(?:email|emails|mail|mailadresse|courriel|correo|messagerie)\b")
_PHONE = re.compile(
    r"\b(?:phone|phones|telephone|telefon|telefono|telefonos|tel|mobile|mobil|mobiltelefon|handy|cell|cellphone|celular"
    r"|movil|portable|direct|direct line|number combined)\b"
)
_ABOUT_IT = re.compile(
    r"\b(?:type|typ|tipo|label|display|angezeigter|angezeigt|pour|affichage|para|mostrar|status|estado|verified|count|opt|opted|domain|source|quality"
    r"|extension|ext|consent|greeting|sent|opened|clicked|campaign|last|date|id|bounce|hard|owner|format)\b"
)
_NEVER = re.compile(r"\b(?:fax|faxnummer|telecopie|pager|telex|callback|radio|tty|tdd|isdn|beeper)\b")
_ASSISTANT = re.compile(
    r"\b(?:assistants?|assistentin|assistent|assistente|assistante|asistente|ea|pa|secretary)\b"
)
_BARE = {"work", "home", "other", "primary", "office", "bureau", "oficina"}
"""Columns of numbers by some programs, and of other things elsewhere: their cells say it."""
_NUMBER = re.compile(r"[+(]?[\d\s().+/-]{7,}(?:\s*(?:x|ext\.?)\s*\d+)?")
_HONORIFICS = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "hon", "sir", "herr", "frau", "m", "mme", "sr", "sra", "srta"}  # fmt: skip
_PRIVATE = re.compile(
    r"\b(?:home|private|privat|personal|domicile|domicilio|casa|other|car|alternate|secondary)\b"
)
_WISHES = {
    Meaning.NO_CONTACT,
    Meaning.NO_MAIL,
    Meaning.NO_CALLS,
    Meaning.PERMISSION,
    Meaning.BOUNCED,
    Meaning.DIED,
}


def plain(cell: str) -> str:
    """A header cell as it is compared: small letters without marks, numbers and signs; “E-Mail 2: Adresse” is “email adresse”."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell).casefold()
    letters = "".join(x for x in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(x))
    words = re.sub(r"[^\w]+|_", " ", letters.replace("'", "").replace("\u2019", ""))
    together = re.sub(r"\be mail\b", "email", words)
    return " ".join(word for word in together.split() if not word.isdigit())


@dataclass(frozen=True)
class Match:
    """The columns of a list, in their order, and what each means."""

    header: tuple[str, ...]
    meanings: tuple[Meaning | None, ...]

    @property
    def names_people(self) -> bool:
        return Meaning.FULL_NAME in self.meanings or {Meaning.GIVEN, Meaning.FAMILY} <= set(self.meanings)

    @property
    def reaches_people(self) -> bool:
        return Meaning.EMAIL in self.meanings or Meaning.PHONE in self.meanings

    @property
    def is_enough(self) -> bool:
        return self.names_people and self.reaches_people

    @property
    def known(self) -> int:
        return sum(meaning is not None for meaning in self.meanings)

    @cached_property
    def _places(self) -> Mapping[Meaning, tuple[int, ...]]:
        """Where each meaning stands: in the order of the columns, what is private last."""
        meant = [(at, meaning) for at, meaning in enumerate(self.meanings) if meaning is not None]
        in_order = sorted(meant, key=lambda one: _PRIVATE.search(plain(self.header[one[0]])) is not None)
        return {known: tuple(at for at, meaning in in_order if meaning is known) for _, known in meant}

    def under(self, cells: Sequence[str], meaning: Meaning) -> Iterator[tuple[str, str]]:
        """What a row says under a meaning, without blanks, each with the column's own name."""
        for at in self._places.get(meaning, ()):
            if at < len(cells) and (text := cells[at].strip()):
                yield self.header[at].strip(), text

    def texts(self, cells: Sequence[str], meaning: Meaning) -> tuple[str, ...]:
        return tuple(text for _, text in self.under(cells, meaning))

    def text(self, cells: Sequence[str], meaning: Meaning) -> str:
        return next(iter(self.texts(cells, meaning)), "")


@dataclass(frozen=True)
class _Column:
    word: str
    values: tuple[str, ...]
    """What the first rows say in it, without blanks."""


def match(header: Sequence[str], rows: Sequence[Sequence[str]] = (), *, above: Sequence[str] = ()) -> Match:
    """What the columns of a header mean. `rows` are the first ones below it, `above` the line of groups over it."""
    columns = [
        _Column(plain(cell), tuple(row[at].strip() for row in rows if at < len(row) and row[at].strip()))
        for at, cell in enumerate(header)
    ]
    groups = _groups(above, len(header))
    meanings = [_meaning(column, group) for column, group in zip(columns, groups, strict=True)]
    for settle in (_titles, _spanish_names, _company_or_person, _once):
        settle(columns, meanings)
    return Match(tuple(header), tuple(meanings))


def by_hand(header: Sequence[str], told: Mapping[str, Meaning | None], found: Match) -> Match:
    """The same with what the convener said of single columns, by the header's own words."""
    meanings = tuple(
        told.get(cell.strip(), means) for cell, means in zip(header, found.meanings, strict=True)
    )
    return Match(tuple(header), meanings)


def _meaning(column: _Column, group: str) -> Meaning | None:
    for word in (f"{group} {column.word}" if group and column.word == "name" else "", column.word):
        if word and (found := _by_wording(word)):
            return found
    if column.word in _BARE and _most(column.values, lambda value: _NUMBER.fullmatch(value) is not None):
        return Meaning.PHONE
    return None


def _by_wording(word: str) -> Meaning | None:
    if _NOT_THEIRS.search(word):
        return None
    if word in _BY_WORD:
        return _BY_WORD[word]
    if _NEVER.search(word):
        return None
    if _ASSISTANT.search(word):
        return _assistants(word)
    theirs = _WHOSE.sub("", word)
    if theirs in _BY_WORD:
        return _BY_WORD[theirs]
    if _ABOUT_IT.search(theirs):
        return None
    if _EMAIL.search(theirs):
        return Meaning.EMAIL
    if _PHONE.search(theirs):
        return Meaning.PHONE
    return Meaning.FULL_NAME if theirs.startswith("name ") else None


def _assistants(word: str) -> Meaning | None:
    if _ABOUT_IT.search(word):
        return None
    if _EMAIL.search(word):
        return Meaning.ASSISTANT_EMAIL
    return Meaning.ASSISTANT_PHONE if _PHONE.search(word) else Meaning.ASSISTANT_NAME


def _groups(above: Sequence[str], width: int) -> list[str]:
    """A line of groups over the header, each holding until the next: “Contact,,Company,,Reach”."""
    groups, last = [], ""
    for at in range(width):
        last = plain(above[at]) if at < len(above) and above[at].strip() else last
        groups.append(last)
    return groups


def _titles(columns: Sequence[_Column], meanings: list[Meaning | None]) -> None:
    """“Title” is Mr or Dr beside a column for the job, or where its cells say so."""
    jobs = [at for at, means in enumerate(meanings) if means is Meaning.JOB_TITLE]
    for at in jobs:
        if columns[at].word != "title":
            continue
        honorific = _most(columns[at].values, lambda value: value.rstrip(".").casefold() in _HONORIFICS)
        if len(jobs) > 1 or (columns[at].values and honorific):
            meanings[at] = Meaning.HONORIFIC


def _spanish_names(columns: Sequence[_Column], meanings: list[Meaning | None]) -> None:
    """“Nombre” and “Nom” are the first and the last name beside “Apellido” and “Prénom”, else the whole."""
    for at, column in enumerate(columns):
        if column.word == "nombre":
            meanings[at] = Meaning.GIVEN if Meaning.FAMILY in meanings else Meaning.FULL_NAME
        elif column.word == "nom":
            meanings[at] = Meaning.FAMILY if Meaning.GIVEN in meanings else Meaning.FULL_NAME


def _company_or_person(columns: Sequence[_Column], meanings: list[Meaning | None]) -> None:
    """“Name” beside a person's own column is the company's, where there is none for it and the rows do not say otherwise."""
    if Meaning.ORGANIZATION in meanings:
        return
    full = [at for at, means in enumerate(meanings) if means is Meaning.FULL_NAME]
    plain_ones = [at for at in full if columns[at].word == "name"]
    in_parts = {Meaning.GIVEN, Meaning.FAMILY} <= set(meanings)
    if len(plain_ones) != 1 or not (in_parts or len(full) > 1):
        return
    (at,) = plain_ones
    if in_parts and columns[at].values:
        given = columns[meanings.index(Meaning.GIVEN)].values
        if any(first in value for value, first in zip(columns[at].values, given, strict=False)):
            return
    if columns[at].values:
        meanings[at] = Meaning.ORGANIZATION


def _once(columns: Sequence[_Column], meanings: list[Meaning | None]) -> None:
    """Of two columns of one meaning the fuller is read, and the other one named; a list may have several addresses."""
    for meaning, count in Counter(means for means in meanings if means).items():
        if count == 1 or meaning in SEVERAL or meaning in _WISHES:
            continue
        places = [at for at, means in enumerate(meanings) if means is meaning]
        kept = max(places, key=lambda at: (len(columns[at].values), -at))
        for at in places:
            if at != kept:
                meanings[at] = None


def _most(values: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, values)) * 2 >= len(values) > 0

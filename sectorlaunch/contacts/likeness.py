"""Entries that may be one person: proposed with a reason, never decided here.

Only entries that share something are compared (an address, a number, a name, the beginning of a company, a mail
domain), so that ten thousand take seconds and not hours.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz, process

from sectorlaunch.contacts import mail_domains

NEAR_NAME, NEAR_COMPANY, LIKE_NAME = 88, 88, 75
"""Likeness in hundredths: a slip of the pen, another way to write a company, the same person at one telephone."""
CROWD = 300
"""Entries that share one thing, such as a mail domain, above which only neighbors by name are compared."""
NEIGHBORS = 30

_TITLES = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "hon",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "mba",
    "esq",
}
_LEGAL = {"inc", "incorporated", "llc", "ltd", "limited", "co", "company", "corp", "corporation", "gmbh", "plc", "lp", "llp", "the", "and", "of"}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is on record of one entry. `organization` is empty for somebody who stands for themselves."""

    id: int
    name: str
    email: str = ""
    phone: str = ""
    organization: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word in _words(self.name) if word not in _TITLES)

    @cached_property
    def name_key(self) -> str:
        return " ".join(sorted(self.words))

    @cached_property
    def spoken(self) -> str:
        return " ".join(self.words)

    @cached_property
    def company(self) -> str:
        return " ".join(word for word in _words(self.organization) if word not in _LEGAL)

    @cached_property
    def address(self) -> str:
        """Without what a mail server ignores: a tag behind a plus sign, and dots at Gmail."""
        local, _, domain = self.email.casefold().partition("@")
        local = local.partition("+")[0]
        if domain in ("gmail.com", "googlemail.com"):
            local, domain = local.replace(".", ""), "gmail.com"
        return f"{local}@{domain}" if local and domain else ""

    @cached_property
    def domain(self) -> str:
        domain = self.email.casefold().partition("@")[2]
        return "" if domain in mail_domains.ANYBODYS else domain

    @cached_property
    def number(self) -> str:
        digits = re.sub(r"\D", "", re.split(r"(?i)x|ext", self.phone)[0])
        return digits[-10:] if len(digits) >= 7 else ""


@dataclass(frozen=True)
class Likely:
    first: Known
    second: Known
    why: str
    likeness: int
    """From 0 to 100; the highest are shown first."""


def likely(entries: Sequence[Known]) -> list[Likely]:
    """Pairs that may be one person, the likeliest first."""
    found = [pair for first, second in _candidates(entries) if (pair := _compare(first, second))]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first.id, pair.second.id))


def _candidates(entries: Iterable[Known]) -> Iterator[tuple[Known, Known]]:
    sharing: dict[tuple[str, str], list[Known]] = {}
    for entry in entries:
        for key in _shared_things(entry):
            sharing.setdefault(key, []).append(entry)
    seen: set[tuple[int, int]] = set()
    for (kind, _), group in sharing.items():
        for first, second in _alike(group) if kind in _SHARED_BY_MANY else _pairs(group):
            one, other = (first, second) if first.id < second.id else (second, first)
            if (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other


_SHARED_BY_MANY = ("company", "domain")


def _shared_things(entry: Known) -> Iterator[tuple[str, str]]:
    for kind, value in (
        ("address", entry.address),
        ("name", entry.name_key),
        ("initial", f"{entry.words[0][0]} {entry.words[-1]}" if len(entry.words) > 1 else ""),
        ("number", entry.number),
        ("company", entry.company[:4]),
        ("domain", entry.domain),
    ):
        if value:
            yield kind, value


def _alike(group: list[Known]) -> Iterator[tuple[Known, Known]]:
    """Those of one company or domain whose names are alike."""
    if len(group) > CROWD:
        yield from _pairs(group)
        return
    names = [entry.name_key for entry in group]
    for index, entry in enumerate(group[:-1]):
        rest = names[index + 1 :]
        near = process.extract(entry.name_key, rest, scorer=fuzz.ratio, score_cutoff=LIKE_NAME, limit=None)
        for _, _, position in near:
            yield entry, group[index + 1 + position]


def _pairs(group: list[Known]) -> Iterator[tuple[Known, Known]]:
    if len(group) <= CROWD:
        yield from combinations(group, 2)
        return
    in_order = sorted(group, key=lambda entry: entry.name_key)
    for index, entry in enumerate(in_order):
        for other in in_order[index + 1 : index + 1 + NEIGHBORS]:
            yield entry, other


def _compare(first: Known, second: Known) -> Likely | None:
    if first.address and first.address == second.address:
        return Likely(first, second, "the same address", 100)
    alike = _name_likeness(first, second)
    if alike < LIKE_NAME:
        return None
    if first.number and first.number == second.number:
        return Likely(first, second, "the same telephone number and a like name", 80 + alike // 10)
    if alike < NEAR_NAME:
        return None
    same = "the same name" if alike == 100 else "nearly the same name"
    if first.company and second.company:
        company = fuzz.ratio(first.company, second.company)
        if company >= NEAR_COMPANY:
            also = "company" if company == 100 else "nearly the same company"
            return Likely(first, second, f"{same} and {also}", int((alike + company) / 2) - 1)
    elif alike == 100:
        return Likely(first, second, "the same name, and one of them without a company", 85)
    if first.domain and first.domain == second.domain:
        return Likely(first, second, f"{same} and addresses of one domain", alike - 5)
    return None


def _name_likeness(first: Known, second: Known) -> int:
    if not first.words or not second.words:
        return 0
    if first.name_key == second.name_key:
        return 100
    if _is_initial_of(first.words, second.words) or _is_initial_of(second.words, first.words):
        return 90
    sorted_ones = fuzz.ratio(first.name_key, second.name_key, score_cutoff=LIKE_NAME)
    as_written = fuzz.ratio(first.spoken, second.spoken, score_cutoff=LIKE_NAME)
    return min(99, int(max(sorted_ones, as_written)))


def _is_initial_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """J. Alder and Jane Alder, or Jane M. Alder and Jane Alder."""
    if len(short) < 2 or len(long) < 2 or short[-1] != long[-1]:
        return False
    if len(short[0]) == 1 and long[0].startswith(short[0]):
        return True
    return short[0] == long[0] and len(short) != len(long)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    without_marks = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", without_marks.replace("'", "").replace("’", ""))

"""Values people type: read tolerantly, checked strictly, with a sentence that says what to write instead.

Every function takes what was typed and returns what is kept, or raises ValueError with the remedy.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email

from languages import Language
from notifications.mail_address import comparable
from sectorlaunch.tables import RoleKind, Sector
from sectorlaunch.tables.columns import SHORT

Kind = TypeVar("Kind", bound=StrEnum)

PHONE_LENGTH = 40
_LEFT_BY_COPYING = dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x00AD))
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = ("Cc", "Cs", "Co", "Cn")
_PHONE = re.compile(r"[\d\s+().,/#-]|(?:ext|x)", re.IGNORECASE)

_OTHER_WORDS_FOR_SECTORS = {
    "industry": Sector.BUSINESS,
    "company": Sector.BUSINESS,
    "workforce": Sector.WORKFORCE,
    "economic": Sector.ECONOMIC,
    "labour": Sector.LABOR,
    "union": Sector.LABOR,
    "community based": Sector.COMMUNITY,
    "public": Sector.GOVERNMENT,
}
_OTHER_WORDS_FOR_ROLES = {
    "expert": RoleKind.EXPERT,
    "guest": RoleKind.BUSINESS_LEADER,
    "business": RoleKind.BUSINESS_LEADER,
    "partner": RoleKind.PUBLIC_PARTNER,
    "supporter": RoleKind.NETWORK_SUPPORTER,
    "team": RoleKind.SUPPORT_TEAM,
}

_LANGUAGES = {
    "english": Language.ENGLISH,
    "en": Language.ENGLISH,
    "eng": Language.ENGLISH,
    "ingles": Language.ENGLISH,
    "spanish": Language.SPANISH,
    "es": Language.SPANISH,
    "spa": Language.SPANISH,
    "espanol": Language.SPANISH,
    "castellano": Language.SPANISH,
}


def sentence(remedy: Exception) -> str:
    """What a function here raises, as a sentence of its own."""
    words = str(remedy)
    return f"{words[:1].upper()}{words[1:]}."


def one_line(value: object) -> str:
    """Text on one line, spaces tidied, at most 200 characters.

    Marks of no width that copying leaves behind are dropped; those that turn the direction of what follows
    are refused, for they make a text read as another one.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("write words here, in quotation marks if it looks like a number, a date or yes/no")
    text = unicodedata.normalize("NFC", str(value)).translate(_LEFT_BY_COPYING)
    text = " ".join(text.split())
    if any(unicodedata.category(letter) in _INVISIBLE or letter in _TURNING for letter in text):
        raise ValueError("there is an invisible control character in it; type it again by hand")
    if len(text) > SHORT:
        raise ValueError(f"it has {len(text)} characters; shorten it to {SHORT}")
    return text


def filled_line(value: object) -> str:
    text = one_line("" if value is None else value)
    if not text:
        raise ValueError("it is empty; fill it in")
    return text


def email_address(value: object) -> str:
    """An e-mail address in the form all addresses are compared in, its domain in ASCII. Its syntax and length are
    checked (64 characters before the @, 254 in all: RFC 5321); nobody is asked whether it exists."""
    text = filled_line(value)
    try:
        return comparable(validate_email(text, check_deliverability=False, strict=True).normalized)
    except EmailNotValidError as error:
        raise ValueError(f"“{shown(text)}” is not an e-mail address: {_first_lower(str(error))}") from None


def phone_number(value: object) -> str:
    text = one_line("" if value is None else value)
    if not text:
        return ""
    if _PHONE.sub("", text) or sum(letter.isdigit() for letter in text) < 7:
        raise ValueError(
            f"“{shown(text)}” is not a telephone number; write it with its area code, such as 970-555-0100"
        )
    if len(text) > PHONE_LENGTH:
        raise ValueError(f"“{shown(text)}” is too long for a telephone number; keep one number")
    return text


def sector(value: object) -> Sector:
    return one_of(value, Sector, _OTHER_WORDS_FOR_SECTORS, "a sector")


def optional_sector(value: object) -> Sector | None:
    return None if value is None else sector(value)


def role(value: object) -> RoleKind:
    return one_of(value, RoleKind, _OTHER_WORDS_FOR_ROLES, "a role")


def one_of(value: object, kind: type[Kind], other_words: dict[str, Kind], what: str) -> Kind:
    text = filled_line(value)
    word = " ".join(re.sub(r"[_/-]+", " ", text).casefold().split())
    by_word = {" ".join(member.value.replace("-", " ").split()): member for member in kind}
    if found := by_word.get(word) or other_words.get(word):
        return found
    raise ValueError(
        f"“{shown(text)}” is not {what} known here; {did_you_mean(word, [str(m) for m in kind])}"
    )


def whole_number(low: int, high: int) -> Callable[[object], int]:
    """Reads a whole number from `low` to `high`."""

    def read(value: object) -> int:
        if not re.fullmatch(r"-?\d{1,12}", str(value)):
            raise ValueError(
                f"“{shown(value)}” is not a whole number; write digits only, such as {max(low, 10)}"
            )
        if not low <= (number := int(str(value))) <= high:
            raise ValueError(f"{number} is out of reach; write a number from {low} to {high}")
        return number

    return read


def shown(value: object) -> str:
    """What somebody wrote, short enough for a sentence."""
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def optional_role(value: object) -> RoleKind | None:
    return None if value is None else role(value)


def optional_email(value: object) -> str | None:
    return None if value is None else email_address(value)


def language(value: object) -> Language:
    """One of ours, by its name in either tongue or its code: “Spanish”, “español”, “es”, “es-US”."""
    text = filled_line(value)
    word = re.split(r"[-_]", text.casefold())[0].replace("ñ", "n")
    if found := _LANGUAGES.get(word):
        return found
    named = " or ".join(one.english_name for one in Language)
    raise ValueError(f"“{shown(text)}” is no language letters are written in; choose {named}")


def optional_language(value: object) -> Language | None:
    return None if value is None else language(value)


def yes_or_no(value: object) -> bool:
    """Whether it says yes. Blank is no."""
    word = str(value or "").strip().casefold()
    if word in ("yes", "y", "true", "1", "x"):
        return True
    if word in ("", "no", "n", "false", "0"):
        return False
    raise ValueError(f"“{value!s}” is neither yes nor no; write one of the two")


def time_zone(value: object) -> str:
    """The IANA name of a time zone, such as America/Denver."""
    text = filled_line(value)
    names = _zone_names()
    if text in names:
        return text
    by_lower_case = {name.casefold(): name for name in names}
    cities = {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in sorted(names)}
    asked = text.replace(" ", "_").casefold()
    near = (
        by_lower_case.get(asked)
        or cities.get(text.rpartition("/")[2].replace("_", " ").casefold())
        or next(iter(get_close_matches(asked, list(by_lower_case), n=1, cutoff=0.7)), None)
    )
    hint = (
        f"did you mean {by_lower_case.get(near or '', near)}?" if near else "write one such as America/Denver"
    )
    raise ValueError(f"“{shown(text)}” is not the name of a time zone; {hint}")


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    ) | {"UTC"}


def nearest(word: str, among: Iterable[str]) -> str | None:
    """The name most like `word`, if any is like it at all."""
    names = {name.casefold(): name for name in among}
    found = get_close_matches(word.casefold(), list(names), n=1, cutoff=0.6)
    return names[found[0]] if found else None


def did_you_mean(word: str, among: Sequence[str]) -> str:
    """The end of a remedy: the nearest right name, or all of them."""
    near = nearest(word, among)
    return f"did you mean “{near}”?" if near else "choose one of " + ", ".join(among)


def _first_lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]

"""A person's name as lists write it: “Finch, Ollie”, “MARA LARKSPUR”, “Dr. Quill Ashgrove, MD”; and what is no person.

The parts are found by the library nameparser, for names in Latin letters. Others stay as they are written.
"""

import re
import unicodedata
from dataclasses import dataclass

from nameparser import HumanName

_LEGAL_FORM = re.compile(
    r"(?:^|[\s,])(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|company|co|gmbh|plc|llp|lp|ag|s\.?a|s\.?l"
    r"|& sons|& co|industries|enterprises|holdings)\.?$",
    re.IGNORECASE,
)
_SCOTS = re.compile(r"\bM(?:a)?c(?=[A-Z])")


@dataclass(frozen=True)
class PersonName:
    """The parts of a name; `given` is empty where it cannot be told for sure."""

    whole: str
    """In the order it is spoken in, with title and suffix, capitals mended."""
    given: str = ""


def read(text: str) -> PersonName:
    """The name in a text of one line. What cannot be taken apart is given back as it is."""
    if not text or not _is_latin(text):
        return PersonName(text)
    name = HumanName(text)
    if not name.first or not name.last:
        return PersonName(text)
    if _is_shouted(text):
        name.capitalize(force=True)
        whole = _spoken(name)
    else:
        whole = _spoken(name) if _family_comes_first(text, name) else text
    if _letters(whole) != _letters(text):
        return PersonName(text)
    return PersonName(whole, name.first if _is_sure(name) else "")


def is_company(text: str) -> bool:
    """Whether it ends like the name of a company: Inc., LLC, GmbH, & Sons."""
    return _LEGAL_FORM.search(text.strip()) is not None


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha())


def _is_shouted(text: str) -> bool:
    """All in capitals, or all in small letters; “McDONALD, RON” is shouted too."""
    words = _SCOTS.sub(lambda found: found[0].upper(), text)
    return (words.isupper() or text.islower()) and len(text.split()) > 1


def _family_comes_first(text: str, name: HumanName) -> bool:
    before, comma, _ = text.partition(",")
    return bool(comma) and before.strip().endswith(name.last) and name.first not in before


def _letters(text: str) -> list[str]:
    return sorted(letter for letter in text.casefold() if letter.isalnum())


def _spoken(name: HumanName) -> str:
    spoken = " ".join(part for part in (name.title, name.first, name.middle, name.last) if part)
    with_nickname = f"{spoken} ({name.nickname})" if name.nickname else spoken
    return f"{with_nickname}, {name.suffix}" if name.suffix else with_nickname


def _is_sure(name: HumanName) -> bool:
    """An initial is no given name, and “Mary Ann Smith” may be Mary or Mary Ann."""
    middle = [word for word in name.middle.split() if len(word.rstrip(".")) > 1]
    return len(name.first.rstrip(".")) > 1 and "." not in name.first.rstrip(".") and not middle

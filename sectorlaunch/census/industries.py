"""NAICS codes of the census: their levels, what lies within what, and plain names."""

import re
from collections.abc import Collection, Iterable, Mapping

from languages import DEFAULT, Language
from notifications import phrases
from sectorlaunch.census.frame import SECTOR, SIX_DIGITS
from sectorlaunch.census.subsectors import SUBSECTORS
from sectorlaunch.errors import BadInput

SECTORS = {
    "11": "Agriculture, forestry, fishing and hunting",
    "21": "Mining, quarrying, oil and gas extraction",
    "22": "Utilities",
    "23": "Construction",
    "31-33": "Manufacturing",
    "42": "Wholesale trade",
    "44-45": "Retail trade",
    "48-49": "Transportation and warehousing",
    "51": "Information",
    "52": "Finance and insurance",
    "53": "Real estate, rental and leasing",
    "54": "Professional, scientific and technical services",
    "55": "Management of companies",
    "56": "Administrative, support and waste services",
    "61": "Educational services",
    "62": "Health care and social assistance",
    "71": "Arts, entertainment and recreation",
    "72": "Accommodation and food services",
    "81": "Other services",
    "92": "Public administration",
    "99": "Unclassified",
}
UNCLASSIFIED = "99"
LEVELS = {
    SECTOR: "sectors",
    5: "three-digit industries",
    6: "four-digit industries",
    7: "five-digit industries",
} | {SIX_DIGITS: "six-digit industries"}
_PREFIX = re.compile(r"^(NAICS\d*\s+)?[\d-]+\s+")


def level_of(code: str) -> int:
    """4 for a sector, to 8 for six digits. Raises BadInput for what is no NAICS code of the census."""
    if code in SECTORS:
        return SECTOR
    if re.fullmatch(r"[1-9]\d{2,5}", code) and sector_of(code) in SECTORS:
        return len(code) + 2
    inside = next((sector for sector in SECTORS if code in prefixes(sector)), None)
    hint = f"it belongs to {inside}" if inside else "such as 31-33, 62 or 332"
    raise BadInput(f"“{code}” is not an industry of the census; {hint}.")


def prefixes(code: str) -> tuple[str, ...]:
    """How the codes within an industry begin: 31, 32 and 33 for 31-33."""
    low, _, high = code.partition("-")
    return tuple(str(number) for number in range(int(low), int(high) + 1)) if high else (code,)


def sector_of(code: str) -> str:
    """The sector an industry belongs to."""
    return next((sector for sector in SECTORS if code == sector or code[:2] in prefixes(sector)), code)


def among(codes: Iterable[str], held: Collection[str]) -> list[str]:
    """Which of `held` these codes speak of: themselves, or the sector they belong to; each once."""
    found = (code if code in held else sector_of(code) for code in codes)
    return [code for code in dict.fromkeys(found) if code in held]


def title_of(code: str, titles: Mapping[str, str] | None = None) -> str:
    """A name in plain words: ours for sectors, the file's for industries, else ours for three digits.

    Finer industries nobody has named are told by what they belong to: “Machinery manufacturing, 3331”.
    """
    if code in SECTORS:
        return SECTORS[code]
    told = _PREFIX.sub("", (titles or {}).get(code, "")).strip()
    if told or code in SUBSECTORS:
        return told or SUBSECTORS[code]
    within = SUBSECTORS.get(code[:3])
    return f"{within}, {code}" if within else f"Industry {code}"


def title_in(language: Language, code: str) -> str:
    """A name in a language; what has none there is told by the three digits or the sector it belongs to."""
    keys = (f"sectors.{code}", f"subsectors.{code}", f"subsectors.{code[:3]}", f"sectors.{sector_of(code)}")
    key = next((key for key in keys if language is not DEFAULT and phrases.has(language, key)), "")
    if not key:
        return title_of(code)
    name = phrases.say(language, key)
    return name if key.endswith(f".{code}") else f"{name}, {code}"

"""Area codes of the census and the names of counties."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sectorlaunch import plain_values
from sectorlaunch.errors import BadInput

NATION = "US000"
FORMER = "earlier"
"""The last quarter of an area that ended before the open data begin."""
_KIND = re.compile(
    r"\s+(county|parish|borough|census area|municipality|municipio|planning region|city and borough|division)$",
    re.IGNORECASE,
)
_IN_STATE = re.compile(r"(?P<county>.+?)\s*[,(]\s*(?P<state>[^,()]+)\)?\s*$")


@dataclass(frozen=True)
class _Listed:
    """An area as the Bureau's own list has it."""

    name: str
    first: str
    """The quarter its figures begin with, such as 2024-Q1; empty where they always were."""
    last: str
    """The quarter they end with, FORMER, or empty."""
    followed_by: tuple[str, ...]
    """The codes of the areas that took its place."""


@dataclass(frozen=True)
class County:
    """A county as a region is made of them."""

    fips: str
    """Five digits, such as 08069."""
    name: str
    """With its state: Larimer County, Colorado."""

    @property
    def short(self) -> str:
        """Larimer."""
        return _KIND.sub("", self.name.partition(",")[0])

    @property
    def state(self) -> str:
        """The code of its state in the census: 08000."""
        return state_of(self.fips)


def state_of(fips: str) -> str:
    return f"{fips[:2]}000"


def kind_of(area: str) -> str:
    """What an area code stands for: county, state, nation, unknown or metropolitan."""
    if area == NATION:
        return "nation"
    if not re.fullmatch(r"\d{5}", area):
        return "metropolitan"
    if area.endswith("000"):
        return "state"
    return "unknown" if area.endswith("999") else "county"


def region(
    counties: Iterable[str], state: str = "", titles: Mapping[str, str] | None = None
) -> tuple[County, ...]:
    """The counties of a region, by name or by code, each once, in the order given.

    A name may carry its state (“Laramie, WY”), else `state` holds (two letters). `titles` are area names a loaded
    file brought, by code; they know areas newer than our list. Raises BadInput with the nearest right name.
    """
    found: dict[str, County] = {}
    for given in counties:
        county = _county(given.strip(), state, titles or {})
        found[county.fips] = county
    if not found:
        raise BadInput("Name the counties of the region, such as Larimer and Weld.")
    return tuple(found.values())


def name_of(fips: str, titles: Mapping[str, str] | None = None) -> str:
    """The name of a county with its state, of a state, or “the nation”; the code where nobody has named it."""
    if fips == NATION:
        return "the nation"
    if kind_of(fips) == "state" and fips[:2] in _states():
        return _states()[fips[:2]][1]
    known = _listed().get(fips)
    return f"{known.name}, {_states()[fips[:2]][1]}" if known else (titles or {}).get(fips, fips)


def begins_with(fips: str) -> str:
    """The quarter an area's figures begin with where another area was there before, such as 2024-Q1; else empty."""
    return _listed()[fips].first if fips in _listed() else ""


def _county(given: str, state: str, titles: Mapping[str, str]) -> County:
    if re.fullmatch(r"\d{4,5}", given):
        return _by_code(given.zfill(5), titles)
    county, told = given, state
    parted = _IN_STATE.fullmatch(given)
    if parted:
        county, told = parted["county"], parted["state"]
    code = _state_code(told, given)
    named = {fips: name.partition(",")[0] for fips, name in titles.items() if kind_of(fips) == "county"}
    here = {fips: name for fips, name in (named | _names()).items() if fips.startswith(code)}
    exact = [fips for fips, name in here.items() if name.casefold() == county.casefold()]
    alike = exact or [fips for fips, name in here.items() if _plain(name) == _plain(county)]
    if len(alike) == 1:
        return County(alike[0], name_of(alike[0], titles))
    where = _states()[code][1]
    if alike:
        names = " or ".join(f"{here[fips]} ({fips})" for fips in alike)
        raise BadInput(f"“{plain_values.shown(given)}” may be {names} in {where}; give its code.")
    _refuse_former(county, code)
    near = plain_values.nearest(county, here.values()) or plain_values.nearest(
        f"{county} County", here.values()
    )
    hint = f"did you mean “{near}”?" if near else "look at the spelling, or give its five-digit code."
    raise BadInput(f"{where} has no county “{plain_values.shown(county)}”; {hint}")


def _refuse_former(county: str, state: str) -> None:
    """A name that was an area's until others took its place: says which they are."""
    for fips, listed in _listed().items():
        if listed.last and fips.startswith(state) and _plain(listed.name) == _plain(county):
            ended = f"with {listed.last}" if listed.last != FORMER else "some years ago"
            news = ", ".join(f"{_listed()[one].name} ({one})" for one in listed.followed_by)
            instead = f" Its places are now in {news}; name those of them your region has." if news else ""
            raise BadInput(
                f"The Bureau’s figures for {listed.name} ended {ended}.{instead} For figures of before, give its code, "
                f"{fips}."
            )


def _by_code(fips: str, titles: Mapping[str, str]) -> County:
    if kind_of(fips) != "county":
        raise BadInput(
            f"{fips} is not a county: {'a whole state' if kind_of(fips) == 'state' else 'jobs of no known county'}. "
            "A region is made of counties; name them."
        )
    if fips not in _listed() and fips not in titles:
        raise BadInput(f"There is no county with the code {fips}; look it up, or give the county's name.")
    return County(fips, name_of(fips, titles))


def _plain(name: str) -> str:
    """Without accents, capitals, marks and what kind of area it is: Doña Ana County and dona ana are one."""
    letters = unicodedata.normalize("NFKD", _KIND.sub("", name.strip())).encode("ascii", "ignore").decode()
    bare = letters.casefold().removesuffix(" city")
    bare = bare.replace("'", "").replace("saint ", "st ").replace("sainte ", "ste ")
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def _state_code(told: str, given: str) -> str:
    wanted = told.strip().casefold()
    for code, (postal, name) in _states().items():
        if wanted in (postal.casefold(), name.casefold()):
            return code
    raise BadInput(
        f"Which state is “{plain_values.shown(given)}” in? Write it with its state, such as “Larimer, CO”."
    )


@cache
def _listed() -> dict[str, _Listed]:
    """Every county and its like by code, former ones as well."""
    return {
        row["code"]: _Listed(row["name"], row["first"], row["last"], tuple(row["more"].split()))
        for row in _rows()
        if not row["code"].endswith("000")
    }


@cache
def _names() -> dict[str, str]:
    """The names of the areas there are now, by code."""
    return {code: listed.name for code, listed in _listed().items() if not listed.last}


@cache
def _states() -> dict[str, tuple[str, str]]:
    """Two letters and name of every state by the first two digits of its codes."""
    return {row["code"][:2]: (row["more"], row["name"]) for row in _rows() if row["code"].endswith("000")}


def _rows() -> list[dict[str, str]]:
    """The Bureau's list of areas (area_titles), as of April 2026, with the accents its file lacks.

    `more` are a state's two letters, or the codes that follow a former area; `first` and `last` the quarters between
    which it has figures, where that is not always.
    """
    with resources.files("sectorlaunch.census").joinpath("data/areas.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))

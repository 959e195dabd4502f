"""Area codes of the census and the names of counties."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sectorlaunch import plain_values
from sectorlaunch.errors import BadInput

NATION = "US000"
_KIND = re.compile(
    r"\s+(county|parish|borough|census area|municipality|municipio|planning region|city and borough)$",
    re.IGNORECASE,
)
_IN_STATE = re.compile(r"(?P<county>.+?)\s*[,(]\s*(?P<state>[^,()]+)\)?\s*$")


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
    known = _names().get(fips)
    return f"{known}, {_states()[fips[:2]][1]}" if known else (titles or {}).get(fips, fips)


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
    near = plain_values.nearest(county, here.values()) or plain_values.nearest(
        f"{county} County", here.values()
    )
    hint = f"did you mean “{near}”?" if near else "look at the spelling, or give its five-digit code."
    raise BadInput(f"{where} has no county “{plain_values.shown(county)}”; {hint}")


def _by_code(fips: str, titles: Mapping[str, str]) -> County:
    if kind_of(fips) != "county":
        raise BadInput(
            f"{fips} is not a county: {'a whole state' if kind_of(fips) == 'state' else 'jobs of no known county'}. "
            "A region is made of counties; name them."
        )
    if fips not in _names() and fips not in titles:
        raise BadInput(f"There is no county with the code {fips}; look it up, or give the county's name.")
    return County(fips, name_of(fips, titles))


def _plain(name: str) -> str:
    bare = _KIND.sub("", name.strip()).removesuffix(" city").casefold()
    return re.sub(r"[^a-z0-9ñé]+", " ", bare.replace("saint ", "st ").replace("sainte ", "ste ")).strip()


def _state_code(told: str, given: str) -> str:
    wanted = told.strip().casefold()
    for code, (postal, name) in _states().items():
        if wanted in (postal.casefold(), name.casefold()):
            return code
    raise BadInput(
        f"Which state is “{plain_values.shown(given)}” in? Write it with its state, such as “Larimer, CO”."
    )


@cache
def _names() -> dict[str, str]:
    """The name of every county by its code, as of 2020, from addfips."""
    with resources.files("addfips").joinpath("data/counties_2020.csv").open(encoding="utf-8") as lines:
        return {row["statefp"] + row["countyfp"]: row["name"] for row in csv.DictReader(lines)}


@cache
def _states() -> dict[str, tuple[str, str]]:
    """Two letters and name of every state by the first two digits of its codes."""
    with resources.files("addfips").joinpath("data/states.csv").open(encoding="utf-8") as lines:
        return {row["fips"]: (row["postal"], row["name"]) for row in csv.DictReader(lines)}

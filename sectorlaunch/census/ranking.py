"""Which industries come first, by weights the team sets, and how much that depends on the weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from sectorlaunch.census.industries import UNCLASSIFIED
from sectorlaunch.census.measures import Industry
from sectorlaunch.errors import BadInput

MEASURES = ("size", "growth", "wage", "concentration")
_FINE, _COARSE = 10, 5
_MANY = 100
"""With more industries than this the weightings are tried in fifths, not tenths: the answer is the same, sooner."""
_HEAVIEST = 100


@dataclass(frozen=True)
class Weights:
    """How much each measure counts, whole numbers from 0 to 100; only their proportions matter."""

    size: int = 1
    growth: int = 1
    wage: int = 1
    concentration: int = 1

    def __post_init__(self) -> None:
        if any(not 0 <= weight <= _HEAVIEST for weight in self.all):
            raise BadInput(f"A weight is a whole number from 0 to {_HEAVIEST}.")
        if not any(self.all):
            raise BadInput("Give at least one of size, growth, wage and concentration a weight.")

    @property
    def all(self) -> tuple[int, int, int, int]:
        return (self.size, self.growth, self.wage, self.concentration)

    @property
    def words(self) -> str:
        """size 1, growth 1, wage 1, concentration 1."""
        return ", ".join(f"{name} {weight}" for name, weight in zip(MEASURES, self.all, strict=True))

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Weights":
        """From a form or a command; what is absent or empty counts once. Raises BadInput for what is no number."""
        try:
            return cls(**{name: int(words.get(name, "").strip() or 1) for name in MEASURES})
        except ValueError:
            raise BadInput(f"A weight is a whole number from 0 to {_HEAVIEST}.") from None


@dataclass(frozen=True)
class RankedIndustry:
    """An industry's place, with what it rests on."""

    industry: Industry
    place: int | None
    """1 is first; None when its jobs are hidden, or when it is not an industry one can choose."""
    score: float | None
    """0 to 100: the weighted mean of how many of the others it is ahead of on each measure."""
    ahead: dict[str, float | None]
    """By measure, the share of the others it is ahead of, 0 to 1; None where the figure is hidden."""
    best: int | None
    worst: int | None
    """The range of its place over every way to weigh the four measures in tenths."""
    first_in: float
    """The share of those ways in which it comes first, 0 to 1."""

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(name for name, value in self.ahead.items() if value is None)


def rank(industries: Sequence[Industry], weights: Weights, least_jobs: int = 0) -> list[RankedIndustry]:
    """The industries in order, those without a place at the end.

    Each measure is turned into the share of the others that lie behind, so that one odd quotient cannot outweigh the
    rest. A hidden measure is left out of the mean and named. `least_jobs` leaves smaller industries without a place.
    """
    running = [
        one
        for one in industries
        if one.jobs is not None and one.jobs >= max(1, least_jobs) and one.code != UNCLASSIFIED
    ]
    ahead = _ahead(running)
    scores = {one.code: _score(ahead[one.code], weights.all) for one in running}
    order = sorted(running, key=lambda one: _key(one, scores[one.code]))
    spread = _spread(running, ahead)
    placed = [
        RankedIndustry(one, place, scores[one.code] * 100, ahead[one.code], *spread[one.code])
        for place, one in enumerate(order, 1)
    ]
    codes = {one.code for one in running}
    nothing: dict[str, float | None] = dict.fromkeys(MEASURES)
    return placed + [
        RankedIndustry(one, None, None, nothing, None, None, 0.0)
        for one in industries
        if one.code not in codes
    ]


def _figures(one: Industry) -> dict[str, float | None]:
    return {
        "size": one.jobs,
        "growth": one.growth,
        "wage": one.weekly_wage,
        "concentration": one.quotient.value if one.quotient else None,
    }


def _ahead(running: Sequence[Industry]) -> dict[str, dict[str, float | None]]:
    figures = {one.code: _figures(one) for one in running}
    found: dict[str, dict[str, float | None]] = {one.code: {} for one in running}
    for measure in MEASURES:
        known = sorted(value for each in figures.values() if (value := each[measure]) is not None)
        for code, each in figures.items():
            value = each[measure]
            if value is None or len(known) < 2:
                found[code][measure] = None
                continue
            behind = sum(other < value for other in known)
            level = sum(other == value for other in known) - 1
            found[code][measure] = (behind + level / 2) / (len(known) - 1)
    return found


def _score(ahead: Mapping[str, float | None], weights: Sequence[int]) -> float:
    known = [(ahead[name], weight) for name, weight in zip(MEASURES, weights, strict=True)]
    counted = [(value, weight) for value, weight in known if value is not None and weight]
    total = sum(weight for _, weight in counted)
    return sum(value * weight for value, weight in counted) / total if total else 0.0


def _key(one: Industry, score: float) -> tuple[float, int, str]:
    return (-score, -(one.jobs or 0), one.code)


def _spread(
    running: Sequence[Industry], ahead: Mapping[str, Mapping[str, float | None]]
) -> dict[str, tuple[int, int, float]]:
    """Best place, worst place and how often first, over all weightings in tenths."""
    places: dict[str, list[int]] = {one.code: [] for one in running}
    for weights in _weightings(_FINE if len(running) <= _MANY else _COARSE):
        order = sorted(running, key=lambda one: _key(one, _score(ahead[one.code], weights)))
        for place, one in enumerate(order, 1):
            places[one.code].append(place)
    return {code: (min(found), max(found), found.count(1) / len(found)) for code, found in places.items()}


@cache
def _weightings(steps: int) -> tuple[tuple[int, ...], ...]:
    return tuple(way for way in product(range(steps + 1), repeat=len(MEASURES)) if sum(way) == steps)

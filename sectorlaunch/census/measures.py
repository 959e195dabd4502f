"""What is said about one industry of a region: figures that know what they do not know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Ownership(StrEnum):
    """Who pays the wages. Ranking for a partnership looks at private jobs unless asked otherwise."""

    PRIVATE = "private"
    ALL = "all"
    FEDERAL = "federal"
    STATE = "state"
    LOCAL = "local"

    @property
    def codes(self) -> tuple[int, ...]:
        return {"private": (5,), "all": (1, 2, 3, 5), "federal": (1,), "state": (2,), "local": (3,)}[
            self.value
        ]


class Against(StrEnum):
    """What a region is compared with for its location quotient."""

    NATION = "nation"
    STATE = "state"


@dataclass(frozen=True)
class Quotient:
    """A location quotient with the range it lies in."""

    value: float
    low: float
    high: float
    how: str
    """In words: counted from the nation's file, or recovered from the counties' rounded quotients."""

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Change:
    """Jobs of the same quarter, this year and the last, over the counties for which both are known."""

    before: int
    after: int
    missing: tuple[str, ...]
    """Counties whose change is hidden."""

    @property
    def percent(self) -> float | None:
        return (self.after - self.before) / self.before * 100 if self.before else None


@dataclass(frozen=True)
class Part:
    """What one county gives to an industry; None is hidden."""

    county: str
    establishments: int
    jobs: int | None
    weekly_wage: float | None


@dataclass(frozen=True)
class Industry:
    """One industry in the region. Sums are over what is published; `hidden_in` says where it is not."""

    code: str
    title: str
    level: int
    establishments: int
    hidden_establishments: int
    """How many of them are in cells whose jobs and wages are hidden."""
    hidden_in: tuple[str, ...]
    jobs: int | None
    """None when every cell is hidden: no number, not zero."""
    weekly_wage: float | None
    quotient: Quotient | None
    change: Change | None
    share: float | None
    """Of the region's covered jobs, 0 to 1."""
    parts: tuple[Part, ...]
    is_cut: bool = False
    """Whether its areas were drawn anew within the year, so that there is no change to tell."""

    @property
    def at_least(self) -> bool:
        """Whether the jobs are only part of what there is."""
        return bool(self.hidden_in) and self.jobs is not None

    @property
    def growth(self) -> float | None:
        return self.change.percent if self.change else None

    @property
    def hidden_share(self) -> float:
        """Of its establishments, 0 to 1."""
        return (
            self.hidden_establishments / self.establishments
            if self.establishments
            else float(bool(self.hidden_in))
        )


@dataclass(frozen=True)
class Remark:
    """What is to be said of a picture's figures; `sentences.remarks` has its words."""

    name: str
    """"drawn anew"."""
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """A region in one period, industry by industry at one level."""

    counties: tuple[str, ...]
    names: tuple[str, ...]
    period: str
    ownership: Ownership
    level: int
    within: str
    """The industry whose parts are shown; empty for all."""
    against: Against
    covered_jobs: int
    """Every covered job of the region, whoever pays: what quotients and shares are of."""
    jobs: int | None
    """All jobs of this ownership, or of the industry looked within; None when that total is hidden itself."""
    industries: tuple[Industry, ...]
    remarks: tuple[Remark, ...]

    @property
    def is_whole_year(self) -> bool:
        return "-Q" not in self.period

    @property
    def shown_jobs(self) -> int:
        return sum(one.jobs or 0 for one in self.industries)

    @property
    def hidden_jobs(self) -> int | None:
        """Jobs that are in the total and in no industry shown."""
        return None if self.jobs is None else max(0, self.jobs - self.shown_jobs)

    @property
    def hidden_share(self) -> float | None:
        if self.jobs is None or self.hidden_jobs is None:
            return None
        return self.hidden_jobs / self.jobs if self.jobs else 0.0

    def industry(self, code: str) -> Industry | None:
        return next((one for one in self.industries if one.code == code), None)

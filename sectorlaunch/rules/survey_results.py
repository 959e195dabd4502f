"""What came of a round of a survey: counted so that nobody can tell who said what where that was promised. Pure.

Grouped results stand for `least` people at the least. Business and others are shown beside the whole only when each of
them has as many: with one of them the other could be worked out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from playbooks.surveys import Statement, Survey, Theme

BUSINESS, OTHERS = "business", "others"
LOW = 0.5
FELL_BY = 0.2
"""Of the good share; or the median by one point."""


@dataclass(frozen=True)
class Rating:
    """One rating as a row has it; `who` is a name in named rounds only."""

    statement: str
    point: int | None
    words: str = ""
    who: str = ""
    field: str = ""
    joint: bool = False


@dataclass(frozen=True)
class Spread:
    """How many chose each point of the scale, the best first."""

    counts: tuple[int, ...]
    good: int

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def share(self) -> float:
        """Of those who said one of the good points; nothing is good where nobody rated."""
        return sum(self.counts[: self.good]) / self.number if self.number else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def median(self) -> float:
        return median(point for point, count in enumerate(self.counts) for _ in range(count))


@dataclass(frozen=True)
class Stated:
    """One statement with what was said to it."""

    statement: Statement
    whole: Spread | None
    """None where too few rated it to be shown."""
    business: Spread | None = None
    others: Spread | None = None
    """Both of them, or neither."""
    comments: tuple[str, ...] = ()
    """In no order that says anything; with a name in named rounds."""
    joint: int | None = None
    by_name: tuple[tuple[str, int | None], ...] = ()
    """Named rounds: who chose which point; None: cannot say."""

    @property
    def is_low(self) -> bool:
        return self.whole is not None and self.whole.share < LOW


@dataclass(frozen=True)
class Results:
    survey: Survey
    asked: int
    answered: int
    stated: tuple[Stated, ...]

    @property
    def is_shown(self) -> bool:
        return not self.survey.is_grouped or self.answered >= self.survey.least

    @property
    def compares(self) -> bool:
        """Whether it may stand beside another round: enough people, and half of those asked."""
        return self.answered >= self.survey.least and 2 * self.answered >= self.asked

    @property
    def low(self) -> list[Stated]:
        return [one for one in self.stated if one.is_low]

    def of(self, key: str) -> Stated | None:
        return next((one for one in self.stated if one.statement.key == key), None)

    def in_theme(self, theme: Theme) -> list[Stated]:
        keys = {one.key for one in theme.statements}
        return [one for one in self.stated if one.statement.key in keys]

    def theme_percent(self, theme: Theme) -> int | None:
        """The good share of a theme: the mean of its statements that are shown."""
        shares = [one.whole.share for one in self.in_theme(theme) if one.whole is not None]
        return round(100 * sum(shares) / len(shares)) if shares else None


def results(survey: Survey, asked: int, answered: int, ratings: Iterable[Rating]) -> Results:
    """What may be shown of a closed round. `ratings` come in the order of their keys, which are drawn by lot."""
    everything = list(ratings)
    hidden = survey.is_grouped and answered < survey.least
    return Results(
        survey,
        asked,
        answered,
        tuple(
            _stated(survey, one, [] if hidden else [r for r in everything if r.statement == one.key])
            for one in survey.statements()
        ),
    )


def fallen(newest: Results, before: Results | None) -> list[Stated]:
    """Statements that fell since the round before; none while either has too few to be compared."""
    if before is None or not newest.compares or not before.compares:
        return []
    return [one for one in newest.stated if _fell(one, before.of(one.statement.key))]


def is_one_statement(newest: Statement, before: Statement) -> bool:
    return newest.key == before.key and newest.text == before.text


def _fell(now: Stated, then: Stated | None) -> bool:
    if then is None or now.whole is None or then.whole is None:
        return False
    if len(now.whole.counts) != len(then.whole.counts) or not is_one_statement(now.statement, then.statement):
        return False
    by = then.whole.share - now.whole.share
    return by >= FELL_BY - 1e-9 or now.whole.median - then.whole.median >= 1


def _stated(survey: Survey, statement: Statement, ratings: Sequence[Rating]) -> Stated:
    alone = [one for one in ratings if not one.joint]
    rated = [one for one in alone if one.point is not None]
    joint = next((one.point for one in ratings if one.joint), None)
    comments = tuple(
        f"{one.words} ({one.who})" if one.who else one.words for one in alone if one.words.strip()
    )
    if statement.words:
        return Stated(statement, None, comments=comments)
    if survey.is_grouped and len(rated) < survey.least:
        return Stated(statement, None, comments=comments, joint=joint)
    parts = [_spread(survey, [r for r in rated if r.field == field]) for field in (BUSINESS, OTHERS)]
    enough = survey.is_grouped and all(part.number >= survey.least for part in parts)
    names = () if survey.is_grouped else tuple((r.who, r.point) for r in alone if r.point is not None)
    business, others = parts if enough else (None, None)
    return Stated(
        statement,
        _spread(survey, rated) if rated else None,
        business,
        others,
        comments,
        joint,
        tuple(sorted(names)),
    )


def _spread(survey: Survey, ratings: Sequence[Rating]) -> Spread:
    points = [one.point for one in ratings]
    return Spread(tuple(points.count(point) for point in range(len(survey.scale))), survey.good)

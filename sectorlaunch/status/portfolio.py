"""Many partnerships on one page for whoever convenes or leads them: by step and by whether they are on time, with totals."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.rules.pace import Health
from sectorlaunch.status import below
from sectorlaunch.status.below import Row, Total
from sectorlaunch.tables import Partnership

ENDED = "Ended"
DONE = "Every step is done"
HEALTHS = (Health.LATE, Health.CLOSE, Health.ON_TIME, Health.UNDATED)
"""In the order of the columns; what is done or ended has a line of its own."""


@dataclass(frozen=True)
class Line:
    """How many stand at a step, by how they are against their date; in the order of `HEALTHS`."""

    title: str
    number: int
    by_health: tuple[int, ...]


@dataclass(frozen=True)
class Portfolio:
    rows: list[Row]
    """Late ones first, those furthest behind before the others; then by their next day."""
    lines: list[Line]
    """A line for each step somebody stands at, in the order of the steps, then what is done, then what has ended."""
    total: Total
    by_health: tuple[int, ...]
    """Of those under way, in the order of `HEALTHS`."""


def of(session: Session, now: datetime, partnerships: list[Partnership]) -> Portfolio:
    """The partnerships given, all of them."""
    rows = below.rows(session, now, partnerships)
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(_group(row), []).append(row)
    going = [row for row in rows if row.state not in ("done", "ended")]
    return Portfolio(
        rows=rows,
        lines=[Line(title, len(found), _by_health(found)) for (_, title), found in sorted(groups.items())],
        total=below.total(rows),
        by_health=_by_health(going),
    )


def _group(row: Row) -> tuple[int, str]:
    if row.state == "ended":
        return 1001, ENDED
    return (1000, DONE) if row.state == "done" else (row.step_number, row.step)


def _by_health(rows: list[Row]) -> tuple[int, ...]:
    return tuple(
        sum(row.pace.health is health for row in rows if row.state not in ("done", "ended"))
        for health in HEALTHS
    )

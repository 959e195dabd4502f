"""Where the partnerships below one stand, in a row each: never a letter, a note or a sheet of theirs."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from sectorlaunch.records import umbrella
from sectorlaunch.rules.pace import Health, Pace
from sectorlaunch.rules.umbrella import Counts
from sectorlaunch.status import paces, status
from sectorlaunch.tables import Partnership


@dataclass(frozen=True)
class Row:
    """`launch_on` and `held_on` are dates in the partnership's own zone."""

    id: int
    slug: str
    name: str
    region: str
    state: str
    """"under way", "held", "done" or "ended"."""
    step_number: int
    step: str
    """Such as "2 of 6 · Define the scope"; empty where every step is done."""
    pace: Pace
    launch_on: date | None
    held_on: date | None
    people: int
    """Who hold a role in it now."""
    came: int
    """Who were at its launch."""
    below: Counts | None
    """What is planned and held below it in turn; None where nothing is."""

    @property
    def next_on(self) -> date | None:
        """The day of its launch while that is ahead, else by when its next gate is due."""
        if self.held_on is None:
            return self.launch_on
        return self.pace.next_gate.due_on if self.pace.next_gate is not None else None

    @property
    def is_late(self) -> bool:
        return self.pace.health is Health.LATE


@dataclass(frozen=True)
class Total:
    """Of all rows together."""

    people: int
    came: int
    late: int
    held: int
    """Whose launch has taken place."""


def rows(session: Session, now: datetime, partnerships: list[Partnership]) -> list[Row]:
    """Late ones first, those furthest behind before the others; then by their next day. What has ended comes last."""
    ids = [partnership.pk for partnership in partnerships]
    held = umbrella.held_on(session, ids)
    people, came = umbrella.people_on_record(session, ids), umbrella.people_who_came(session, ids)
    above = umbrella.that_stand_above(session, ids)
    statuses, all_paces = status.statuses(session, partnerships), paces.of_all(session, now, partnerships)
    found = []
    for partnership, at_present, pace in zip(partnerships, statuses, all_paces, strict=True):
        meeting = held.get(partnership.pk)
        done = at_present.state == "done"
        found.append(
            Row(
                id=partnership.pk,
                slug=partnership.slug,
                name=partnership.name,
                region=partnership.region,
                state="ended"
                if partnership.ended_at
                else "done"
                if done
                else "held"
                if meeting is not None
                else "under way",
                step_number=at_present.step_number,
                step=""
                if done
                else f"{at_present.step_number} of {at_present.steps} · {at_present.step_title}",
                pace=pace,
                launch_on=at_present.launch_on,
                held_on=umbrella.day_of(meeting, partnership) if meeting is not None else None,
                people=people.get(partnership.pk, 0),
                came=came.get(partnership.pk, 0),
                below=umbrella.counts(session, partnership) if partnership.pk in above else None,
            )
        )
    return sorted(found, key=_in_turn)


def total(rows: list[Row]) -> Total:
    """What a board reads beneath the table."""
    going = [row for row in rows if row.state != "ended"]
    return Total(
        people=sum(row.people for row in rows),
        came=sum(row.came for row in rows),
        late=sum(row.is_late for row in going),
        held=sum(row.held_on is not None for row in rows),
    )


def _in_turn(row: Row) -> tuple[bool, int, date, str]:
    behind = row.pace.days_behind if row.is_late else 0
    return row.state == "ended", -behind, row.next_on or date.max, row.name

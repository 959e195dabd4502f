"""What goes out in the next two weeks without the convener, to how many, and the meetings: a part of her weekly letter."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlmodel import col, select

from notifications.context import DatedLine
from notifications.rendering import traits
from playbooks.model import Touch
from sectorlaunch import wording
from sectorlaunch.records import delivery, playbook_editions, reach, releases
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Meeting, Person, PlannedTouch, TouchState

AHEAD = timedelta(days=14)
"""How far it looks."""

Line = tuple[date, str]


def of(launch: Launch, reader: Person) -> tuple[DatedLine, ...]:
    """In order of day. What still waits for a release is not among it: it stands with what is hers to do."""
    lines = sorted([*_touches(launch, reader), *_meetings(launch)])
    return tuple(DatedLine(when_words=wording.short_day(on), what=what) for on, what in lines)


def _touches(launch: Launch, reader: Person) -> Iterator[Line]:
    planned = launch.session.exec(
        select(PlannedTouch)
        .where(
            PlannedTouch.run_id == launch.run_id,
            PlannedTouch.state == TouchState.PLANNED,
            col(PlannedTouch.held_because).is_(None),
            PlannedTouch.due_at <= launch.now + AHEAD,
        )
        .order_by(col(PlannedTouch.due_at), col(PlannedTouch.id))
    ).all()
    letters: Counter[Line] = Counter()
    calls: dict[Line, Counter[bool]] = {}
    tasks: set[Line] = set()
    for row, touch in playbook_editions.with_touches(launch.session, planned):
        if row.about_kind is AboutKind.WEEK:
            continue
        people = _reached(launch, row, touch)
        line = (launch.on(max(row.due_at, launch.now)), touch.title)
        if touch.task_for is None:
            letters[line] += len(people)
        elif touch.task_for == touch.to:
            tasks |= {line} if reader in people else set()
        else:
            for caller, silent in reach.callers(launch.session, launch.partnership_id, touch, people):
                calls.setdefault(line, Counter())[caller.id == reader.id] += len(silent)
    yield from ((on, f"{title} ({_people(count)})") for (on, title), count in letters.items() if count)
    yield from ((on, f"{title} ({_calls(by[True], by[False])})") for (on, title), by in calls.items())
    yield from ((on, f"{title} (a task for you)") for on, title in tasks)


def _reached(launch: Launch, planned: PlannedTouch, touch: Touch) -> list[Person]:
    """Whom it reaches as things stand: released, and in need of a word where it is only that."""
    about = About.of(planned)
    people = reach.reached(launch.session, launch.partnership_id, launch.run_id, touch, about)
    heard: Collection[int] = ()
    if days := traits(touch.kind).after_silence_of:
        since = planned.due_at - timedelta(days=days)
        heard = delivery.heard_since(launch.session, launch.run_id, since)
    return [
        person
        for person in people
        if person.id not in heard and releases.may_leave(launch.session, launch.run_id, touch, person)
    ]


def _meetings(launch: Launch) -> Iterator[Line]:
    found = launch.session.exec(
        select(Meeting).where(
            Meeting.partnership_id == launch.partnership_id,
            col(Meeting.canceled_at).is_(None),
            col(Meeting.held_at).is_(None),
            col(Meeting.starts_at) > launch.now,
            col(Meeting.starts_at) <= launch.now + AHEAD,
        )
    )
    return ((launch.on(one.starts_at), one.title) for one in found if one.starts_at is not None)


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _calls(mine: int, others: int) -> str:
    """How many calls, and whose: the letter that hands them over speaks of the reader's own."""
    count = mine + others
    said = "one call" if count == 1 else f"{count} calls"
    if not mine:
        return f"{said} by others" if count > 1 else f"{said} by somebody else"
    if not others:
        return f"{said} for you"
    return f"{said}, {'one' if mine == 1 else mine} of them for you"

"""The steps of a rehearsal on a line of time, with the messages of each week beneath: one SVG."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from sectorlaunch.rehearsal.result import Rehearsal

WIDTH, LEFT, ROW, WEEKS = 860, 4, 30, 64
"""The drawing's width, its margin, the height of a step and of the highest week, in its own units."""


def chart(rehearsal: Rehearsal) -> str:
    """The SVG, with a title for those who do not see it."""
    height = 20 + ROW * len(rehearsal.steps) + WEEKS + 34
    parts = [
        *_months(rehearsal, height),
        *_steps(rehearsal),
        *_weeks(rehearsal, height - 14),
        *_launch(rehearsal, height),
    ]
    title = f"The steps of {rehearsal.name} and the messages of each week"
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        + "".join(parts)
        + "</svg>"
    )


def _x(rehearsal: Rehearsal, on: date) -> float:
    days = max((rehearsal.ended - rehearsal.begun).days, 1)
    return round(LEFT + (WIDTH - 2 * LEFT) * (on - rehearsal.begun).days / days, 1)


def _months(rehearsal: Rehearsal, height: int) -> Iterator[str]:
    first = (rehearsal.begun.replace(day=1) + timedelta(days=32)).replace(day=1)
    while first <= rehearsal.ended:
        x = _x(rehearsal, first)
        yield f'<line class="rule" x1="{x}" x2="{x}" y1="16" y2="{height - 14}"/>'
        if x < WIDTH - 30:
            yield f'<text x="{x + 3}" y="10">{first:%b}</text>'
        first = (first + timedelta(days=32)).replace(day=1)


def _steps(rehearsal: Rehearsal) -> Iterator[str]:
    for number, step in enumerate(rehearsal.steps):
        if step.opened is None:
            continue
        y = 24 + ROW * number
        begins, ends = _x(rehearsal, step.opened), _x(rehearsal, step.passed or rehearsal.ended)
        width = max(ends - begins, 3)
        yield f'<rect class="step" x="{begins}" y="{y}" width="{width}" height="{ROW - 14}" rx="4"/>'
        title = escape(step.title)
        if begins < WIDTH * 0.62:
            yield f'<text class="name" x="{ends + 6}" y="{y + 12}">{title}</text>'
        else:
            yield f'<text class="name" x="{begins - 6}" y="{y + 12}" text-anchor="end">{title}</text>'


def _weeks(rehearsal: Rehearsal, foot: int) -> Iterator[str]:
    weeks = Counter((message.at.date() - rehearsal.begun).days // 7 for message in rehearsal.messages)
    most = max(weeks.values(), default=1)
    for week, count in sorted(weeks.items()):
        on = rehearsal.begun + timedelta(weeks=week)
        x, after = _x(rehearsal, on), _x(rehearsal, min(on + timedelta(days=7), rehearsal.ended))
        tall = round(max(2.0, WEEKS * count / most), 1)
        width = max(after - x - 2, 2)
        label = f"Week of {on.day} {on:%B}: {count} messages"
        yield f'<rect class="bar" x="{x}" y="{foot - tall}" width="{width:.1f}" height="{tall}" rx="2"><title>{label}</title></rect>'
    yield f'<text x="{LEFT}" y="{foot - WEEKS - 4}">up to {most} messages a week</text>'


def _launch(rehearsal: Rehearsal, height: int) -> Iterator[str]:
    if rehearsal.launch_on is None or not rehearsal.begun <= rehearsal.launch_on <= rehearsal.ended:
        return
    x = _x(rehearsal, rehearsal.launch_on)
    yield f'<line class="day" x1="{x}" x2="{x}" y1="16" y2="{height - 14}"/>'
    yield f'<text class="launch" x="{x + 4}" y="{height - 2}">Launch {rehearsal.launch_on.day} {rehearsal.launch_on:%b}</text>'

"""A rehearsal as one page to send around: no other file, no address it calls."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sectorlaunch import wording
from sectorlaunch.rehearsal.chart import chart
from sectorlaunch.rehearsal.result import MessageOut, Rehearsal

Batch = list[MessageOut]
"""Messages of one touch that leave at the same minute."""


def as_page(rehearsal: Rehearsal) -> str:
    """The whole page, HTML."""
    environment = Environment(
        loader=PackageLoader("sectorlaunch.rehearsal", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        r=rehearsal,
        css=Markup(files("sectorlaunch.rehearsal").joinpath("page.css").read_text(encoding="utf-8")),
        chart=Markup(chart(rehearsal)),
        day=wording.day,
        short=_short,
        verdict=_verdict(rehearsal),
        recipients=len({message.to for message in rehearsal.messages}),
        owners=len({task.owner for task in rehearsal.tasks}),
        months=[(month, list(days)) for month, days in _months(rehearsal)],
    )


def _verdict(rehearsal: Rehearsal) -> str:
    if not rehearsal.passed:
        stuck = next(step for step in rehearsal.steps if step.state != "passed")
        return f"It did not get beyond “{stuck.title}”"
    waived = sum(bool(gate.waivers) for gate in rehearsal.gates)
    by_waiver = f", {waived} of {len(rehearsal.gates)} gates by waiver" if waived else ""
    return f"All {len(rehearsal.steps)} steps passed{by_waiver}"


def _months(rehearsal: Rehearsal) -> Iterator[tuple[str, Iterator[tuple[date, list[Batch]]]]]:
    for month, messages in groupby(rehearsal.messages, key=lambda message: f"{message.at:%B %Y}"):
        yield month, _days(list(messages))


def _days(messages: list[MessageOut]) -> Iterator[tuple[date, list[Batch]]]:
    for on, of_day in groupby(messages, key=lambda message: message.at.date()):
        batches: dict[tuple[object, ...], Batch] = {}
        for message in of_day:
            same = (message.at.replace(second=0, microsecond=0), message.kind, message.reason)
            batches.setdefault(same, []).append(message)
        yield on, list(batches.values())


def _short(on: date) -> str:
    """May 14, 2027."""
    return f"{on:%b} {on.day}, {on.year}"

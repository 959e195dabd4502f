"""Where the names stand in a picture of circles, so that they cover neither each other nor a circle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

_GAP = 5.0
_LETTER, _LINE = 6.1, 13.0
"""How wide a letter and how high a line is, in pixels, at the size names are set in."""


@dataclass(frozen=True)
class Circle:
    """A circle in pixels, and its name; empty where it carries none. `dx`, `dy` and `align` say where that stands."""

    x: float
    y: float
    radius: float
    name: str = ""
    dx: float = 0
    dy: float = 0
    align: str = "center"


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "_Box") -> float:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0

    def outside(self, width: float, height: float) -> float:
        """How far it stands out of the picture, weighed heavily: a name cut off is no name."""
        over = (
            max(0, -self.left) + max(0, self.right - width) + max(0, -self.top) + max(0, self.bottom - height)
        )
        return over * 1000


def placed(circles: Sequence[Circle], width: float, height: float) -> list[Circle]:
    """The same circles with a place for each name: above, below, right or left, whichever covers least.

    The largest circles choose first, because theirs are the names looked for.
    """
    bodies = [_body(one) for one in circles]
    taken: list[_Box] = []
    found = list(circles)
    for at in sorted(range(len(circles)), key=lambda at: -circles[at].radius):
        one = circles[at]
        if not one.name:
            continue
        others = [body for place, body in enumerate(bodies) if place != at]
        best = min(_ways(one), key=lambda way: _cost(way, others, taken, width, height))
        taken.append(_box(best))
        found[at] = best
    return found


def _ways(one: Circle) -> list[Circle]:
    beside, above = one.radius + _GAP, one.radius + _GAP + _LINE / 2
    slant = one.radius * math.sqrt(0.5) + _GAP
    return [
        replace(one, dy=-above),
        replace(one, dy=above),
        replace(one, dx=beside, align="left"),
        replace(one, dx=-beside, align="right"),
        *(
            replace(one, dx=way * slant, dy=height * slant, align="left" if way > 0 else "right")
            for way in (1, -1)
            for height in (-1, 1)
        ),
    ]


def _cost(way: Circle, others: Sequence[_Box], taken: Sequence[_Box], width: float, height: float) -> float:
    box = _box(way)
    slanted = (
        _LINE * 3 if way.dx and way.dy else 0.0
    )  # beside a circle's shoulder it may be taken for a neighbor's
    covered = sum(box.overlap(other) for other in others) + 3 * sum(box.overlap(other) for other in taken)
    return covered + slanted + box.outside(width, height)


def _box(way: Circle) -> _Box:
    long = len(way.name) * _LETTER
    left = way.x + way.dx - {"center": long / 2, "left": 0.0, "right": long}[way.align]
    return _Box(left, way.y + way.dy - _LINE / 2, left + long, way.y + way.dy + _LINE / 2)


def _body(one: Circle) -> _Box:
    """The circle as a box of about its area."""
    half = one.radius * 0.89
    return _Box(one.x - half, one.y - half, one.x + half, one.y + half)

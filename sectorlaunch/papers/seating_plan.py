"""The room from above as a drawing: an oval table with numbered seats, and the ring of chairs around it."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import cos, dist, pi, sin, sqrt

from sectorlaunch.records.seating import Arrangement, Seated

TABLE, NEAR, FAR = (150.0, 82.0), (188.0, 120.0), (286.0, 190.0)
"""Half axes of the table, of the seats at it, and of the chairs around it."""
SEAT = 15.0
APART = 37.0
"""From one seat to the next along an oval, at least."""
BUSINESS, PUBLIC, PAPER, INK, WOOD = "#1d5c63", "#8a5a00", "#ffffff", "#20272a", "#efe9dd"
# Presentation attributes carry the colors of paper; the classes let a page put its own over them.


def svg(found: Arrangement, words: str) -> str:
    """The drawing. Seats are numbered as in the list beside it; `words` is what it says to those who do not see it."""
    grows = max(1.0, _needed(len(found.table), NEAR), _needed(len(found.around), FAR))
    half_width, half_height = FAR[0] * grows + 30, FAR[1] * grows + 30
    parts = [
        f'<svg class="seating" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_safe(words)}" '
        f'viewBox="{-half_width:.0f} {-half_height:.0f} {2 * half_width:.0f} {2 * half_height:.0f}">',
        f'<ellipse class="wood" rx="{TABLE[0] * grows:.1f}" ry="{TABLE[1] * grows:.1f}" fill="{WOOD}" stroke="{INK}" stroke-width="1.2"/>',
    ]
    for ring, axes in ((found.table, NEAR), (found.around, FAR)):
        for one, (x, y) in zip(ring, _spread(len(ring), axes[0] * grows, axes[1] * grows), strict=True):
            parts.append(_seat(one, x, y))
    return "".join([*parts, "</svg>"])


def _seat(one: Seated, x: float, y: float) -> str:
    fill, text = (BUSINESS, PAPER) if one.is_business else (PAPER, PUBLIC)
    stroke = BUSINESS if one.is_business else PUBLIC
    shape = (
        f'<rect x="{x - SEAT:.1f}" y="{y - SEAT:.1f}" width="{2 * SEAT}" height="{2 * SEAT}" rx="4" '
        if one.is_facilitator
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{SEAT}" '
    )
    kind = "business" if one.is_business else "public"
    mark = (
        f'<circle class="halo" cx="{x:.1f}" cy="{y:.1f}" r="{SEAT + 3.5}" fill="none" stroke="{BUSINESS}" stroke-width="1.4"/>'
        if one.is_champion
        else ""
    )
    return (
        f'<g class="{kind}">{mark}{shape}fill="{fill}" stroke="{stroke}" stroke-width="1.8"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14" '
        f'font-family="Libertinus Serif, serif" fill="{text}">{one.number}</text></g>'
    )


def _spread(seats: int, width: float, height: float) -> Iterator[tuple[float, float]]:
    """Points clockwise from the head of an oval, as far from each other along it."""
    steps = 720
    outline = [
        (width * cos(2 * pi * step / steps - pi / 2), height * sin(2 * pi * step / steps - pi / 2))
        for step in range(steps + 1)
    ]
    walked = [0.0, *accumulate(dist(one, other) for one, other in pairwise(outline))]
    for seat in range(seats):
        yield outline[bisect_left(walked, walked[-1] * seat / seats)]


def _needed(seats: int, axes: tuple[float, float]) -> float:
    """How many times larger an oval has to be for so many seats."""
    around = pi * (3 * (axes[0] + axes[1]) - sqrt((3 * axes[0] + axes[1]) * (axes[0] + 3 * axes[1])))
    return seats * APART / around


def _safe(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

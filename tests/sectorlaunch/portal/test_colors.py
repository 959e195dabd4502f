"""Words can be read: every pair of ink and ground in the stylesheet, in the light and in the dark."""

import re
from importlib.resources import files

import pytest

READABLE = 4.5
"""WCAG 2.2, level AA, for text of normal size."""
PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "teal") for ground in ("paper", "card", "teal-soft")),
    ("on-teal", "teal"),
    *((f"{name}-ink", f"{name}-soft") for name in ("ochre", "brick", "moss", "stone")),
    ("ink", "ochre-soft"),
    *((f"{name}-ink", "card") for name in ("ochre", "moss")),
]
CSS = files("sectorlaunch.portal").joinpath("static/portal.css").read_text(encoding="utf-8")


def palette(scheme: str) -> dict[str, str]:
    """The colors in force, by name."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else {**found, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_it_can_be_read(scheme: str, ink: str, ground: str) -> None:
    colors = palette(scheme)
    darker, lighter = sorted((luminance(colors[ink]), luminance(colors[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= READABLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_shows_where_a_field_is(scheme: str) -> None:
    colors = palette(scheme)
    darker, lighter = sorted((luminance(colors["field"]), luminance(colors["paper"])))
    assert (lighter + 0.05) / (darker + 0.05) >= 3

"""Figures as SVG, drawn by pygal: calm, in the colors of the pages, and in the dark by themselves. Data in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
INK, LINE = "#20272a", "#ded7ca"
COLORS = ("#c9bfae", "#1d5c63", "#c98a1b")
"""What was planned, what is, and what is less than that."""
ON_COLORS = (INK, "#ffffff", INK)
DARK = """inline:
  @media (prefers-color-scheme: dark) {
    text { fill: #ebe6da !important; }
    .guide.line, .axis .line { stroke: #363e40 !important; }
    .color-0 rect, rect.color-0 { fill: #5b6365 !important; stroke: #5b6365 !important; }
    .color-1 rect, rect.color-1 { fill: #2f7f88 !important; stroke: #2f7f88 !important; }
    .color-2 rect, rect.color-2 { fill: #8a6315 !important; stroke: #8a6315 !important; }
  }"""
WIDTH, ROW = 480, 48
MOST_LABELS = 5
"""Days named beneath the bars."""


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Figure:
    """A chart with everything it says in words as well: the table beneath it holds the same numbers."""

    key: str
    title: str
    says: str
    """What one sees in it, in a sentence: the text alternative."""
    shape: str
    """bars (one below the other) or stacks."""
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def is_empty(self) -> bool:
        return not any(value for series in self.series for value in series.values)


def svg(figure: Figure) -> bytes:
    """The figure as an SVG document that stands alone: no script, no address it calls."""
    chart = _chart(figure)
    chart.x_labels = list(figure.labels)
    for series in figure.series:
        chart.add(series.name, list(series.values))
    chart.add_xml_filter(_without_scripts)
    return bytes(chart.render())


def _without_scripts(root: Any) -> Any:
    """pygal leaves its configuration behind in a script, for tooltips we do not use."""
    for parent in list(root.iter()):
        for child in [one for one in parent if str(one.tag).endswith("script")]:
            parent.remove(child)
    return root


def _chart(figure: Figure) -> Any:
    import pygal  # only pages with figures pay for it

    common: dict[str, Any] = {
        "js": [],
        "css": ["file://style.css", "file://graph.css", DARK],
        "style": _style(figure.series),
        "width": WIDTH,
        "margin": 6,
        "legend_at_bottom": True,
        "legend_box_size": 11,
        "no_data_text": "Nothing yet",
        "value_formatter": lambda value: f"{value:.0f}" if value else "",
    }
    if figure.shape == "stacks":
        every = max(1, len(figure.labels) // MOST_LABELS)
        return pygal.StackedBar(
            **common, height=280, x_labels_major_every=every, show_minor_x_labels=False, truncate_label=-1
        )
    height = 70 + ROW * len(figure.labels)
    return pygal.HorizontalBar(
        **common, height=height, print_values=True, show_y_guides=False, truncate_label=-1
    )


def _style(series: Sequence[Series]) -> Any:
    from pygal.style import Style

    count = len(series)
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=INK,
        foreground_strong=INK,
        foreground_subtle=LINE,
        guide_stroke_color=LINE,
        major_guide_stroke_color=LINE,
        guide_stroke_dasharray="0",
        major_guide_stroke_dasharray="0",
        opacity="1",
        opacity_hover="1",
        transition="0s",
        font_family=SANS,
        label_font_size=12,
        major_label_font_size=12,
        legend_font_size=13,
        value_font_size=12,
        no_data_font_size=16,
        colors=COLORS[:count],
        value_colors=ON_COLORS[:count],
    )

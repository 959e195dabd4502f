"""From a chart's description to SVG and PNG, on the server, by Vega-Lite in vl-convert."""

import json
from functools import lru_cache
from typing import Any

Spec = dict[str, Any]

INK, MUTED, LINE, TEAL, PALE = "#20272a", "#596166", "#ded7ca", "#1d5c63", "#c9d6d6"
"""Told apart in gray too: teal prints dark, pale prints light."""

_LOOK: Spec = {
    "background": "#ffffff",
    "font": "Liberation Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": INK,
        "titleFontWeight": "normal",
        "titleFontSize": 13,
        "labelFontSize": 12,
        "gridColor": "#ece8df",
        "domainColor": LINE,
        "tickColor": LINE,
    },
    "text": {"color": INK, "fontSize": 12},
    "legend": {"labelColor": MUTED, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
}


def svg(spec: Spec) -> str:
    """The chart as SVG."""
    return _svg(_whole(spec))


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The chart as PNG, `scale` pixels a unit."""
    return _png(_whole(spec), scale)


def _whole(spec: Spec) -> str:
    return json.dumps({**spec, "config": _LOOK, "padding": 6}, sort_keys=True)


@lru_cache(maxsize=64)
def _svg(spec: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


@lru_cache(maxsize=16)
def _png(spec: str, scale: float) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(spec, scale=scale))

"""Libraries that take a while to import, and are needed on few pages: imported when they are first used.

Modules that use them say `from __future__ import annotations`, so that their names in signatures ask for nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx as httpx
    import polars as pl
else:

    class _WhenUsed:
        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, attribute: str) -> Any:
            return getattr(import_module(self._name), attribute)

    httpx, pl = _WhenUsed("httpx"), _WhenUsed("polars")

__all__ = ["httpx", "pl"]

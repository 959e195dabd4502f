"""What a check looks at, and what it finds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sectorlaunch.settings import Settings

State = Literal["fine", "warning", "problem"]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Finding:
    """What one check found. `remedy` is empty when there is nothing to do."""

    state: State
    finding: str
    remedy: str = ""


@dataclass(frozen=True)
class Patient:
    """The installation under examination."""

    settings: Settings
    now: datetime


Look = Callable[[Patient], Finding]

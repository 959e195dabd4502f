"""What a check looks at, and what it finds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from sectorlaunch.mail_domain.names import NameServers
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

    @cached_property
    def names(self) -> NameServers:
        """The same for all checks: what did not answer one is not waited for by the next."""
        return NameServers(self.settings.name_server_addresses)


Look = Callable[[Patient], Finding]

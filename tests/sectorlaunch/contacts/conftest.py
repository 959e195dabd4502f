"""Lists as programs write them, by hand and with people who do not exist."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sectorlaunch.contacts.contact import Given
from sectorlaunch.files import contacts_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.tables import RoleKind

LEADERS = Given(RoleKind.BUSINESS_LEADER)
Read = Callable[..., ContactsFile]


@pytest.fixture
def read() -> Read:
    """Reads bytes, or text as UTF-8, as a list of business leaders unless told otherwise."""

    def from_memory(data: bytes | str, given: Given = LEADERS, name: str = "list") -> ContactsFile:
        return contacts_file.read_bytes(Path(name), data.encode() if isinstance(data, str) else data, given)

    return from_memory

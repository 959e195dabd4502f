"""A partnership with a convener and a guest, and a wire that answers as told."""

import pytest
from sqlalchemy import Engine

from tests.sectorlaunch.outbox.cast import Office, PretendWire, open_office


@pytest.fixture
def office(engine: Engine) -> Office:
    return open_office(engine)


@pytest.fixture
def wire() -> PretendWire:
    return PretendWire()

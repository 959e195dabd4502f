"""A partnership with a convener and a guest, and a wire that answers as told."""

import pytest
from sqlalchemy import Engine

from tests.sectorlaunch.outbox.cast import OutboxLaunch, PretendWire, start_launch


@pytest.fixture
def launch(engine: Engine) -> OutboxLaunch:
    return start_launch(engine)


@pytest.fixture
def wire() -> PretendWire:
    return PretendWire()

"""A launch at its first gate."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.cast import Launch, begin


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)

"""Tasks of a copy that nobody has set going: no worker of any kind carries it on."""

import pytest
from sqlalchemy import Engine

from sectorlaunch.database import unit_of_work
from sectorlaunch.errors import NotAllowed
from sectorlaunch.tables import Standstill
from tasks import asking_prefect, conducting, work
from tests.cast import MONDAY


@pytest.fixture
def still(file_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_of_work(file_engine, MONDAY) as session:
        session.add(Standstill(since=MONDAY))
    for module in (work, asking_prefect):
        monkeypatch.setattr(module, "engine", lambda: file_engine)


@pytest.mark.usefixtures("still")
def test_no_task_goes_on_while_the_installation_stands_still() -> None:
    for task in (conducting.carry_out_due, conducting.attend_to_polls, conducting.mend):
        with pytest.raises(NotAllowed, match="it stands still: sector-launch go-on sets it going"):
            task.fn()

"""By when somebody is to answer, in a launch that is near and one that is not."""

from datetime import date

import pytest

from playbooks import deadlines, loader
from playbooks.calendar import Calendar
from playbooks.model import Playbook, Touch
from playbooks.yaml_lines import FileMistakes
from sectorlaunch.playbook_vocabulary import vocabulary

ASKED_ON = date(2026, 11, 30)
CALENDAR = Calendar("America/Denver", "US", "CO")


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return loader.load(loader.shipped_text("sector-launch"), "sector_launch.yaml", vocabulary())


@pytest.fixture(scope="module")
def invitation(playbook: Playbook) -> Touch:
    return next(touch for _, _, touch in playbook.touches() if touch.answer_before_launch is not None)


def test_it_gives_people_the_playbooks_days_where_the_launch_is_near(invitation: Touch) -> None:
    """Asked on a Monday for a Monday two weeks on: its own day has nearly come, so the least days count."""
    launch_on = date(2026, 12, 14)
    due = [deadlines.due_on(invitation, ASKED_ON, launch_on, CALENDAR, days) for days in (1, 3, 6)]
    wanted = deadlines.due_on(invitation, date(2026, 9, 1), launch_on, CALENDAR, 1)
    assert wanted is not None
    assert due == [max(wanted, CALENDAR.add_business_days(ASKED_ON, days)) for days in (1, 3, 6)]
    assert due[0] != due[2]


def test_it_never_gives_a_day_after_the_launch(invitation: Touch) -> None:
    launch_on = date(2026, 12, 2)
    assert deadlines.due_on(invitation, ASKED_ON, launch_on, CALENDAR, 3) == date(2026, 12, 1)


@pytest.mark.parametrize("name", deadlines.USUAL)
def test_it_refuses_a_number_that_leaves_no_day(name: str) -> None:
    text = loader.shipped_text("sector-launch")
    wrong = text.replace(f"  {name}: 3 ", f"  {name}: 0 ")
    with pytest.raises(FileMistakes) as refused:
        loader.load(wrong, "own.yaml", vocabulary())
    assert name in str(refused.value)

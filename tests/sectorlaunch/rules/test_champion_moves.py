"""The next move with a champion: a table of stages, dates and talks."""

from datetime import date

import pytest

from playbooks.calendar import Calendar
from sectorlaunch.rules.champion_moves import Standing, next_move
from sectorlaunch.tables import ChampionStage as Stage

TODAY = date(2026, 3, 4)
CALENDAR = Calendar("America/Denver", "US", "CO")


def fits(stage: Stage, asked_on: date | None = None) -> Standing:
    return Standing(stage, True, True, True, "Edda Teach", asked_on)


@pytest.mark.parametrize(
    ("standing", "begins", "on"),
    [
        (Standing(Stage.PROSPECT), "Name who", TODAY),
        (Standing(Stage.PROSPECT, owner="Edda Teach"), "Find out whether they decide", TODAY),
        (Standing(Stage.PROSPECT, owner="Edda Teach", decides=True), "Ask around", TODAY),
        (fits(Stage.PROSPECT), "Edda Teach asks them", TODAY),
        (fits(Stage.ASKED, date(2026, 3, 2)), "Edda Teach follows up", date(2026, 3, 9)),
        (
            Standing(Stage.ASKED, asked_on=date(2026, 3, 1), talked_on=date(2026, 3, 4)),
            "The relationship owner follows up",
            date(2026, 3, 11),
        ),
        (Standing(Stage.ASKED, asked_on=date(2026, 2, 20)), "The relationship owner follows up", TODAY),
        (Standing(Stage.ASKED, asked_on=date(2026, 2, 11)), "Think of someone else", TODAY),
        (Standing(Stage.AGREED, agreed_on=date(2026, 3, 1)), "Get the letter signed", date(2026, 3, 9)),
        (Standing(Stage.SIGNED, signed_on=date(2026, 3, 2)), "Tell them the day", date(2026, 3, 9)),
        (Standing(Stage.SIGNED, launch_on=date(2026, 4, 16)), "Talk over", date(2026, 4, 9)),
        (Standing(Stage.HOSTING, launch_on=date(2026, 3, 6)), "Talk over", TODAY),
        (
            Standing(Stage.SIGNED, launch_on=date(2026, 3, 6), talked_on=date(2026, 3, 3)),
            "Nothing",
            None,
        ),
        (Standing(Stage.SIGNED, launch_on=date(2026, 3, 1)), "Nothing", None),
        (Standing(Stage.DECLINED), "Nothing", None),
    ],
)
def test_it_proposes_the_next_move_and_its_day(standing: Standing, begins: str, on: date | None) -> None:
    move = next_move(TODAY, standing, CALENDAR)
    assert move.what.startswith(begins)
    assert move.on == on

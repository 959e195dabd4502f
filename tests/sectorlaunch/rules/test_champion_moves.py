"""The next move with a champion: a table of stages, dates and talks."""

from datetime import date

import pytest

from playbooks.calendar import Calendar
from sectorlaunch.rules.champion_moves import ChampionStatus, next_move
from sectorlaunch.tables import ChampionStage as Stage

TODAY = date(2026, 3, 4)
CALENDAR = Calendar("America/Denver", "US", "CO")


def fits(stage: Stage, asked_on: date | None = None) -> ChampionStatus:
    return ChampionStatus(stage, True, True, True, "Edda Teach", asked_on)


@pytest.mark.parametrize(
    ("status", "begins", "on"),
    [
        (ChampionStatus(Stage.PROSPECT), "Name who", TODAY),
        (ChampionStatus(Stage.PROSPECT, owner="Edda Teach"), "Find out whether they decide", TODAY),
        (ChampionStatus(Stage.PROSPECT, owner="Edda Teach", decides=True), "Ask around", TODAY),
        (fits(Stage.PROSPECT), "Edda Teach asks them", TODAY),
        (fits(Stage.ASKED, date(2026, 3, 2)), "Edda Teach follows up", date(2026, 3, 9)),
        (
            ChampionStatus(Stage.ASKED, asked_on=date(2026, 3, 1), talked_on=date(2026, 3, 4)),
            "The relationship owner follows up",
            date(2026, 3, 11),
        ),
        (ChampionStatus(Stage.ASKED, asked_on=date(2026, 2, 20)), "The relationship owner follows up", TODAY),
        (ChampionStatus(Stage.ASKED, asked_on=date(2026, 2, 11)), "Think of someone else", TODAY),
        (ChampionStatus(Stage.AGREED, agreed_on=date(2026, 3, 1)), "Get the letter signed", date(2026, 3, 9)),
        (ChampionStatus(Stage.SIGNED, signed_on=date(2026, 3, 2)), "Tell them the day", date(2026, 3, 9)),
        (ChampionStatus(Stage.SIGNED, launch_on=date(2026, 4, 16)), "Talk over", date(2026, 4, 9)),
        (ChampionStatus(Stage.HOSTING, launch_on=date(2026, 3, 6)), "Talk over", TODAY),
        (
            ChampionStatus(Stage.SIGNED, launch_on=date(2026, 3, 6), talked_on=date(2026, 3, 3)),
            "Nothing",
            None,
        ),
        (ChampionStatus(Stage.SIGNED, launch_on=date(2026, 3, 1)), "Nothing", None),
        (ChampionStatus(Stage.DECLINED), "Nothing", None),
    ],
)
def test_it_proposes_the_next_move_and_its_day(status: ChampionStatus, begins: str, on: date | None) -> None:
    move = next_move(TODAY, status, CALENDAR)
    assert move.what.startswith(begins)
    assert move.on == on

"""On time or not, in words, from days alone."""

from datetime import date

import pytest

from sectorlaunch.rules.pace import DatedGate, Health, pace

TODAY, LAUNCH = date(2027, 4, 16), date(2027, 7, 6)
SCOPE = DatedGate("scope", "The footprint", date(2027, 4, 1), opened_on=date(2027, 4, 9))
CHAMPIONS = DatedGate("champions", "Champions", date(2027, 5, 11))
LETTER = DatedGate("invited", "Invited", date(2027, 5, 25))


def test_it_is_on_time_while_the_next_gate_is_still_to_come() -> None:
    stands = pace(TODAY, LAUNCH, [SCOPE, CHAMPIONS, LETTER])
    assert (stands.health, stands.headline) == (Health.ON_TIME, "On time for Tuesday, July 6")
    assert stands.advice == (
        "Next is “Champions”, due in 4 weeks, on Tuesday, May 11. "
        "From then on, every day it stays shut is a day the launch on Tuesday, July 6 loses."
    )


def test_it_says_so_when_it_becomes_close() -> None:
    assert pace(date(2027, 5, 7), LAUNCH, [CHAMPIONS]).health is Health.CLOSE


def test_it_pushes_what_follows_by_the_days_that_were_lost() -> None:
    stands = pace(date(2027, 5, 14), LAUNCH, [SCOPE, CHAMPIONS, LETTER])
    assert (stands.health, stands.headline) == (Health.LATE, "Behind by 3 days")
    assert [(slip.what, slip.then_on) for slip in stands.slips] == [
        ("Champions", date(2027, 5, 14)),
        ("Invited", date(2027, 5, 28)),
        ("The launch", date(2027, 7, 9)),
    ]
    assert "the launch is on Friday, July 9 rather than Tuesday, July 6" in stands.advice


def test_it_does_not_move_a_launch_that_has_been_held() -> None:
    clarity = DatedGate("clarity", "Clarity", date(2027, 7, 20))
    stands = pace(date(2027, 7, 21), LAUNCH, [clarity], held=True)
    assert (stands.headline, [slip.what for slip in stands.slips]) == ("Behind by a day", ["Clarity"])


@pytest.mark.parametrize(
    ("launch_on", "done", "health"), [(None, False, Health.UNDATED), (LAUNCH, True, Health.DONE)]
)
def test_it_has_nothing_to_say_without_a_date_or_at_the_end(
    launch_on: date | None, done: bool, health: Health
) -> None:
    assert pace(TODAY, launch_on, [CHAMPIONS], done=done).health is health


def test_it_ignores_that_an_open_gate_was_late_once() -> None:
    assert pace(TODAY, LAUNCH, [SCOPE]).days_behind == 0

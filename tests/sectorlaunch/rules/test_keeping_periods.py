"""When somebody's data goes, and when that is announced."""

from datetime import date

import pytest

from sectorlaunch.rules.keeping_periods import Periods, announced_for, due_on

LEFT, ENDED = date(2026, 3, 2), date(2026, 6, 15)


@pytest.mark.parametrize(
    ("periods", "left", "ended", "due"),
    [
        (Periods(), LEFT, ENDED, None),
        (Periods(left=730), LEFT, None, date(2028, 3, 1)),
        (Periods(left=731), LEFT, None, date(2028, 4, 1)),
        (Periods(left=730), None, ENDED, None),
        (Periods(ended=30), None, ENDED, date(2026, 8, 1)),
        (Periods(left=730, ended=30), LEFT, ENDED, date(2026, 8, 1)),
    ],
)
def test_it_goes_on_the_first_of_a_month_after_the_period(
    periods: Periods, left: date | None, ended: date | None, due: date | None
) -> None:
    assert due_on(periods, left, ended) == due


@pytest.mark.parametrize(
    ("due", "today", "announced"),
    [
        (date(2028, 3, 1), date(2027, 12, 31), None),
        (date(2028, 3, 1), date(2028, 1, 1), date(2028, 3, 1)),
        (date(2028, 3, 1), date(2028, 1, 31), date(2028, 3, 1)),
        (date(2028, 3, 1), date(2028, 2, 1), date(2028, 4, 1)),
        (date(2020, 3, 1), date(2028, 2, 1), date(2028, 4, 1)),
    ],
)
def test_it_never_comes_sooner_than_thirty_days_after_it_was_announced(
    due: date, today: date, announced: date | None
) -> None:
    assert announced_for(due, today) == announced

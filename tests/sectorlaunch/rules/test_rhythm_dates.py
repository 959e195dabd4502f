"""Which days a rhythm means."""

from datetime import date

import pytest

from playbooks.calendar import Calendar
from sectorlaunch.rules.rhythm_dates import LAST, Rule, first_month, same_day_after

DENVER = Calendar("America/Denver", "US", "CO")
JANUARY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("week", "weekday", "expected"),
    [
        (1, 0, date(2027, 1, 4)),
        (1, 4, date(2027, 1, 1)),
        (2, 1, date(2027, 1, 12)),
        (4, 3, date(2027, 1, 28)),
        (LAST, 4, date(2027, 1, 29)),
        (LAST, 3, date(2027, 1, 28)),
    ],
)
def test_it_finds_the_day_of_the_month(week: int, weekday: int, expected: date) -> None:
    assert Rule(1, week, weekday, "08:30").day_in(JANUARY) == expected


def test_it_shifts_a_public_holiday_to_the_next_business_day() -> None:
    third_monday = Rule(1, 3, 0, "08:30")
    assert third_monday.day_in(JANUARY) == date(2027, 1, 18)  # Martin Luther King Jr. Day
    assert third_monday.date_in(JANUARY, DENVER) == date(2027, 1, 19)


def test_it_keeps_the_local_hour_in_summer_and_in_winter() -> None:
    rule = Rule(6, 2, 1, "08:30")
    hours = [rule.moment_in(date(2027, month, 1), DENVER).hour for month in (1, 7)]
    assert hours == [15, 14]


def test_it_comes_round_every_so_many_months() -> None:
    months = Rule(5, 1, 0, "08:30").months(date(2027, 10, 1), date(2028, 9, 30))
    assert list(months) == [date(2027, 10, 1), date(2028, 3, 1), date(2028, 8, 1)]


def test_it_begins_with_the_first_date_on_or_after_a_day() -> None:
    rule = Rule(3, 2, 1, "08:30")
    assert first_month(rule, date(2027, 1, 12), DENVER) == JANUARY
    assert first_month(rule, date(2027, 1, 13), DENVER) == date(2027, 2, 1)


def test_it_counts_a_horizon_in_whole_months() -> None:
    assert same_day_after(date(2027, 8, 31), 6) == date(2028, 2, 29)

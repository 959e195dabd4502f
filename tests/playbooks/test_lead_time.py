"""The lead-time guard, by tables."""

from datetime import date

import pytest

from playbooks import lead_time
from playbooks.calendar import Calendar

COLORADO = Calendar("America/Denver")
MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("today", "meets_on", "days", "proposal"),
    [
        (MONDAY, date(2026, 4, 1), 30, None),
        (MONDAY, date(2026, 3, 31), 29, date(2026, 4, 1)),
        # The thirtieth day is a Saturday: the Monday after it.
        (date(2026, 3, 5), date(2026, 3, 20), 15, date(2026, 4, 6)),
        # Asked on a Saturday, the letter leaves on Monday and the days count from there.
        (date(2026, 2, 28), date(2026, 3, 30), 28, date(2026, 4, 1)),
        # The thirtieth day is Memorial Day.
        (date(2026, 4, 24), date(2026, 5, 1), 7, date(2026, 5, 26)),
        # Around the new year: a Friday holiday and the weekend after it.
        (date(2026, 12, 2), date(2026, 12, 10), 8, date(2027, 1, 4)),
        # A day that has passed.
        (MONDAY, date(2026, 2, 20), -10, date(2026, 4, 1)),
    ],
)
def test_it_proposes_the_next_business_day_with_enough_lead(
    today: date, meets_on: date, days: int, proposal: date | None
) -> None:
    found = lead_time.check(today, meets_on, 30, COLORADO)
    assert (found.days, found.proposal, found.fits) == (days, proposal, proposal is None)


def test_it_skips_a_day_on_which_the_same_people_are_asked_elsewhere() -> None:
    taken = {date(2026, 4, 1): "the launch of Elsewhere", date(2026, 4, 2): "the launch of Nowhere"}
    assert lead_time.check(MONDAY, date(2026, 3, 20), 30, COLORADO, taken).proposal == date(2026, 4, 3)


def test_it_names_what_else_the_guests_have_on_the_day() -> None:
    found = lead_time.check(
        MONDAY, date(2026, 4, 8), 30, COLORADO, {date(2026, 4, 8): "the launch of Elsewhere"}
    )
    assert found.fits
    assert found.date_conflict == "the launch of Elsewhere"


def test_it_says_how_long_is_left_and_what_would_fit() -> None:
    said = lead_time.check(MONDAY, date(2026, 3, 20), 30, COLORADO).sentence
    assert said == (
        "The letter would have 18 days until the launch; 30 are needed. "
        "The next date that fits is Wednesday, April 1."
    )


def test_it_says_nothing_of_minus_days() -> None:
    assert "no time" in lead_time.check(MONDAY, date(2026, 2, 20), 30, COLORADO).sentence

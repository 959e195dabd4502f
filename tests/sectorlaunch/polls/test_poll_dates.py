"""The dates of a poll: to come, on working days, with time for the invitation; and when the reminder leaves."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from playbooks.calendar import Calendar
from playbooks.model import OfficeHours
from sectorlaunch.errors import BadInput
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate, check, remind_at

DENVER = Calendar("America/Denver", "US", "CO")
HOURS = OfficeHours(opens="08:00", closes="18:00")
NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
"""A Monday, 9:00 in Denver."""


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return DENVER.moment(date(year, month, day), time(hour))


def asked_for(
    *starts: datetime, closes: datetime | None = None, lead: int = 30, allowed: Allowed = Allowed()
) -> None:
    dates = [ProposedDate(start, 120) for start in starts]
    check(DENVER, NOW, dates, closes or at(3, 20, 17), lead_days=lead, allowed=allowed)


GOOD = at(5, 14), at(5, 19)


def test_it_takes_working_days_with_time_enough() -> None:
    asked_for(*GOOD)


@pytest.mark.parametrize(
    ("dates", "closes", "said"),
    [
        ((GOOD[0],), None, "Name two to five dates; there are 1."),
        (tuple(at(5, day) for day in (11, 12, 13, 14, 15, 18)), None, "there are 6"),
        ((GOOD[0], GOOD[0]), None, "named twice"),
        (GOOD, NOW, "close in the past"),
        ((at(2, 27), GOOD[0]), None, "has gone by"),
        (GOOD, at(5, 15), "The poll would close after Thursday, May 14, 2026, 9:00 a.m."),
        ((at(5, 16), GOOD[0]), None, "is a Saturday. Take Monday, May 18"),
        ((at(5, 25), GOOD[0]), None, "is Memorial Day. Take Tuesday, May 26"),
        ((at(4, 17), GOOD[0]), None, "The first day that fits is Monday, April 20"),
    ],
)
def test_it_refuses_dates_that_cannot_be_meant_and_says_what_fits(
    dates: tuple[datetime, ...], closes: datetime | None, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        asked_for(*dates, closes=closes)


def test_it_takes_a_weekend_a_holiday_and_short_notice_when_they_are_meant() -> None:
    asked_for(at(5, 16), at(5, 25), allowed=Allowed(days_off=True))
    asked_for(at(3, 25), at(3, 26), allowed=Allowed(short_notice=True))
    with pytest.raises(BadInput):
        asked_for(at(5, 16), GOOD[0], allowed=Allowed(short_notice=True))


def test_it_wants_no_lead_time_for_a_call() -> None:
    asked_for(at(3, 23), at(3, 24), lead=0)


def test_it_counts_the_lead_time_in_days_of_the_calendar_over_a_clock_change() -> None:
    """The clocks go forward on 8 March: thirty days are thirty days, though an hour is missing."""
    closes = at(3, 6, 17)
    first = at(4, 6, 7)
    assert first - closes < timedelta(days=31)
    asked_for(first, at(4, 7, 7), closes=closes, lead=31)


@pytest.mark.parametrize(
    ("closes", "reminder"),
    [
        (at(3, 6, 17), at(3, 5, 8)),
        (at(3, 9, 17), at(3, 6, 8)),  # closes on a Monday: reminds on the Friday
        (at(3, 8, 17), at(3, 6, 8)),  # closes on a Sunday
        (at(3, 10, 17), at(3, 9, 8)),  # the day after the clocks went forward: 14:00 UTC
        (at(11, 3, 17), at(11, 2, 8)),  # the day after they went back: 15:00 UTC
        (at(5, 26, 17), at(5, 22, 8)),  # after Memorial Day and its weekend
        (at(3, 3, 17), None),  # tomorrow: the question itself has just arrived
        (at(3, 2, 17), None),
    ],
)
def test_it_reminds_when_the_office_opens_on_the_working_day_before(
    closes: datetime, reminder: datetime | None
) -> None:
    assert remind_at(DENVER, NOW, closes, HOURS) == reminder


def test_it_reminds_at_eight_by_the_wall_on_either_side_of_a_clock_change() -> None:
    spring = remind_at(DENVER, NOW, at(3, 10, 17), HOURS)
    autumn = remind_at(DENVER, NOW, at(11, 3, 17), HOURS)
    assert spring is not None
    assert autumn is not None
    assert (spring.hour, autumn.hour) == (14, 15)


def test_it_does_not_remind_on_the_day_the_question_arrives() -> None:
    friday_evening = datetime(2026, 3, 7, 3, 0, tzinfo=UTC)
    assert remind_at(DENVER, friday_evening, at(3, 10, 17), HOURS) is None

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.calendar import Calendar
from playbooks.model import Anchor, OfficeHours, Roll, When

HOURS = OfficeHours()
DENVER = Calendar("America/Denver")
BERLIN = Calendar("Europe/Berlin", country="DE", subdivision="BE")
PLAIN = Calendar("America/Denver", country=None, subdivision=None)

days = st.dates(date(2026, 1, 1), date(2032, 12, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def when(days: int = 0, roll: Roll = Roll.LATER, at: str | None = None) -> When:
    return When(anchor=Anchor.LAUNCH, days=days, roll=roll, at=at)


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2027, 3, 5), True),
        (date(2027, 3, 6), False),  # Saturday
        (date(2027, 3, 7), False),  # Sunday
        (date(2027, 7, 5), False),  # Independence Day fell on Sunday
        (date(2027, 11, 25), False),  # Thanksgiving
        (date(2027, 10, 4), False),  # Frances Xavier Cabrini Day, a Colorado holiday
        (date(2027, 12, 31), False),  # New Year's Day of 2028 falls on Saturday
        (date(2028, 2, 29), True),  # leap day, a Tuesday
    ],
)
def test_it_knows_business_days_in_colorado(day: date, is_one: bool) -> None:
    assert DENVER.is_business_day(day) is is_one


def test_it_keeps_the_holidays_of_the_state_it_was_given() -> None:
    elsewhere = Calendar("America/Denver", subdivision="WY")
    assert elsewhere.is_business_day(date(2027, 10, 4))


@pytest.mark.parametrize("subdivision", [None, ""])
def test_it_keeps_national_holidays_where_no_state_is_known(subdivision: str | None) -> None:
    calendar = Calendar("America/Denver", subdivision=subdivision)
    assert not calendar.is_business_day(date(2027, 11, 25))
    assert calendar.is_business_day(date(2027, 10, 4))


def test_it_keeps_weekends_only_where_no_country_is_known() -> None:
    assert PLAIN.is_business_day(date(2027, 11, 25))
    assert not PLAIN.is_business_day(date(2027, 3, 6))


def test_it_says_when_a_state_is_unknown() -> None:
    with pytest.raises(ValueError, match="public holidays of ZZ, US are not known"):
        Calendar("America/Denver", subdivision="ZZ").is_business_day(date(2027, 3, 5))


def test_it_names_a_holiday() -> None:
    assert DENVER.holiday_name(date(2027, 11, 25)) == "Thanksgiving Day"
    assert DENVER.holiday_name(date(2027, 11, 24)) == ""
    assert PLAIN.holiday_name(date(2027, 11, 25)) == ""


@pytest.mark.parametrize(
    ("roll", "rolled"),
    [(Roll.EARLIER, date(2027, 7, 2)), (Roll.LATER, date(2027, 7, 6)), (Roll.STAY, date(2027, 7, 4))],
)
def test_it_rolls_over_weekend_and_holiday(roll: Roll, rolled: date) -> None:
    assert DENVER.roll(date(2027, 7, 4), roll) == rolled


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2027, 3, 4), 1, date(2027, 3, 5)),
        (date(2027, 3, 5), 1, date(2027, 3, 8)),
        (date(2027, 3, 5), 2, date(2027, 3, 9)),
        (date(2027, 3, 6), 0, date(2027, 3, 8)),
        (date(2027, 3, 5), 0, date(2027, 3, 5)),
        (date(2027, 3, 8), -1, date(2027, 3, 5)),
        (date(2027, 7, 2), 1, date(2027, 7, 6)),
    ],
)
def test_it_counts_business_days_on(start: date, count: int, end: date) -> None:
    assert DENVER.add_business_days(start, count) == end


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2027, 3, 4), date(2027, 3, 4), 0),
        (date(2027, 3, 4), date(2027, 3, 5), 1),
        (date(2027, 3, 5), date(2027, 3, 7), 0),
        (date(2027, 3, 5), date(2027, 3, 9), 2),
        (date(2027, 3, 9), date(2027, 3, 5), -2),
        (date(2027, 7, 2), date(2027, 7, 6), 1),
    ],
)
def test_it_counts_business_days_between(first: date, last: date, count: int) -> None:
    assert DENVER.business_days_between(first, last) == count


def test_it_finds_the_next_business_day() -> None:
    assert DENVER.next_business_day(date(2027, 7, 2)) == date(2027, 7, 6)


@pytest.mark.parametrize(
    ("rule", "anchor", "due"),
    [
        (when(), date(2027, 3, 10), "2027-03-10T16:00"),  # standard time, -7
        (when(), date(2027, 3, 17), "2027-03-17T15:00"),  # daylight saving time, -6
        (when(days=-30, roll=Roll.EARLIER), date(2027, 4, 20), "2027-03-19T15:00"),  # 21 March is a Sunday
        (when(days=-30), date(2027, 4, 20), "2027-03-22T15:00"),
        (when(days=7), date(2028, 2, 22), "2028-02-29T16:00"),  # onto leap day
        (when(days=365), date(2027, 3, 1), "2028-02-29T16:00"),
        (when(days=1, at="13:30"), date(2027, 11, 24), "2027-11-26T20:30"),  # over Thanksgiving
        (when(days=-1, roll=Roll.STAY), date(2027, 3, 8), "2027-03-07T16:00"),
    ],
)
def test_it_finds_the_moment_something_is_due(rule: When, anchor: date, due: str) -> None:
    assert DENVER.due_at(rule, anchor, HOURS) == utc(due)


@pytest.mark.parametrize(
    ("calendar", "day", "at", "due"),
    [
        (DENVER, date(2027, 3, 14), "01:30", "2027-03-14T08:30"),
        (DENVER, date(2027, 3, 14), "02:30", "2027-03-14T09:30"),  # does not exist: 3:30 by the new time
        (DENVER, date(2027, 3, 14), "03:00", "2027-03-14T09:00"),
        (DENVER, date(2027, 11, 7), "00:30", "2027-11-07T06:30"),
        (DENVER, date(2027, 11, 7), "01:30", "2027-11-07T07:30"),  # comes twice: the first
        (DENVER, date(2027, 11, 7), "02:30", "2027-11-07T09:30"),
        (BERLIN, date(2027, 3, 28), "02:30", "2027-03-28T01:30"),  # does not exist: 3:30 by the new time
        (BERLIN, date(2027, 3, 28), "09:00", "2027-03-28T07:00"),
        (BERLIN, date(2027, 10, 31), "02:30", "2027-10-31T00:30"),  # comes twice: the first
        (BERLIN, date(2027, 10, 31), "09:00", "2027-10-31T08:00"),
    ],
)
def test_it_keeps_local_time_on_the_days_the_clock_changes(
    calendar: Calendar, day: date, at: str, due: str
) -> None:
    assert calendar.due_at(when(roll=Roll.STAY, at=at), day, HOURS) == utc(due)


@pytest.mark.parametrize(("calendar", "spring"), [(DENVER, date(2027, 3, 14)), (BERLIN, date(2027, 3, 28))])
def test_it_counts_days_and_not_hours_over_a_clock_change(calendar: Calendar, spring: date) -> None:
    before = calendar.due_at(when(roll=Roll.STAY), spring - timedelta(days=1), HOURS)
    after = calendar.due_at(when(days=2, roll=Roll.STAY), spring - timedelta(days=1), HOURS)
    assert after - before == timedelta(hours=47)


@pytest.mark.parametrize(
    ("moment", "zone", "begins"),
    [
        ("2027-03-10T17:00", None, "2027-03-10T17:00"),  # 10:00
        ("2027-03-10T13:00", None, "2027-03-10T16:00"),  # 6:00, waits for 9:00
        ("2027-03-11T00:00", None, "2027-03-11T16:00"),  # 17:00 sharp is over
        ("2027-03-10T23:59", None, "2027-03-10T23:59"),
        ("2027-03-13T03:00", None, "2027-03-15T15:00"),  # Friday night to Monday, over the clock change
        ("2027-03-13T18:00", None, "2027-03-15T15:00"),  # Saturday at noon
        ("2027-11-25T18:00", None, "2027-11-26T16:00"),  # Thanksgiving
        ("2027-03-10T16:00", "America/Los_Angeles", "2027-03-10T17:00"),  # 8:00 there
        ("2027-03-10T16:00", "America/New_York", "2027-03-10T16:00"),  # 11:00 there
        ("2027-03-10T16:00", "Asia/Tokyo", "2027-03-11T00:00"),  # 1:00 on the next day there
    ],
)
def test_it_moves_into_the_office_hours_of_the_recipient(moment: str, zone: str | None, begins: str) -> None:
    assert DENVER.within_office_hours(utc(moment), HOURS, zone) == utc(begins)


def test_it_knows_the_local_date_of_a_moment() -> None:
    assert DENVER.local_date(utc("2027-03-10T05:00")) == date(2027, 3, 9)


rolled = st.sampled_from([Roll.EARLIER, Roll.LATER])
offsets = st.integers(-200, 200)


@settings(max_examples=60, deadline=None)
@given(anchor=days, offset=offsets, roll=rolled)
def test_it_is_always_due_on_a_business_day_when_rolled(anchor: date, offset: int, roll: Roll) -> None:
    due = DENVER.due_at(when(offset, roll), anchor, HOURS)
    assert DENVER.is_business_day(DENVER.local_date(due))


@settings(max_examples=60, deadline=None)
@given(anchor=days, offset=offsets, more=st.integers(0, 30), roll=st.sampled_from(Roll))
def test_it_is_never_due_earlier_for_more_days(anchor: date, offset: int, more: int, roll: Roll) -> None:
    sooner = DENVER.due_at(when(offset, roll), anchor, HOURS)
    later = DENVER.due_at(when(offset + more, roll), anchor, HOURS)
    assert sooner <= later


@settings(max_examples=60, deadline=None)
@given(anchor=days, offset=offsets)
def test_it_rolls_no_further_than_the_next_business_day(anchor: date, offset: int) -> None:
    day = anchor + timedelta(days=offset)
    due = DENVER.due_on(when(offset), anchor)
    assert day <= due
    assert not any(DENVER.is_business_day(day + timedelta(days=n)) for n in range((due - day).days))


@settings(max_examples=60, deadline=None)
@given(
    day=days,
    minute=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["America/Denver", "Europe/Berlin", "Pacific/Auckland", "Asia/Kolkata"]),
)
def test_it_stays_where_it_was_moved_to(day: date, minute: int, zone: str) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    begins = DENVER.within_office_hours(moment, HOURS, zone)
    assert begins >= moment
    assert DENVER.within_office_hours(begins, HOURS, zone) == begins


@settings(max_examples=60, deadline=None)
@given(day=days, count=st.integers(-30, 30).filter(bool))
def test_it_counts_on_and_back_alike(day: date, count: int) -> None:
    start = DENVER.roll(day, Roll.LATER)
    assert DENVER.business_days_between(start, DENVER.add_business_days(start, count)) == count

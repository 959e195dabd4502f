"""The timeline as list and calendar, and the look ahead before the launch moves."""

from datetime import date

from fastapi.testclient import TestClient

from sectorlaunch.portal.views import months
from sectorlaunch.status.timeline import Entry, Kind
from tests.sectorlaunch.portal.conftest import MAIN, House, everything

TIMELINE, DATE = f"/partnerships/{MAIN}/timeline", f"/partnerships/{MAIN}/launch-date"


def test_it_lays_the_month_out_from_monday_to_sunday() -> None:
    launch = Entry(date(2026, 9, 10), None, Kind.MEETING, "The launch", "planned", False)
    month = months.month([launch], date(2026, 9, 1))
    assert (month.weeks[0][0].on, month.weeks[0][0].in_month) == (date(2026, 8, 31), False)
    assert [day.on for week in month.weeks for day in week if day.entries] == [launch.on]
    assert (month.title, month.before, month.after) == ("September 2026", "", "")


def test_it_leads_to_the_months_that_hold_something(convener: TestClient) -> None:
    page = convener.get(f"{TIMELINE}?view=calendar").text
    assert "March 2026" in page
    assert "month=2026-04" in page
    assert "Target date of the launch" in convener.get(f"{TIMELINE}?view=calendar&month=2026-09").text


def test_it_shows_this_month_when_the_address_names_none(convener: TestClient) -> None:
    assert "March 2026" in convener.get(f"{TIMELINE}?view=calendar&month=soon").text


def test_it_shows_what_would_move_and_changes_nothing(house: House, convener: TestClient) -> None:
    before = everything(house.engine)
    page = convener.get(f"{DATE}?on=2026-09-24").text
    assert "Gate due: Champions" in page
    assert "Move the launch to Thursday, September 24, 2026" in page
    near = convener.get(f"{DATE}?on=2026-03-31").text
    assert "cannot hold at the pace of this plan; the earliest is" in near
    assert "If the rest takes as long as planned" not in near, "one earliest day on a page, not two"
    assert everything(house.engine) == before


def test_it_moves_the_launch(house: House, convener: TestClient) -> None:
    moved = convener.post(DATE, data=house.form(convener, on="2026-09-24", hour=""))
    assert "Thursday, September 24, 2026" in convener.get(moved.headers["location"]).text


def test_it_says_why_a_day_cannot_be_taken(house: House, convener: TestClient) -> None:
    for on in ("2026-02-30", "soon", "2020-01-01"):
        assert 'role="alert"' in convener.get(f"{DATE}?on={on}").text
        assert convener.post(DATE, data=house.form(convener, on=on)).status_code == 422

"""A copy that was put back: the page says what would leave, and sets it going."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.engine import carry_out
from sectorlaunch.portal.portal_request import Portal
from sectorlaunch.records import standstills
from sectorlaunch.tables import Message, MessageState, Standstill
from tests.cast import MONDAY

from .conftest import House


@pytest.fixture
def still(house: House) -> House:
    """The house as a copy, with letters that wait since the copy was made."""
    house.launch.now = MONDAY + timedelta(days=9)
    house.launch.do(carry_out.due)
    with unit_of_work(house.engine, MONDAY) as session:
        session.add(Standstill(since=MONDAY, copied_at=MONDAY))
    return house


def test_it_says_what_would_leave_and_changes_nothing(still: House, convener: TestClient) -> None:
    page = convener.get("/held").text

    assert "This is a copy, and it stands still" in page
    assert "would stay here" in page
    assert "Set it going" in page
    still.deliver()
    with reading(still.engine) as session:
        assert standstills.is_still(session)
        assert session.exec(select(Message).where(Message.state == MessageState.QUEUED)).all()


def test_it_says_on_today_that_nothing_leaves(still: House, convener: TestClient) -> None:
    assert "it is on hold: nothing goes out" in convener.get("/").text


def test_it_is_set_going_and_withholds_what_the_original_may_have_sent(
    still: House, convener: TestClient
) -> None:
    answer = convener.post("/held", data=still.form(convener, until="2026-03-11T16:00"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/held?done=set-going")
    with reading(still.engine) as session:
        assert not standstills.is_still(session)
        assert session.exec(select(Message).where(Message.state == MessageState.WITHHELD)).all()
    assert "Nothing is held back here" in convener.get("/held?done=set-going").text


@pytest.mark.parametrize(
    ("until", "remedy"),
    [("tomorrow", "such as 2027-03-04T18:00"), ("2031-01-01T00:00", "a moment that is yet to come")],
)
def test_a_moment_that_cannot_be_is_said_and_changes_nothing(
    still: House, convener: TestClient, until: str, remedy: str
) -> None:
    answer = convener.post("/held", data=still.form(convener, until=until))

    assert answer.status_code == 422
    assert remedy in answer.text
    with reading(still.engine) as session:
        assert standstills.is_still(session)


def test_only_who_keeps_the_installation_sees_it(
    still: House, convener: TestClient, colleague: TestClient
) -> None:
    assert (convener.get("/held").status_code, colleague.get("/held").status_code) == (200, 403)
    portal: Portal = still.app.state.portal
    still.app.state.portal = _led(still)  # an installation that names a lead
    try:
        assert (convener.get("/held").status_code, colleague.get("/held").status_code) == (403, 403)
        assert still.visitor().get("/held").status_code == 303
    finally:
        still.app.state.portal = portal  # the application is shared by all tests of the portal


def _led(house: House) -> Portal:
    portal: Portal = house.app.state.portal
    return replace(portal, settings=portal.settings.model_copy(update={"leads": "lead@example.org"}))

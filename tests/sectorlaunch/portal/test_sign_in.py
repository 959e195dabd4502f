"""Signing in by a one-time link."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.actions import sign_ins
from sectorlaunch.portal import sessions, sign_in_links
from sectorlaunch.tables import AccountLinkPurpose
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House


def test_it_mails_a_link_that_signs_in_once(house: House) -> None:
    visitor = house.visitor()
    visitor.post("/sign-in", data={"email": " CORA@example.org "})
    (mail,) = house.account_letters("sign-in")
    found = re.search(r"/sign-in/\S+", mail.text)
    assert found is not None
    offer = visitor.get(found[0])
    assert CONVENER in offer.text
    assert sessions.COOKIE not in visitor.cookies
    assert visitor.post(found[0]).headers["location"] == "/"
    assert "Fernwater Valley Partnership" in visitor.get("/").text
    assert house.visitor().post(found[0]).status_code == 404


@pytest.mark.parametrize("address", ["nobody@example.org", "will@example.org", "", "x" * 5000])
def test_it_answers_every_address_alike(house: House, address: str) -> None:
    known = house.visitor().post("/sign-in", data={"email": "cora@example.org"})
    other = house.visitor().post("/sign-in", data={"email": address})
    assert (other.status_code, other.text) == (known.status_code, known.text)
    assert len(house.account_letters("sign-in")) == 1


def test_it_does_not_fill_a_mailbox(house: House) -> None:
    for _ in range(sign_in_links.MOST_AN_HOUR + 3):
        house.launch.now += timedelta(minutes=1)
        house.visitor().post("/sign-in", data={"email": "cora@example.org"})
    assert len(house.account_letters("sign-in")) == sign_in_links.MOST_AN_HOUR
    house.launch.now += timedelta(hours=1)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        assert sign_in_links.send(session, house.launch.now, "cora@example.org")


def test_it_does_not_sign_in_with_a_link_that_has_run_out(house: House) -> None:
    token = house.link(CONVENER, AccountLinkPurpose.SIGN_IN)
    house.launch.now += timedelta(hours=25)
    assert house.visitor().post(f"/sign-in/{token}").status_code == 404


def test_it_ends_a_session_after_two_weeks(house: House, convener: TestClient) -> None:
    house.launch.now += sign_ins.LASTS - timedelta(minutes=1)
    assert convener.get("/").status_code == 200
    house.launch.now += timedelta(minutes=1)
    assert convener.get("/").status_code == 303


def test_it_keeps_the_cookie_from_scripts_and_other_sites(house: House) -> None:
    token = house.link(CONVENER, AccountLinkPurpose.SIGN_IN)
    cookie = house.visitor().post(f"/sign-in/{token}").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_it_signs_out(house: House, convener: TestClient) -> None:
    answer = convener.post("/sign-out", data=house.form(convener))
    assert answer.headers["location"] == "/sign-in"
    assert f'{sessions.COOKIE}=""; ' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize("cookie", ["", "nonsense", "eyJwZXJzb24iOjF9.forged"])
def test_it_takes_no_forged_cookie(house: House, cookie: str) -> None:
    visitor = house.visitor()
    visitor.cookies.set(sessions.COOKIE, cookie)
    assert visitor.get("/").status_code == 303


def test_it_goes_on_to_the_page_that_was_wanted(house: House) -> None:
    visitor = house.visitor()
    visitor.get(f"/partnerships/{MAIN}/timeline")
    token = house.link(CONVENER, AccountLinkPurpose.SIGN_IN)
    assert visitor.post(f"/sign-in/{token}").headers["location"] == f"/partnerships/{MAIN}/timeline"


@pytest.mark.parametrize(
    "wanted", ["//example.com", "https://example.com/", "/partnerships/../p/token", "/p/token"]
)
def test_it_goes_nowhere_else_after_signing_in(house: House, wanted: str) -> None:
    visitor = house.visitor()
    visitor.cookies.set(sessions.WANTED, wanted)
    token = house.link(CONVENER, AccountLinkPurpose.SIGN_IN)
    assert visitor.post(f"/sign-in/{token}").headers["location"] == "/"

"""Signing in by a one-time link."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from notifications import refusals
from notifications.envelope import Outcome, Receipt
from sectorlaunch import database
from sectorlaunch.actions import sign_ins
from sectorlaunch.outbox.deliver import receipts
from sectorlaunch.outbox.write import account_letters
from sectorlaunch.portal import sessions, sign_in_links
from sectorlaunch.tables import Account, AccountLinkPurpose, ToDo
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, House


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


def test_it_never_happens__a_letter_to_sign_in_comes_back_in_silence(house: House) -> None:
    """Refused at the door, given up, or returned later: each keeper has one task while it is open."""
    account_id = house.account_id(COLLEAGUE)
    words = [("5.1.1", "no such user"), ("5.7.1", "blocked by policy"), ("5.2.2", "mailbox full")]
    for code, said in words:
        with database.unit_of_work(house.engine, house.launch.now) as session:
            account = session.get_one(Account, account_id)
            letter = account_letters.write(
                session,
                house.launch.now,
                account,
                "sign-in",
                why="link asked for",
                link="https://launch.example.org/sign-in/x",
                lasts_hours=1,
            )
            receipts.refuse(
                session,
                house.launch.now,
                letter,
                Receipt(Outcome.NEVER, 550, code, said),
                refusals.fault_of(code, said),
                came_back=True,
            )
    with database.reading(house.engine) as session:
        given = session.exec(select(ToDo).where(col(ToDo.purpose).startswith("letter to account"))).all()
    assert [(todo.owner_id, COLLEAGUE in todo.title) for todo in given] == [(house.person_id(CONVENER), True)]
    assert "5.1.1 no such user" in given[0].script
    assert "accounts change-address otto@example.org NEW" in given[0].script
    assert "may not have arrived" in house.signed_in(CONVENER).get(f"/partnerships/{MAIN}").text

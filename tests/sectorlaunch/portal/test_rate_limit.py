"""Whoever tries too much has to wait, and nobody else has."""

from datetime import timedelta

import pytest

from sectorlaunch.portal.app import create_app
from sectorlaunch.portal.rate_limit import (
    FORMS_OF_A_LINK,
    LINKS,
    MOST_REMEMBERED,
    SIGN_IN_ASKS,
    SIGN_IN_LINKS,
    UNKNOWN_LINKS,
    Limit,
    RateLimit,
)
from sectorlaunch.settings import Settings
from sectorlaunch.tables import LinkPurpose
from tests.cast import CONVENER
from tests.sectorlaunch.portal.browser import Browser
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House
from tests.sectorlaunch.portal.test_access import routes


def try_unknown_links(house: House) -> None:
    visitor = house.visitor()
    for number in range(UNKNOWN_LINKS.most):
        assert visitor.get(f"/{'puc'[number % 3]}/unknown-{number}").status_code == 404


def test_it_stops_whoever_tries_one_unknown_link_after_another(house: House) -> None:
    try_unknown_links(house)
    refused = house.visitor().get("/p/one-more")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "wait ten minutes" in refused.text
    assert refused.headers["content-security-policy"].startswith("default-src 'none'")
    house.launch.now += UNKNOWN_LINKS.within
    assert house.visitor().get("/p/one-more").status_code == 404


def test_it_never_happens__dead_links_lock_out_a_colleagues_living_one_or_an_unsubscribe(
    house: House,
) -> None:
    living, unsubscribe = house.link(MEMBER), house.link(MEMBER, LinkPurpose.UNSUBSCRIBE)
    try_unknown_links(house)
    assert house.visitor().get("/p/unknown").status_code == 429
    assert house.visitor().get(f"/p/{living}").status_code == 200
    assert house.visitor().post(f"/u/{unsubscribe}", data={}).status_code == 200


def test_it_counts_one_dead_link_once_however_often_a_calendar_asks_for_it(house: House) -> None:
    visitor = house.visitor()
    for _ in range(UNKNOWN_LINKS.most):
        assert visitor.get("/c/old.ics").status_code == 404
    assert visitor.get("/c/old.ics").status_code == 429
    assert visitor.get("/p/another").status_code == 404


def test_it_does_not_mind_links_that_hold(house: House) -> None:
    visitor, token = house.visitor(), house.link(MEMBER)
    for _ in range(UNKNOWN_LINKS.most + 1):
        assert visitor.head(f"/p/{token}").status_code == 200


def test_it_takes_so_many_forms_by_one_link_and_leaves_the_others_alone(house: House) -> None:
    one, other = house.link(MEMBER), house.link(CONVENER)
    visitor = house.visitor()
    for _ in range(FORMS_OF_A_LINK.most):
        assert visitor.post(f"/p/{one}/answers", data={}).status_code == 422
    assert visitor.post(f"/p/{one}/answers", data={}).status_code == 429
    assert visitor.post(f"/p/{other}/answers", data={}).status_code == 422


def test_it_lets_those_who_are_signed_in_go_on_meanwhile(house: House) -> None:
    convener = house.signed_in(CONVENER)
    try_unknown_links(house)
    assert convener.get(f"/partnerships/{MAIN}").status_code == 200


def test_it_sends_no_endless_row_of_sign_in_links_to_one_address(house: House) -> None:
    visitor = house.visitor()
    for _ in range(SIGN_IN_LINKS.most):
        assert visitor.post("/sign-in", data={"email": "Cora@example.org "}).status_code == 200
    assert visitor.post("/sign-in", data={"email": "cora@example.org"}).status_code == 429


@pytest.mark.parametrize("address", ["cora@example.org", "nobody@example.org"])
def test_it_never_happens__asking_for_others_locks_a_colleague_out(house: House, address: str) -> None:
    visitor = house.visitor()
    for number in range(SIGN_IN_LINKS.most * 4):
        assert visitor.post("/sign-in", data={"email": f"guess{number}@example.org"}).status_code == 200
    assert visitor.post("/sign-in", data={"email": address}).status_code == 200


def test_it_stops_a_place_that_asks_for_everybody(house: House) -> None:
    limits = house.app.state.limits
    for _ in range(SIGN_IN_ASKS.most):
        limits.sign_in_asks.note(house.launch.now, "testclient")
    assert house.visitor().post("/sign-in", data={"email": "cora@example.org"}).status_code == 429


def test_it_guards_every_address_that_is_a_key(house: House) -> None:
    keys = {path for _, path in routes(house.app) if "{token}" in path}
    assert keys
    assert {path for path in keys if not path.startswith(LINKS)} == set()


def test_it_forgets_addresses_before_it_fills_the_memory(house: House) -> None:
    limit = RateLimit(Limit(1, timedelta(minutes=1)))
    for number in range(MOST_REMEMBERED + 1):
        limit.note(house.launch.now, str(number))
    assert not limit.wait(house.launch.now, "0")
    assert limit.wait(house.launch.now, str(MOST_REMEMBERED))


@pytest.mark.parametrize(
    ("proxies", "told_apart"), [("", False), ("192.0.2.1", False), ("testclient", True), ("*", True)]
)
def test_it_believes_only_a_named_proxy_where_a_request_comes_from(
    house: House, proxies: str, told_apart: bool
) -> None:
    settings = Settings(home=house.settings.home, proxies=proxies)
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    visitor = Browser(app, follow_redirects=False)
    for number in range(UNKNOWN_LINKS.most):
        visitor.get(f"/p/unknown-{number}", headers={"X-Forwarded-For": "198.51.100.7"})
    other = visitor.get("/p/one-more", headers={"X-Forwarded-For": "203.0.113.9"})
    assert other.status_code == (404 if told_apart else 429)


def test_it_takes_a_household_for_one_whatever_address_it_goes_out_by(house: House) -> None:
    settings = Settings(home=house.settings.home, proxies="testclient")
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    visitor = Browser(app, follow_redirects=False)
    for number in range(UNKNOWN_LINKS.most):
        visitor.get(f"/p/unknown-{number}", headers={"X-Forwarded-For": f"2001:db8:1:2::{number + 1:x}"})
    again = {"X-Forwarded-For": "2001:db8:1:2:ffff::1"}
    assert visitor.get("/p/one-more", headers=again).status_code == 429

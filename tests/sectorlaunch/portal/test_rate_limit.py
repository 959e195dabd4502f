"""Whoever tries too much has to wait, and nobody else has."""

from datetime import timedelta

from sectorlaunch.portal.rate_limit import LINKS, MOST_CLIENTS, SIGN_IN_LINKS, UNKNOWN_LINKS, Limit, RateLimit
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House
from tests.sectorlaunch.portal.test_access import routes


def try_unknown_links(house: House) -> None:
    visitor = house.visitor()
    for number in range(UNKNOWN_LINKS.most):
        assert visitor.get(f"/{'puc'[number % 3]}/unknown-{number}").status_code == 404


def test_it_stops_whoever_tries_one_unknown_link_after_another(house: House) -> None:
    token = house.link(MEMBER)
    try_unknown_links(house)
    refused = house.visitor().get(f"/p/{token}")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "wait ten minutes" in refused.text
    assert refused.headers["content-security-policy"].startswith("default-src 'none'")
    house.launch.now += UNKNOWN_LINKS.within
    assert house.visitor().get(f"/p/{token}").status_code == 200


def test_it_does_not_mind_links_that_hold(house: House) -> None:
    visitor, token = house.visitor(), house.link(MEMBER)
    for _ in range(UNKNOWN_LINKS.most + 1):
        assert visitor.head(f"/p/{token}").status_code == 200


def test_it_lets_those_who_are_signed_in_go_on_meanwhile(house: House) -> None:
    convener = house.signed_in(CONVENER)
    try_unknown_links(house)
    assert convener.get(f"/partnerships/{MAIN}").status_code == 200


def test_it_sends_no_endless_row_of_sign_in_links(house: House) -> None:
    visitor = house.visitor()
    for number in range(SIGN_IN_LINKS.most):
        assert visitor.post("/sign-in", data={"email": f"guess{number}@example.org"}).status_code == 200
    assert visitor.post("/sign-in", data={"email": "cora@example.org"}).status_code == 429
    assert house.launch.messages("sign-in") == []


def test_it_guards_every_address_that_is_a_key(house: House) -> None:
    keys = {path for _, path in routes(house.app) if "{token}" in path}
    assert keys
    assert {path for path in keys if not path.startswith(LINKS)} == set()


def test_it_forgets_addresses_before_it_fills_the_memory(house: House) -> None:
    limit = RateLimit(Limit(1, timedelta(minutes=1)))
    for number in range(MOST_CLIENTS + 1):
        limit.note(house.launch.now, str(number))
    assert not limit.wait(house.launch.now, "0")
    assert limit.wait(house.launch.now, str(MOST_CLIENTS))

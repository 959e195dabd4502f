"""Every route, as everybody there is: from the application's own list, so that a new one without a rule fails."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.actions import keepers, roles
from sectorlaunch.portal.app import create_app
from sectorlaunch.portal.sessions import COOKIE
from sectorlaunch.settings import Settings
from sectorlaunch.tables import RoleKind
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, MEMBER, House, everything
from tests.sectorlaunch.portal.test_access import (
    BY_LINK,
    CONVENES,
    MONITOR,
    OWN_LETTER,
    PUBLIC,
    RULES,
    SIGNED_IN,
    _address,
    form_a_team,
    routes,
)

GUEST, CHAMPION, SCRIBE = "Biz Alder", "Champ One", "Edda Teach"
FOR_THE_KEEPER = {
    "/held",
    "/settings/arriving",
    "/settings/channels",
    "/settings/channels/{tag}",
    "/settings/channels/{tag}/limits",
    "/settings/keepers",
    "/settings/leads",
    "/settings/letters-way",
    "/settings/mail-servers",
    "/settings/mail-servers/grants",
    "/settings/mail-servers/grants/{grant_id}",
    "/settings/mail-servers/smtp",
    "/settings/mailboxes",
    "/settings/mailboxes/{name}",
    "/settings/playbooks",
    "/settings/playbooks/{key}",
}
"""Of those who are signed in, only whoever keeps the installation."""
KEEPER = "ita@example.org"
SENT_ON, LET_IN, REFUSED, NOT_THERE = {303}, {200, 303, 404, 409, 422}, {403}, {404}
INSIDE = (SIGNED_IN, CONVENES, OWN_LETTER)
NOT_LIMITED = ("/sign-out",)


def as_stranger(house: House) -> tuple[House, TestClient]:
    return house, house.visitor()


def as_somebody(name: str) -> Callable[[House], tuple[House, TestClient]]:
    return lambda house: (house, house.signed_in(name))


def as_part(kind: RoleKind) -> Callable[[House], tuple[House, TestClient]]:
    """Somebody let in with a role; a team lead leads the first action team."""

    def visit(house: House) -> tuple[House, TestClient]:
        if kind is RoleKind.TEAM_LEAD:
            form_a_team(house, lead=SCRIBE)
        with database.unit_of_work(house.engine, house.launch.now) as session:
            roles.name_role(session, house.launch.now, MAIN, kind, "edda@example.org")
        return house, house.signed_in(SCRIBE)

    return visit


def as_keeper(house: House) -> tuple[House, TestClient]:
    """Named to keep the installation; convenes nothing."""
    account_id = _named_keeper(house)
    client = house.visitor()
    client.cookies.set(COOKIE, house.sign_in(account_id))
    return house, client


def as_lead_who_keeps_nothing(house: House) -> tuple[House, TestClient]:
    _named_keeper(house)
    return as_lead(house)


def _named_keeper(house: House) -> int:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        return keepers.name(session, house.launch.now, KEEPER, "Ita Machina", by="the machine").pk


def as_lead(house: House) -> tuple[House, TestClient]:
    """Of the installation, and its keeper while nobody is named to be; convenes nothing here."""
    settings = Settings(home=house.settings.home, leads="lars@example.org")
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    app.state.portal.watch.longest_seconds = 0
    app.state.portal.census.base = "http://127.0.0.1:9/"
    led = House(app, house.engine, settings, house.launch)
    return led, led.signed_in("Lars Union")


def as_convener_under_a_lead(house: House) -> tuple[House, TestClient]:
    led, _ = as_lead(house)
    return led, led.signed_in(CONVENER)


def of_stranger(rule: str, method: str, path: str) -> set[int]:
    return (SENT_ON if method == "GET" else REFUSED) if rule in INSIDE else by_rule(rule)


def of_nobody(rule: str, method: str, path: str) -> set[int]:
    """Known here, and convenes nothing."""
    return REFUSED if rule in INSIDE and path not in NOT_LIMITED else by_rule(rule)


def of_colleague(rule: str, method: str, path: str) -> set[int]:
    if path in FOR_THE_KEEPER:
        return REFUSED  # whoever convened first keeps the house
    return NOT_THERE if rule in (CONVENES, OWN_LETTER) else by_rule(rule)


def of_lead(rule: str, method: str, path: str) -> set[int]:
    """Looks at every partnership, and changes none; a role in it that does not convene is no reason to."""
    if rule == CONVENES:
        return LET_IN if method == "GET" else REFUSED | NOT_THERE
    return by_rule(rule)


PART = "/partnerships/{slug}/part"
MEETING = f"{PART}/meetings/{{meeting_id}}"
DAY = {("GET", f"{MEETING}/day"), ("POST", f"{MEETING}/day"), ("GET", f"{MEETING}/day/{{sheet}}")}
OPEN = {
    RoleKind.SCRIBE: {
        ("GET", MEETING),
        ("POST", f"{MEETING}/attendance"),
        ("POST", f"{MEETING}/notes"),
        *DAY,
        ("GET", f"{PART}/summary"),
        ("POST", f"{PART}/summary"),
    },
    RoleKind.FACILITATOR: {
        ("GET", MEETING),
        ("POST", f"{MEETING}/roles"),
        *DAY,
        ("GET", f"{PART}/guests"),
        ("GET", f"{PART}/agenda"),
        ("POST", f"{PART}/agenda"),
    },
    RoleKind.TEAM_LEAD: {("GET", f"{PART}/teams/{{team_id}}"), ("POST", f"{PART}/teams/{{team_id}}")},
    RoleKind.LEAD_WHO_LOOKS: {
        ("GET", "/partnerships/{slug}/status"),
        ("GET", "/partnerships/{slug}/figures/{name}.svg"),
    },
}
"""Beside the page of their own part and its language: every route of a partnership that lets somebody in with this role."""
OWN_PART = {("GET", PART), ("POST", f"{PART}/language"), ("POST", "/partnerships/{slug}/own-page")}
FOR_ANYBODY = {"/", "/changes", "/partnerships", "/account", "/account/sign-ins", "/account/language"}
"""Of the routes for those who are signed in, those that need no more than a part in some partnership."""


def of_part(kind: RoleKind) -> "Expected":
    def expected(rule: str, method: str, path: str) -> set[int]:
        if rule == CONVENES:
            return LET_IN if (method, path) in OPEN[kind] | OWN_PART else REFUSED
        if rule == OWN_LETTER or (rule == SIGNED_IN and path not in FOR_ANYBODY):
            return REFUSED
        return by_rule(rule)

    return expected


def of_co_convener(rule: str, method: str, path: str) -> set[int]:
    return REFUSED if path in FOR_THE_KEEPER else by_rule(rule)


def of_keeper(rule: str, method: str, path: str) -> set[int]:
    """The house, and no partnership in it."""
    return NOT_THERE if rule in (CONVENES, OWN_LETTER) else by_rule(rule)


def of_lead_who_keeps_nothing(rule: str, method: str, path: str) -> set[int]:
    return REFUSED if path in FOR_THE_KEEPER else of_lead(rule, method, path)


def of_led_convener(rule: str, method: str, path: str) -> set[int]:
    return REFUSED if path in FOR_THE_KEEPER else by_rule(rule)


def by_rule(rule: str) -> set[int]:
    if rule in BY_LINK:
        return NOT_THERE  # the token of the address is made up
    assert rule in (PUBLIC, MONITOR, *INSIDE), f"say in this test who may come in under “{rule}”"
    return LET_IN | ({403, 503} if rule in (PUBLIC, MONITOR) else set())


Visit = Callable[[House], tuple[House, TestClient]]
Expected = Callable[[str, str, str], set[int]]
VISITORS: dict[str, tuple[Visit, Expected]] = {
    "stranger": (as_stranger, of_stranger),
    "guest": (as_somebody(GUEST), of_nobody),
    "member": (as_somebody(MEMBER), of_nobody),
    "champion": (as_somebody(CHAMPION), of_nobody),
    "scribe": (as_part(RoleKind.SCRIBE), of_part(RoleKind.SCRIBE)),
    "facilitator": (as_part(RoleKind.FACILITATOR), of_part(RoleKind.FACILITATOR)),
    "team lead": (as_part(RoleKind.TEAM_LEAD), of_part(RoleKind.TEAM_LEAD)),
    "lead who looks": (as_part(RoleKind.LEAD_WHO_LOOKS), of_part(RoleKind.LEAD_WHO_LOOKS)),
    "co-convener": (as_part(RoleKind.CO_CONVENER), of_co_convener),
    "convener of another": (as_somebody(COLLEAGUE), of_colleague),
    "lead": (as_lead, of_lead),
    "lead who keeps nothing": (as_lead_who_keeps_nothing, of_lead_who_keeps_nothing),
    "keeper": (as_keeper, of_keeper),
    "convener where another keeps the house": (as_convener_under_a_lead, of_led_convener),
}
CHANGE_NOTHING = (
    "stranger",
    "guest",
    "member",
    "champion",
    "scribe",
    "facilitator",
    "team lead",
    "lead who looks",
)
"""With the empty forms that are sent here."""


@pytest.mark.parametrize("who", VISITORS)
def test_it_lets_everybody_in_where_they_belong_and_nowhere_else(house: House, who: str) -> None:
    assert set(routes(house.app)) == set(RULES), "say of every route who may come in"
    visit, expected = VISITORS[who]
    there, client = visit(house)
    before = everything(house.engine)
    wrong = []
    for (method, path), rule in sorted(RULES.items()):
        if path == "/sign-out":
            continue  # whoever is signed in ends it
        there.app.state.limits.forget()
        signed_in = who != "stranger"
        form = there.form(client) if signed_in else {}
        status = client.request(
            method, _address(there, path), data=form if method == "POST" else None
        ).status_code
        if status not in expected(rule, method, path):
            wrong.append(f"{method} {path}: {status}, and not {sorted(expected(rule, method, path))}")
    assert wrong == []
    if who in CHANGE_NOTHING:
        after = everything(house.engine)
        links = [found.pop("accesslink") for found in (before, after)]
        assert after == before
        assert len(links[1]) - len(links[0]) <= 1, (
            "no more than the link to their own page, which they asked for"
        )

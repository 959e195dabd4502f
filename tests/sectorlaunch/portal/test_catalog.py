"""The catalog of pages is whole: a new route without a sample address fails here."""

from tests.sectorlaunch.portal.conftest import House
from tests.sectorlaunch.portal.pages import FILLS, LINKS, _holes
from tests.sectorlaunch.portal.test_access import (
    CONVENES,
    MONITOR,
    OWN_LETTER,
    PUBLIC,
    RULES,
    SIGNED_IN,
    routes,
)

KNOWN = {CONVENES, SIGNED_IN, OWN_LETTER, PUBLIC, *LINKS}


def test_it_knows_a_sample_address_for_every_page(house: House) -> None:
    missing = {
        path: hole
        for method, path in routes(house.app)
        if method == "GET"
        for hole in _holes(path)
        if hole != "token" and hole not in FILLS and (path, hole) not in FILLS
    }
    assert missing == {}, "say in tests/sectorlaunch/portal/pages.py what may stand there"


def test_it_knows_who_goes_to_every_page() -> None:
    assert {
        path: rule
        for (method, path), rule in RULES.items()
        if method == "GET" and rule not in {*KNOWN, MONITOR}
    } == {}

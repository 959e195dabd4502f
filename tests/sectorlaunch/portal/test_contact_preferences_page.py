"""The page behind every foot: stopping, pausing, choosing. Looking changes nothing."""

from datetime import date

from sectorlaunch.tables import LinkPurpose
from tests.sectorlaunch.portal.conftest import MEMBER, House, everything


def address(house: House) -> str:
    return f"/u/{house.link(MEMBER, LinkPurpose.UNSUBSCRIBE)}"


def test_it_offers_a_pause_and_changes_nothing_by_being_read(house: House) -> None:
    link = address(house)
    before = everything(house.engine)
    page = house.visitor().get(link)
    assert "No messages until" in page.text
    assert everything(house.engine) == before


def test_it_notes_a_pause_and_the_digest_without_stopping_the_rest(house: House) -> None:
    link = address(house)
    page = house.visitor().post(link, data={"wish": "choose", "paused_until": "2026-05-01", "digest": "no"})
    assert "No messages until Friday, May 1, 2026." in page.text
    person = house.launch.someone(MEMBER)
    assert (person.paused_until, person.wants_digest) == (date(2026, 5, 1), False)
    assert person.do_not_contact_since is None


def test_it_ends_a_pause_that_is_emptied(house: House) -> None:
    link = address(house)
    for until in ("2026-05-01", ""):
        house.visitor().post(link, data={"wish": "choose", "paused_until": until})
    assert house.launch.someone(MEMBER).paused_until is None


def test_it_says_beside_the_form_what_is_wrong_with_a_date(house: House) -> None:
    answer = house.visitor().post(address(house), data={"wish": "choose", "paused_until": "soon"})
    assert answer.status_code == 422
    assert "Write the day as 2027-03-04." in answer.text

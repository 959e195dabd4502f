"""Somebody who wants their letters in Spanish says so on their page, and gets them."""

from languages import Language
from tests.sectorlaunch.portal.conftest import MEMBER, House


def wished(house: House) -> Language | None:
    return house.launch.someone(MEMBER).language


def test_it_keeps_the_wish_and_offers_the_way_back(house: House) -> None:
    address = f"/p/{house.link(MEMBER)}"
    visitor = house.visitor()
    assert "Cartas en español" in visitor.get(address).text
    visitor.post(f"{address}/language", data={"language": "es-US"})
    assert wished(house) is Language.SPANISH
    assert "Letters in English" in visitor.get(address).text


def test_it_takes_no_language_there_is_not(house: House) -> None:
    answer = house.visitor().post(f"/p/{house.link(MEMBER)}/language", data={"language": "xx"})
    assert (answer.status_code, "Choose one of the languages." in answer.text) == (422, True)
    assert wished(house) is None

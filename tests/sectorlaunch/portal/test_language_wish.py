"""Whoever wants Spanish says so on any page they opened from a letter, and from then on is answered in it."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from languages import Language
from sectorlaunch import database
from sectorlaunch.actions import language_wishes
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Event, LinkPurpose, Message, Person
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

IN_SPANISH = ('<html lang="es-US">', "In English")


def wished(house: House) -> Language | None:
    return house.launch.someone(MEMBER).language


def speaks_spanish(house: House) -> None:
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        member = session.get_one(Person, house.person_id(MEMBER))
        language_wishes.wish(session, now, member, Language.SPANISH, by=member.name)


def test_it_keeps_the_wish_records_it_and_offers_the_way_back(house: House) -> None:
    address = f"/p/{house.link(MEMBER)}"
    visitor = house.visitor()
    english = visitor.get(address).text
    assert ('<html lang="en-US">' in english, "En español" in english) == (True, True)
    answer = visitor.post(f"{address}/language", data={"language": "es-US"})
    spanish = visitor.get(answer.headers["location"]).text
    assert all(words in spanish for words in (*IN_SPANISH, "Esta página y sus cartas están en español"))
    assert wished(house) is Language.SPANISH
    with database.reading(house.engine) as session:
        noted = session.exec(select(Event).where(Event.kind == EventKind.WISHES_CHANGED)).all()
        assert [event.summary for event in noted] == [f"{MEMBER} wants letters and pages in Spanish."]


def test_it_takes_no_language_there_is_not(house: House) -> None:
    answer = house.visitor().post(f"/p/{house.link(MEMBER)}/language", data={"language": "xx"})
    assert (answer.status_code, "Choose one of the languages." in answer.text) == (422, True)
    assert wished(house) is None


def test_it_says_a_mistake_in_the_language_of_the_page(house: House) -> None:
    speaks_spanish(house)
    answer = house.visitor().post(f"/p/{house.link(MEMBER)}/answers", data={})
    assert (answer.status_code, "Elija una respuesta por lo menos a una pregunta" in answer.text) == (
        422,
        True,
    )


def test_it_asks_about_messages_in_the_language_and_lets_it_be_changed_there(house: House) -> None:
    address = f"/u/{house.link(MEMBER, LinkPurpose.UNSUBSCRIBE)}"
    visitor = house.visitor()
    spanish = visitor.post(address, data={"language": "es-US"}).text
    assert all(words in spanish for words in (*IN_SPANISH, "¿Dejar de recibir todos los mensajes?"))
    assert wished(house) is Language.SPANISH
    paused = visitor.post(address, data={"wish": "choose", "paused_until": "2031-03-04"}).text
    assert "Sin mensajes hasta el martes, 4 de marzo de 2031." in paused
    assert "<h1>No recibirá más mensajes</h1>" in visitor.post(address, data={}).text


def test_it_offers_the_calendar_in_the_language(house: House) -> None:
    address = f"/p/{house.link(MEMBER)}"
    visitor = house.visitor()
    back = visitor.post(f"{address}/language", data={"language": "es-US", "back": "calendar"})
    page = visitor.get(back.headers["location"]).text
    assert all(words in page for words in (*IN_SPANISH, "Sus fechas en su calendario"))


@pytest.mark.parametrize(
    ("header", "heading"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "En esta dirección no hay nada"),
        ("en-US,en;q=0.9,es;q=0.8", "There is nothing at this address"),
        ("fr", "There is nothing at this address"),
        (";q=,;;q=x, es;q=0.1", "En esta dirección no hay nada"),
    ],
)
def test_it_follows_the_browser_of_whoever_opens_a_link_that_holds_no_more(
    house: House, header: str, heading: str
) -> None:
    answer = house.visitor().get("/p/gone", headers={"accept-language": header})
    assert (answer.status_code, heading in answer.text) == (404, True)


def test_it_speaks_english_to_conveners_whatever_their_browser_asks_for(convener: TestClient) -> None:
    for page in ("/", f"/partnerships/{MAIN}"):
        assert '<html lang="en-US">' in convener.get(page, headers={"accept-language": "es"}).text


def test_it_asks_whoever_signs_in_as_their_browser_speaks(house: House) -> None:
    for language, html in (("es", '<html lang="es-US">'), ("en", '<html lang="en-US">')):
        assert html in house.visitor().get("/sign-in", headers={"accept-language": language}).text


def test_a_convener_chooses_for_the_partnership_and_notes_what_one_person_wants(
    house: House, convener: TestClient
) -> None:
    member = f"/partnerships/{MAIN}/people/{house.person_id(MEMBER)}"
    made_from = made_in(convener.get(f"/partnerships/{MAIN}/settings").text, 'value="language"')
    chosen = {"action": "language", "language": "es-US", "made_from": made_from}
    answer = convener.post(f"/partnerships/{MAIN}/settings", data=house.form(convener, **chosen))
    assert answer.headers["location"].endswith("/settings?done=language-chosen")
    visitor, address = house.visitor(), f"/p/{house.link(MEMBER)}"
    assert IN_SPANISH[0] in visitor.get(address).text

    page = convener.get(member).text
    assert "as the partnership: Spanish" in page
    made_from = made_in(page, 'people/[0-9]+/language"')
    wanted = {"language": "en-US", "made_from": made_from}
    convener.post(f"{member}/language", data=house.form(convener, **wanted))
    assert '<html lang="en-US">' in visitor.get(address).text
    assert '<html lang="en-US">' in convener.get(member).text
    made_from = made_in(convener.get(member).text, 'people/[0-9]+/language"')
    convener.post(f"{member}/language", data=house.form(convener, language="", made_from=made_from))
    assert wished(house) is None


def test_it_writes_about_signing_in_in_the_language_of_whoever_signs_in(house: House) -> None:
    def wish(language: Language) -> Message:
        now = house.launch.now
        with database.unit_of_work(house.engine, now) as session:
            person = session.get_one(Person, house.person_id(CONVENER))
            language_wishes.wish(session, now, person, language, by=person.name)
        house.visitor().post("/sign-in", data={"email": "cora@example.org"})
        return house.account_letters("sign-in")[-1]

    spanish = wish(Language.SPANISH)
    assert (spanish.language, spanish.subject) == (
        Language.SPANISH,
        "Su enlace para entrar: sirve una vez, durante 24 horas",
    )
    assert "porque se pidió un enlace para entrar" in spanish.text
    assert wish(Language.ENGLISH).language is Language.ENGLISH


def made_in(page: str, form: str) -> str:
    """What the form of a page was made from."""
    found = re.search(form + r".*?name=\"made_from\" value=\"([^\"]*)\"", page, re.DOTALL)
    assert found is not None
    return found[1]

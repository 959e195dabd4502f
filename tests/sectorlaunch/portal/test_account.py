"""The account one signs in with: its address is its owner's, whatever anybody writes on a list."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database, known_addresses
from sectorlaunch.actions import roles
from sectorlaunch.tables import Account, Message, MessageState, Person, RoleKind
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, OTHER, House

NEW = "cora.venner@example.org"
OLD = "cora@example.org"


def address(house: House, name: str = CONVENER) -> str:
    with database.reading(house.engine) as session:
        return session.get_one(Account, house.account_id(name)).email


def ask(house: House, client: TestClient, email: str = NEW) -> None:
    client.post("/account", data=house.form(client, wish="address", email=email))


def link_in(letter: Message) -> str:
    found = re.search(r"/account/address/\S+", letter.text)
    assert found is not None
    return found[0]


def test_it_changes_the_address_once_both_have_agreed_and_tells_both(
    house: House, convener: TestClient
) -> None:
    ask(house, convener)
    (to_old,) = house.account_letters("address-change")
    assert to_old.to_address == OLD
    assert NEW in to_old.text
    assert house.visitor().get(link_in(to_old)).status_code == 200
    assert address(house) == OLD, "a mail scanner that opens the link must not agree to it"

    house.visitor().post(link_in(to_old))
    _, to_new = house.account_letters("address-change")
    assert to_new.to_address == NEW
    assert address(house) == OLD, "nobody has shown yet that the new address reaches her"
    assert "Done" in house.visitor().post(link_in(to_new)).text

    assert address(house) == NEW
    assert [letter.to_address for letter in house.account_letters("address-changed")] == [OLD, NEW]
    house.visitor().post("/sign-in", data={"email": OLD})
    assert house.account_letters("sign-in") == []
    house.visitor().post("/sign-in", data={"email": NEW})
    assert [letter.to_address for letter in house.account_letters("sign-in")] == [NEW]


def test_it_leaves_the_address_while_the_old_one_has_not_agreed(house: House, convener: TestClient) -> None:
    ask(house, convener)
    assert address(house) == OLD
    assert [letter.to_address for letter in house.account_letters("address-change")] == [OLD]


def test_it_uses_each_link_once(house: House, convener: TestClient) -> None:
    ask(house, convener)
    (to_old,) = house.account_letters("address-change")
    assert house.visitor().post(link_in(to_old)).status_code == 200
    assert house.visitor().post(link_in(to_old)).status_code == 404
    assert len(house.account_letters("address-change")) == 2


def test_it_ends_an_earlier_wish_with_a_later_one(house: House, convener: TestClient) -> None:
    ask(house, convener, "first@example.org")
    ask(house, convener, NEW)
    first, _ = house.account_letters("address-change")
    assert house.visitor().post(link_in(first)).status_code == 404


@pytest.mark.parametrize("email", ["", "no address", OLD])
def test_it_says_what_is_wrong_with_an_address(house: House, convener: TestClient, email: str) -> None:
    answer = convener.post("/account", data=house.form(convener, wish="address", email=email))
    assert answer.status_code == 422
    assert house.account_letters("address-change") == []


def test_it_takes_no_address_of_another_account_and_says_so_to_nobody_but_its_owner(
    house: House, convener: TestClient
) -> None:
    ask(house, convener, "otto@example.org")
    (to_old,) = house.account_letters("address-change")
    house.visitor().post(link_in(to_old))
    _, to_new = house.account_letters("address-change")
    answer = house.visitor().post(link_in(to_new))
    assert answer.status_code == 422
    assert "an account of its own already" in answer.text
    assert address(house) == OLD


def test_it_never_happens__an_address_on_a_list_gets_a_sign_in_link(
    house: House, convener: TestClient
) -> None:
    person_id = house.person_id(CONVENER)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        account = session.get_one(Account, house.account_id(CONVENER))
        account.verified_at = house.launch.now
        session.add(account)
    form = house.form(convener, email="somebody.else@example.org")
    convener.post(f"/partnerships/{MAIN}/people/{person_id}/address", data=form)
    house.visitor().post("/sign-in", data={"email": "somebody.else@example.org"})
    assert house.account_letters("sign-in") == []
    house.visitor().post("/sign-in", data={"email": OLD})
    assert [letter.to_address for letter in house.account_letters("sign-in")] == [OLD]


def test_it_follows_a_slip_of_the_pen_until_somebody_has_signed_in(
    house: House, convener: TestClient
) -> None:
    form = house.form(convener, action="let-in", email="ezra@example.org", name="Ezra Typo")
    form |= {"organization": "Fernwater College", "sector": "education"}
    convener.post(f"/partnerships/{MAIN}/settings", data=form)
    person_id = house.person_id("Ezra Typo")
    again = house.form(convener, email="ezra.typo@example.org")
    convener.post(f"/partnerships/{MAIN}/people/{person_id}/address", data=again)
    house.visitor().post("/sign-in", data={"email": "ezra@example.org"})
    house.visitor().post("/sign-in", data={"email": "ezra.typo@example.org"})
    assert [letter.to_address for letter in house.account_letters("sign-in")] == ["ezra.typo@example.org"]


def test_it_sends_a_link_to_sign_in_to_somebody_who_wants_no_messages(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        person = session.get_one(Person, house.person_id(CONVENER))
        person.do_not_contact_since = house.launch.now
        session.add(person)
        known_addresses.note_refused(session, house.launch.now, OLD)
        known_addresses.stop(session, house.launch.now, OLD)
    house.visitor().post("/sign-in", data={"email": OLD})
    house.deliver()
    (letter,) = house.account_letters("sign-in")
    assert letter.state is MessageState.SENT


def test_it_shows_letters_about_signing_in_to_nobody_but_their_owner(
    house: House, convener: TestClient, colleague: TestClient
) -> None:
    ask(house, convener)
    house.deliver()
    assert "Another address for signing in?" in convener.get("/mailbox").text
    assert "Another address for signing in?" not in colleague.get("/mailbox").text


def test_it_keeps_another_name(house: House, convener: TestClient) -> None:
    convener.post("/account", data=house.form(convener, wish="name", name="Dr. Cora Venner"))
    assert "Dr. Cora Venner" in convener.get("/account").text


def test_it_lets_one_account_convene_in_several_partnerships(house: House, colleague: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        roles.name_role(
            session,
            house.launch.now,
            MAIN,
            RoleKind.CO_CONVENER,
            "otto@example.org",
            roles.Newcomer("Otto Elsewhere", "Fernwater College"),
        )
        accounts = session.exec(select(Account).where(Account.email == "otto@example.org")).all()
    assert len(accounts) == 1
    for slug in (MAIN, OTHER):
        assert colleague.get(f"/partnerships/{slug}").status_code == 200


def test_it_has_no_account_for_somebody_who_only_takes_part(house: House) -> None:
    with database.reading(house.engine) as session:
        assert session.get_one(Person, house.person_id(MEMBER)).account_id is None

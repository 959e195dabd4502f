"""Messages and the local mailbox: what a convener may read, and what stays the recipient's."""

import re

from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import roles
from sectorlaunch.tables import (
    HeldBecause,
    LinkPurpose,
    Message,
    MessageState,
    PlannedTouch,
    RoleKind,
    TouchState,
)
from tests.cast import TEAM
from tests.sectorlaunch.portal.conftest import COLLEAGUE, CORA, MAIN, MEMBER, OTHER, House

PRIVATE = re.compile(r"/(p|u|sign-in)/[A-Za-z0-9_-]{16,}")


def test_it_lists_every_message_with_its_state(convener: TestClient) -> None:
    page = convener.get(f"/partnerships/{MAIN}/messages").text
    for name in TEAM:
        assert name in page
    assert "sent" in page


def test_it_shows_messages_of_one_state(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        first = session.exec(select(Message).where(Message.to_name == MEMBER)).all()
        for message in first:
            message.state, message.state_reason = MessageState.DEAD, "No such mailbox."
            session.add(message)
    page = convener.get(f"/partnerships/{MAIN}/messages?state=dead").text
    assert "No such mailbox." in page
    assert "Edda Teach" not in page


def test_it_sends_again_what_was_refused_for_how_our_mail_is_sent(house: House, convener: TestClient) -> None:
    page = f"/partnerships/{MAIN}/messages"
    assert "Send what was refused again" not in convener.get(page).text
    refused = house.launch.messages("welcome")[0].pk
    with database.unit_of_work(house.engine, house.launch.now) as session:
        message = session.get_one(Message, refused)
        message.state, message.held_because = MessageState.DEAD, HeldBecause.SENDER_REFUSED
    shown = convener.get(page).text
    assert "Send what was refused again" in shown
    answer = convener.post(page, data=house.form(convener), follow_redirects=True)
    assert "on its way out again" in answer.text
    with database.reading(house.engine) as session:
        assert session.get_one(Message, refused).state is MessageState.QUEUED


def test_it_shows_a_message_as_sent_with_its_attempts_and_without_its_private_links(
    house: House, convener: TestClient
) -> None:
    message = house.launch.messages("welcome")[0]
    assert PRIVATE.search(message.text)
    address = f"/partnerships/{MAIN}/messages/{message.id}"
    page, letter = convener.get(address).text, convener.get(f"{address}/letter").text
    assert "local mailbox" in page
    assert message.to_name.split()[0] in letter
    assert not PRIVATE.search(page)
    assert not PRIVATE.search(letter)


def test_it_does_not_show_a_message_under_another_partnership(house: House, colleague: TestClient) -> None:
    message = house.launch.messages("welcome")[0]
    assert colleague.get(f"/partnerships/{OTHER}/messages/{message.id}").status_code == 404
    assert colleague.get(f"/partnerships/{OTHER}/messages/{message.id}/letter").status_code == 404


def letters(client: TestClient) -> list[str]:
    return re.findall(r'href="(/mailbox/[^"?]+)"', client.get("/mailbox").text)


def test_it_shows_each_convener_the_letters_of_their_own_partnerships(
    house: House, convener: TestClient, colleague: TestClient
) -> None:
    assert "Nothing leaves this machine" in convener.get("/mailbox").text
    mine, theirs = letters(convener), letters(colleague)
    assert len(mine) == len(TEAM)
    assert theirs
    assert not set(mine) & set(theirs)


def test_it_lets_links_in_the_mailbox_be_tried_out(house: House, convener: TestClient) -> None:
    name = letters(convener)[0]
    letter = convener.get(f"{name}/letter")
    link = re.search(r"/p/([A-Za-z0-9_-]{16,})", letter.text)
    assert link is not None
    assert house.visitor().get(link[0]).status_code == 200
    assert '<base target="_blank">' in letter.text
    assert "allow-popups" in letter.headers["content-security-policy"]


def test_it_hands_out_the_file_for_a_mail_program(convener: TestClient) -> None:
    response = convener.get(f"{letters(convener)[0]}/file")
    assert response.headers["content-type"].startswith("message/rfc822")
    assert b"Message-ID:" in response.content


def test_it_keeps_the_sign_in_link_of_a_co_convener_to_themselves(house: House, convener: TestClient) -> None:
    """They may convene partnerships the reader has no part in."""
    other_id = house.account_id(COLLEAGUE)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        roles.name_role(session, house.launch.now, OTHER, RoleKind.CO_CONVENER, "cora@example.org", CORA)
    before = len(letters(convener))
    house.visitor().post("/sign-in", data={"email": "otto@example.org"})
    house.deliver()
    with database.reading(house.engine) as session:
        mail = session.exec(select(Message).where(Message.kind == "sign-in")).one()
        assert (mail.account_id, mail.state) == (other_id, MessageState.SENT)
        assert (mail.run_id, mail.person_id) == (None, None)
    assert len(letters(convener)) == before
    assert any(
        "sign" in house.signed_in(COLLEAGUE).get(name).text for name in letters(house.signed_in(COLLEAGUE))
    )


def test_it_has_no_letter_of_a_name_that_leads_elsewhere(convener: TestClient) -> None:
    for name in ("..%2Fportal.key", "portal.key", "%2e%2e", "20260302T160000Z-nothing.eml"):
        assert convener.get(f"/mailbox/{name}").status_code == 404


def test_it_stops_all_messages_on_one_press(house: House) -> None:
    token = house.link(MEMBER, LinkPurpose.UNSUBSCRIBE)
    assert "Stop all messages?" in house.visitor().get(f"/u/{token}").text
    assert house.launch.someone(MEMBER).do_not_contact_since is None
    answer = house.visitor().post(
        f"/u/{token}", data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200
    assert "no more messages" in answer.text
    assert house.launch.someone(MEMBER).do_not_contact_since == house.launch.now


def test_it_sends_a_message_again(house: House, convener: TestClient) -> None:
    first = house.launch.messages("welcome")[0]
    address = f"/partnerships/{MAIN}/messages/{first.id}"
    assert "Send it again" in convener.get(address).text
    answer = convener.post(address, data=house.form(convener, action="again"))
    page = convener.get(answer.headers["location"]).text
    assert ("on its way out again" in page, "Send it again" in page) == (True, False)


def test_it_says_what_was_missed_and_why(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        planned = session.exec(
            select(PlannedTouch).where(PlannedTouch.touch_key == "shared-table-reminder")
        ).first()
        assert planned is not None
        planned.state, planned.result = TouchState.MISSED, "missed: the power was out"
        session.add(planned)
    page = convener.get(f"/partnerships/{MAIN}/messages").text
    assert "the power was out" in page

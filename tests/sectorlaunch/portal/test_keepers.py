"""Who keeps the installation, and that nobody turns everybody's letters elsewhere alone."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import keepers as keeper_actions
from sectorlaunch.actions import roles
from sectorlaunch.engine import keepers as keeper_engine
from sectorlaunch.errors import NotAllowed
from sectorlaunch.outbox import channel_changes, channels
from sectorlaunch.portal.sessions import COOKIE
from sectorlaunch.records import keepers
from sectorlaunch.tables import Account, Channel, ChannelChange, Message, RoleKind
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, OTHER, House

OLD = "letters://cora:hunter2@mail.example.org?from=launch@example.org"
NEW = "letters://thief:hunter3@mail.example.net?from=launch@example.net"
ITA = "ita@example.org"
"""Keeps the machine, convenes nothing."""


def letters_leave(house: House, since: timedelta = timedelta(days=30)) -> None:
    """The house has its way out for letters, in use since a month."""
    then = house.launch.now - since
    with database.unit_of_work(house.engine, then) as session:
        channel = channels.add(session, then, "email", OLD)
        channel.tested_at = then
        channels.go_live(session, then, "email")


def way(house: House) -> str:
    with database.reading(house.engine) as session:
        return session.exec(select(Channel)).one().url


def redirect(house: House, client: TestClient, url: str = NEW) -> int:
    form = house.form(client, tag="email", url=url, sender="")
    return int(client.post("/settings/channels", data=form).status_code)


def named(house: House, days_ago: int = 30, email: str = ITA) -> int:
    then = house.launch.now - timedelta(days=days_ago)
    with database.unit_of_work(house.engine, then) as session:
        return keeper_actions.name(session, then, email, "Ita Machina", by="whoever has the machine").pk


def as_keeper(house: House, account_id: int) -> TestClient:
    client = house.visitor()
    client.cookies.set(COOKIE, house.sign_in(account_id))
    return client


def link_in(letter: Message) -> str:
    found = re.search(r"/account/letters/\S+", letter.text)
    assert found is not None
    return found[0]


def test_it_is_kept_by_whoever_set_it_up(house: House) -> None:
    with database.reading(house.engine) as session:
        assert [account.name for account in keepers.of(session, frozenset())] == [CONVENER]


def test_it_tells_others_who_keeps_it(house: House, convener: TestClient, colleague: TestClient) -> None:
    assert "Cora Venner keeps this installation." in colleague.get("/settings").text
    for address, fields in (
        ("/settings/channels", {"tag": "chat", "url": "json://example.org"}),
        ("/settings/channels/email", {"action": "live"}),
        ("/settings/keepers", {"action": "name", "email": "otto@example.org"}),
        ("/settings/leads", {"action": "name", "email": "otto@example.org"}),
        ("/settings/letters-way", {"action": "agree"}),
    ):
        answer = colleague.post(address, data=house.form(colleague, **fields))
        assert (answer.status_code, "Ask Cora Venner" in answer.text) == (403, True), address
    assert "keeps this installation." not in convener.get("/settings").text


def test_it_never_happens__a_convener_redirects_everybodys_mail(house: House, colleague: TestClient) -> None:
    letters_leave(house)
    assert redirect(house, colleague) == 403
    assert way(house) == OLD


def test_it_never_happens__whoever_sits_at_a_keepers_page_redirects_everybodys_mail(
    house: House, convener: TestClient
) -> None:
    """They have her browser and nothing else: not her mail, and not a second keeper."""
    letters_leave(house)
    assert redirect(house, convener) == 303
    agree = house.form(convener, action="agree")
    assert convener.post("/settings/letters-way", data=agree).status_code == 422
    accomplice = house.form(convener, action="name", email="thief@example.net", name="A Thief")
    assert convener.post("/settings/keepers", data=accomplice).status_code == 303
    with database.reading(house.engine) as session:
        thief = session.exec(select(Account).where(Account.email == "thief@example.net")).one().pk
    at_once = as_keeper(house, thief)
    agree = house.form(at_once, action="agree")
    assert at_once.post("/settings/letters-way", data=agree).status_code == 422
    assert way(house) == OLD
    told = [letter.to_address for letter in house.account_letters("keeper-news")]
    assert told == ["cora@example.org", "thief@example.net"], "she reads that somebody was named in her name"


def test_it_never_happens__the_link_is_read_in_the_local_mailbox(house: House, convener: TestClient) -> None:
    """Sending is stopped after asking, so that the letter stays here, and begun again once it was read."""
    letters_leave(house)
    redirect(house, convener)
    convener.post("/settings/channels/email", data=house.form(convener, action="stand-down"))
    (letter,) = house.account_letters("letters-way")
    assert house.visitor().get(link_in(letter)).status_code == 404
    token = link_in(house.account_letters("letters-way")[0])
    convener.post("/settings/channels/email", data=house.form(convener, action="live"))
    assert house.visitor().post(token).status_code == 404
    house.launch.now += timedelta(minutes=1)
    assert house.visitor().post(link_in(house.account_letters("letters-way")[0])).status_code == 404
    assert way(house) == OLD


def test_it_changes_the_way_once_the_old_one_has_agreed(house: House, convener: TestClient) -> None:
    letters_leave(house)
    redirect(house, convener)
    page = convener.get("/settings").text
    assert ("waits for a yes" in page, "You asked on" in page, "hunter3" in page) == (True, True, False)
    (letter,) = house.account_letters("letters-way")
    assert letter.to_address == "cora@example.org"
    link = link_in(letter)
    assert "mail.example.net" in house.visitor().get(link).text
    assert way(house) == OLD, "a mail scanner that opens the link must not agree to it"
    assert "Agreed" in house.visitor().post(link).text
    assert way(house) == NEW
    assert house.visitor().get(link).status_code == 404
    with database.reading(house.engine) as session:
        change = session.exec(select(ChannelChange)).one()
        assert (change.url, change.ended_at is not None) == ("", True), "its secret is kept once"
        assert session.exec(select(Channel)).one().live_since is None, "nothing leaves by it untested"
    assert [one.to_address for one in house.account_letters("keeper-news")] == ["cora@example.org"]


def test_it_changes_the_way_once_a_second_keeper_has_agreed(house: House, convener: TestClient) -> None:
    letters_leave(house)
    second = as_keeper(house, named(house))
    redirect(house, convener)
    assert {one.to_address for one in house.account_letters("letters-way")} == {"cora@example.org", ITA}
    assert "Cora Venner asked on" in second.get("/settings").text
    agree = house.form(second, action="agree")
    assert second.post("/settings/letters-way", data=agree).status_code == 303
    assert way(house) == NEW
    assert second.post("/settings/letters-way", data=agree).status_code == 422, "nothing is asked any more"


def test_it_leaves_the_way_when_a_keeper_says_no_or_nobody_says_yes(
    house: House, convener: TestClient
) -> None:
    letters_leave(house)
    second = as_keeper(house, named(house))
    redirect(house, convener)
    no = house.form(second, action="withdraw")
    assert second.post("/settings/letters-way", data=no).status_code == 303
    redirect(house, convener)
    asked = [one for one in house.account_letters("letters-way") if one.to_address == "cora@example.org"]
    link = link_in(asked[-1])
    house.launch.now += channel_changes.LAPSES_AFTER
    assert house.visitor().get(link).status_code == 404
    assert "waits for a yes" not in convener.get("/settings").text
    assert way(house) == OLD


def test_it_sets_the_first_way_out_without_asking_anybody(house: House, convener: TestClient) -> None:
    assert redirect(house, convener, OLD) == 303
    assert way(house) == OLD
    assert redirect(house, convener, NEW) == 303
    assert way(house) == NEW, "nothing has left by it yet, so a slip is mended at once"


def test_it_is_no_harder_where_one_person_does_everything(house: House, convener: TestClient) -> None:
    letters_leave(house)
    now, otto = house.launch.now, house.person_id(COLLEAGUE)
    with database.unit_of_work(house.engine, now) as session:
        cora = roles.name_role(
            session,
            now,
            OTHER,
            RoleKind.CO_CONVENER,
            "cora@example.org",
            roles.Newcomer("Cora Venner", "Fernwater College"),
        )
        roles.end_role(session, now, OTHER, otto, RoleKind.CONVENER)
        assert cora.ended_at is None
    assert redirect(house, convener) == 303
    assert way(house) == NEW


def test_it_never_happens__a_link_for_one_change_agrees_to_a_later_one(
    house: House, convener: TestClient
) -> None:
    letters_leave(house)
    redirect(house, convener, "letters://cora:new@mail.example.com?from=launch@example.com")
    earlier = link_in(house.account_letters("letters-way")[0])
    house.launch.now += timedelta(minutes=5)
    redirect(house, convener)
    assert house.visitor().get(earlier).status_code == 404
    token = earlier.rpartition("/")[2]
    with database.unit_of_work(house.engine, house.launch.now) as session:
        assert keeper_engine.follow_link(session, house.launch.now, token, house.settings) is None
    assert way(house) == OLD


def test_it_never_happens__a_keeper_ends_the_others_and_is_alone_then(
    house: House, convener: TestClient
) -> None:
    letters_leave(house)
    second = named(house)
    otto, now = house.person_id(COLLEAGUE), house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        session.get_one(Account, second).verified_at = now
        other = roles.Newcomer("Cora Venner", "Fernwater College")
        roles.name_role(session, now, OTHER, RoleKind.CO_CONVENER, "cora@example.org", other)
        roles.end_role(session, now, OTHER, otto, RoleKind.CONVENER)
    form = house.form(convener, action="end", account=str(second))
    assert convener.post("/settings/keepers", data=form).status_code == 303
    redirect(house, convener)
    assert way(house) == OLD


def test_it_keeps_one_keeper(house: House, convener: TestClient) -> None:
    cora = str(house.account_id(CONVENER))
    end = house.form(convener, action="end", account=cora)
    answer = convener.post("/settings/keepers", data=end)
    assert (answer.status_code, "is the only keeper" in answer.text) == (422, True)
    second = as_keeper(house, named(house))
    assert second.get("/settings").status_code == 200
    assert second.get(f"/partnerships/{MAIN}").status_code == 404, "keeping the house opens no partnership"
    assert convener.post("/settings/keepers", data=end).status_code == 303
    assert "Ita Machina keeps this installation." in convener.get("/settings").text
    with (
        pytest.raises(NotAllowed, match="only keeper"),
        database.unit_of_work(house.engine, house.launch.now) as session,
    ):
        keeper_actions.end(session, house.launch.now, keepers.of(session, ())[0].pk, by="the machine")


def test_it_signs_a_keeper_in_who_convenes_nothing_and_out_when_that_ends(
    house: House, convener: TestClient
) -> None:
    account_id = named(house)
    house.visitor().post("/sign-in", data={"email": ITA})
    assert [letter.to_address for letter in house.account_letters("sign-in")] == [ITA]
    second = as_keeper(house, account_id)
    form = house.form(convener, action="end", account=str(account_id))
    assert convener.post("/settings/keepers", data=form).status_code == 303
    assert second.get("/settings").status_code == 303, "signed out"


@pytest.mark.parametrize(
    "fields", [{"email": "no address"}, {"email": "new@example.org"}, {"action": "end", "account": "99"}]
)
def test_it_says_what_naming_a_keeper_needs(
    house: House, convener: TestClient, fields: dict[str, str]
) -> None:
    form = house.form(convener, **{"action": "name", **fields})
    assert convener.post("/settings/keepers", data=form).status_code == 422

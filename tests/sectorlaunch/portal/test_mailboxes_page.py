"""Mailboxes that are read, on the settings page: kept once a real server let them be opened, their secret never shown."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from notifications.wires.token_source import NoTokens
from sectorlaunch import database
from sectorlaunch.inbox.looking import look_into_all
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Event, Inbox
from tests.cast import CONVENER
from tests.sectorlaunch.inbox.imap_server import PASSWORD, ImapServer, imap_server
from tests.sectorlaunch.portal.conftest import House

ANSWERS = "answers@example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


def where_one_may_reach(house: House, hosts: str) -> House:
    """The same house, where channels and mailboxes may lead to these hosts besides public ones."""
    settings = Settings(home=house.settings.home, channel_hosts=hosts)
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    return House(app, house.engine, settings, house.launch)


@pytest.fixture
def near(house: House) -> House:
    return where_one_may_reach(house, "127.0.0.1")


def kept(house: House) -> list[Inbox]:
    with database.reading(house.engine) as session:
        return list(session.exec(select(Inbox)))


def test_it_keeps_a_mailbox_that_can_be_opened_and_reads_it(near: House, server: ImapServer) -> None:
    keeper = near.signed_in(CONVENER)
    box = server.fresh()
    box.deliver(b"Subject: before\r\n\r\nNo business of ours.\r\n")
    form = near.form(keeper, name="Answers", address=ANSWERS, url=box.url, bounces="yes", move_to="")
    assert keeper.post("/settings/mailboxes", data=form).headers["location"] == "/settings?done=mailbox"
    (inbox,) = kept(near)
    assert (inbox.name, inbox.takes_bounces, inbox.live_since) == ("answers", True, near.launch.now)
    assert look_into_all(near.engine, near.launch.now, NoTokens(near.settings.allowed_channel_hosts)) == []
    page = keeper.get("/settings").text
    assert (ANSWERS in page, PASSWORD in page, "Read it no more" in page) == (True, False, True)
    with database.reading(near.engine) as session:
        assert {e.actor for e in session.exec(select(Event)) if "answers" in e.summary} == {CONVENER}

    for action, is_read in (("stand-down", False), ("test", True)):
        form = near.form(keeper, action=action)
        assert keeper.post("/settings/mailboxes/answers", data=form).status_code == 303
        assert (kept(near)[0].live_since is not None) is is_read


def test_it_keeps_none_that_cannot_be_opened(near: House, server: ImapServer) -> None:
    keeper = near.signed_in(CONVENER)
    for url in (server.url.replace(PASSWORD, "another-word"), server.url.replace("INBOX", "no-such-folder")):
        form = near.form(keeper, name="answers", address=ANSWERS, url=url)
        answer = keeper.post("/settings/mailboxes", data=form)
        assert (answer.status_code, "cannot be read" in answer.text) == (422, True)
        assert ("another-word" in answer.text, PASSWORD in answer.text) == (False, False)
    assert kept(near) == []


def test_a_form_reaches_no_server_on_this_machine_that_nobody_named(house: House, server: ImapServer) -> None:
    house = where_one_may_reach(house, "mail.example.org")
    convener = house.signed_in(CONVENER)
    form = house.form(convener, name="answers", address=ANSWERS, url=server.url)
    answer = convener.post("/settings/mailboxes", data=form)
    assert (answer.status_code, "SECTOR_LAUNCH_CHANNEL_HOSTS" in answer.text) == (422, True)
    assert kept(house) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "two words", "address": ANSWERS, "url": "imaps://a:b@imap.example.org"},
        {"name": "answers", "address": "a+b@example.org", "url": "imaps://a:b@imap.example.org"},
        {"name": "answers", "address": ANSWERS, "url": "https://imap.example.org"},
    ],
)
def test_it_says_what_a_mailbox_needs(house: House, convener: TestClient, fields: dict[str, str]) -> None:
    assert convener.post("/settings/mailboxes", data=house.form(convener, **fields)).status_code == 422
    assert (
        convener.post("/settings/mailboxes/none", data=house.form(convener, action="test")).status_code == 422
    )
    assert kept(house) == []

"""A keeper sets up the house's mail system on its page, and the owner of a mailbox agrees on theirs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.mail_grants import grants
from sectorlaunch.portal import mail_server_form
from sectorlaunch.tables import Channel, Inbox, MailGrant
from tests.providers.graph_server import GraphServer, graph_server
from tests.providers.login_server import LoginServer, login_server
from tests.sectorlaunch.portal.conftest import House

HERE = "/settings/mail-servers"
MICROSOFT = {
    "provider": "microsoft",
    "mailbox": "Launch@example.org",
    "way": "consent",
    "door": "graph",
    "tenant": "example.org",
    "client_id": "app-1",
    "secret": "the-secret-of-app-1",
}


@pytest.fixture
def login() -> Iterator[LoginServer]:
    with login_server() as server:
        yield server


@pytest.fixture
def graph(login: LoginServer) -> Iterator[GraphServer]:
    with graph_server(login) as server:
        yield server


@pytest.fixture
def provided(house: House, login: LoginServer, graph: GraphServer) -> Iterator[House]:
    """The house asks these for tokens and for Graph."""
    portal = house.app.state.portal
    clouds = {
        "microsoft_login": login.url,
        "microsoft_graph": f"http://127.0.0.1:{graph.port}",
        "google_token": login.clouds.google_token,
    }
    settings = portal.settings.model_copy(update=clouds)
    house.app.state.portal = replace(portal, settings=settings)
    yield house
    house.app.state.portal = portal


def press(house: House, client: TestClient, address: str, **fields: str) -> httpx.Response:
    """Sends a form, and reads the page it leads to."""
    return client.post(address, data=house.form(client, **fields), follow_redirects=True)


def channel(house: House) -> Channel:
    with database.reading(house.engine) as session:
        return session.exec(select(Channel).where(Channel.tag == "email")).one()


def test_it_goes_from_an_app_at_microsoft_to_letters_that_leave(
    provided: House, convener: TestClient, login: LoginServer, graph: GraphServer
) -> None:
    house = provided
    assert press(house, convener, f"{HERE}/grants", **MICROSOFT).status_code == 200
    page = press(house, convener, f"{HERE}/grants/1", action="link").text
    link = re.search(r"http://\S+/mail-consent/[\w-]+", page)
    assert link is not None

    owner = house.visitor()  # signed in nowhere
    asked = owner.get(urlsplit(link[0]).path)
    assert "letters from <b>launch@example.org</b>" in asked.text
    to_microsoft = re.search(r'href="(http://127[^"]+)"', asked.text)
    assert to_microsoft is not None
    back = httpx.get(to_microsoft[1].replace("&amp;", "&")).headers["Location"]
    button = owner.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    fields = dict(re.findall(r'name="(form_token|state|code)" value="([^"]*)"', button.text))
    assert "Thank you" in owner.post("/mail-consent", data=fields).text
    assert owner.post("/mail-consent", data=fields).status_code == 404, "a link is good once"

    press(house, convener, f"{HERE}/grants/1", action="letters")
    assert channel(house).masked.endswith("from=launch@example.org&grant=1&mode=none")
    assert (channel(house).per_minute, channel(house).plus_return_paths) == (30, False)
    tried = press(house, convener, "/settings/channels/email", action="test", to="cora@example.org")
    assert "The test went out" in tried.text
    assert len(graph.sent) == 1
    press(house, convener, f"{HERE}/grants/1", action="read")
    with database.reading(house.engine) as session:
        inbox = session.exec(select(Inbox)).one()
    assert (inbox.address, inbox.live_since) == ("launch@example.org", house.launch.now)


def test_a_consent_that_has_ended_is_said_where_it_is_mended(
    provided: House, convener: TestClient, login: LoginServer
) -> None:
    house = provided
    press(house, convener, f"{HERE}/grants", **{**MICROSOFT, "way": "client secret"})
    press(house, convener, f"{HERE}/grants/1", action="letters")
    login.secrets["app-1"] = "another-secret-of-app-1"
    test = {"action": "test", "to": "cora@example.org"}
    assert press(house, convener, "/settings/channels/email", **test).status_code == 422

    assert "letters wait" in convener.get("/settings").text
    assert "Hand in a new one" in convener.get(HERE).text
    done = {"action": "secret", "secret": "another-secret-of-app-1"}
    assert "goes out by itself" in press(house, convener, f"{HERE}/grants/1", **done).text
    assert "The test went out" in press(house, convener, "/settings/channels/email", **test).text


def test_a_mailbox_that_is_in_use_is_not_forgotten(provided: House, convener: TestClient) -> None:
    house, app = provided, {**MICROSOFT, "way": "client secret"}
    press(house, convener, f"{HERE}/grants", **app)
    press(house, convener, f"{HERE}/grants", **(app | {"mailbox": "other@example.org"}))
    press(house, convener, f"{HERE}/grants/1", action="letters")

    assert "another address first" in press(house, convener, f"{HERE}/grants/1", action="remove").text
    assert "Removed" in press(house, convener, f"{HERE}/grants/2", action="remove").text
    with database.reading(house.engine) as session:
        assert [one.mailbox for one in grants.list_grants(session)] == ["launch@example.org"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mailbox": "launch"}, "address of the mailbox"),
        ({"way": "guessing"}, "Choose a provider and a way in"),
        ({"secret": ""}, "Hand in the client secret"),
    ],
)
def test_it_says_what_is_missing_and_keeps_what_was_typed(
    provided: House, convener: TestClient, change: dict[str, str], words: str
) -> None:
    answer = press(provided, convener, f"{HERE}/grants", **(MICROSOFT | change))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="app-1"' in answer.text
    assert "the-secret-of-app-1" not in answer.text
    with database.reading(provided.engine) as session:
        assert session.exec(select(MailGrant)).all() == []


def test_a_server_with_user_and_password_becomes_a_channel(house: House, convener: TestClient) -> None:
    server = {
        "service": "own",
        "host": "mail.example.org",
        "encryption": "tls",
        "user": "launch@example.org",
        "password": "p@ss/w:rd",
        "sender": "launch@example.org",
    }
    press(house, convener, f"{HERE}/smtp", **server)
    assert channel(house).url == "letters://launch%40example.org:p%40ss%2Fw%3Ard@mail.example.org/"
    assert "p@ss" not in convener.get("/settings").text


@pytest.mark.parametrize(
    ("form", "address"),
    [
        ({"service": "sendgrid", "password": "SG.key"}, "letter://apikey:SG.key@smtp.sendgrid.net/"),
        ({"service": "postmark", "password": "token"}, "letter://token:token@smtp.postmarkapp.com/"),
        (
            {
                "service": "mailgun",
                "host": "smtp.eu.mailgun.org",
                "user": "u",
                "password": "p",
                "port": "2525",
            },
            "letter://u:p@smtp.eu.mailgun.org:2525/",
        ),
        (
            {"service": "ses", "host": "email-smtp.us-east-1.amazonaws.com", "user": "AKIA", "password": "p"},
            "letter://AKIA:p@email-smtp.us-east-1.amazonaws.com/",
        ),
    ],
)
def test_sending_services_are_used_by_their_smtp_door(form: dict[str, str], address: str) -> None:
    assert mail_server_form.smtp_address(form) == address


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"host": ""}, "name of the mail server"),
        ({"service": "ses", "user": "u", "password": "p"}, "name of the mail server"),
        ({"host": "mail.example.org/?to=x"}, "name of the mail server"),
        ({"host": "mail.example.org", "port": "x"}, "port"),
        ({"host": "mail.example.org", "user": "u"}, "both user and password"),
    ],
)
def test_it_says_what_a_server_lacks(form: dict[str, str], words: str) -> None:
    with pytest.raises(mail_server_form.BadInput, match=words):
        mail_server_form.smtp_address(form)


def test_how_much_a_server_takes_is_set_beside_its_channel(house: House, convener: TestClient) -> None:
    server = {"service": "own", "host": "mail.example.org", "sender": "launch@example.org"}
    press(house, convener, f"{HERE}/smtp", **server)
    limits = "/settings/channels/email/limits"
    said = press(house, convener, limits, per_minute="12", per_day="")
    assert "At most 12 a minute leave by it." in said.text
    assert "without a return path of their own" in said.text
    assert press(house, convener, limits, per_minute="many").status_code == 422
    assert convener.post("/settings/channels/none/limits", data=house.form(convener)).status_code == 422
    assert channel(house).per_minute == 12


def test_it_never_happens__a_stranger_ends_a_consent_with_a_code_of_their_own(
    provided: House, convener: TestClient, login: LoginServer
) -> None:
    house = provided
    press(house, convener, f"{HERE}/grants", **MICROSOFT)
    press(house, convener, f"{HERE}/grants/1", action="link")
    stranger = house.visitor()
    for state in ("", "x" * 43):
        assert stranger.get("/mail-consent", params={"state": state, "code": "code-1"}).status_code == 404
        assert stranger.post("/mail-consent", data={"state": state, "code": "code-1"}).status_code == 404
    with database.reading(house.engine) as session:
        assert grants.find(session, 1).refresh_token == ""
    assert login.asked == []

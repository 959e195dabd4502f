"""Letters by token: XOAUTH2 over SMTP, and Microsoft Graph, each to a server on loopback that checks what it is given."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from notifications.envelope import Outcome
from notifications.oauth.providers import Client, Door, Provider, Way
from notifications.oauth.tokens import GrantEnded, renew
from notifications.wires import retry_after
from notifications.wires.mime import letter_bytes
from notifications.wires.opening import LetterWire, open_wire
from notifications.wires.server_message_id import said_in
from notifications.wires.wire import BadWireAddress
from tests.notifications.wires.letters import envelope
from tests.notifications.wires.servers import scripted
from tests.providers.graph_server import GraphServer, graph_server
from tests.providers.login_server import LoginServer, login_server
from tests.providers.token_smtp import TokenPostbox, token_smtp

HERE = frozenset({"127.0.0.1"})
WHO = "launch%40example.org"


@dataclass
class Tokens:
    """Fetches a token whenever the one in hand was refused."""

    login: LoginServer
    hosts: frozenset[str] = HERE
    held: str = ""
    asked: list[tuple[int, str]] = field(default_factory=list)

    def token(self, grant_id: int, refused: str = "") -> str:
        self.asked.append((grant_id, refused))
        if not self.held or self.held == refused:
            app = Client(
                Provider.MICROSOFT,
                Way.SECRET,
                Door.MAIL,
                "launch@example.org",
                "t",
                "app-1",
                "the-secret-of-app-1",
            )
            self.held = renew(app, self.login.clouds, "", HERE).access
        return self.held


@pytest.fixture(scope="module")
def login() -> Iterator[LoginServer]:
    with login_server() as server:
        yield server


@pytest.fixture
def tokens(login: LoginServer) -> Tokens:
    login.refusal = None
    return Tokens(login)


@pytest.fixture
def smtp(login: LoginServer) -> Iterator[tuple[TokenPostbox, int]]:
    with token_smtp(login) as server:
        yield server


@pytest.fixture
def graph(login: LoginServer) -> Iterator[GraphServer]:
    with graph_server(login) as server:
        yield server


def by_smtp(port: int, tokens: Tokens) -> LetterWire:
    url = f"letter://{WHO}@127.0.0.1:{port}/?from=launch@example.org&mode=none&grant=3"
    wire = open_wire(url, HERE, tokens)
    assert isinstance(wire, LetterWire)
    return wire


def by_graph(graph: GraphServer, tokens: Tokens) -> LetterWire:
    url = f"graph://{WHO}@127.0.0.1:{graph.port}/?from=launch@example.org&mode=none&grant=3"
    wire = open_wire(url, HERE, tokens)
    assert isinstance(wire, LetterWire)
    return wire


def test_it_signs_in_by_token_and_notes_what_the_server_calls_the_letter(
    smtp: tuple[TokenPostbox, int], tokens: Tokens
) -> None:
    postbox, port = smtp
    wire = by_smtp(port, tokens)
    receipt = wire.send(envelope())
    wire.close()

    assert receipt.outcome is Outcome.SENT, receipt
    assert receipt.server_message_id == postbox.given_ids[0]
    assert postbox.letters == [letter_bytes(envelope())]
    assert tokens.asked == [(3, "")]
    assert wire.masked == f"letter://****@127.0.0.1:{port}/?from=launch@example.org&mode=none&grant=3"


def test_it_fetches_another_token_where_the_first_has_ended(
    smtp: tuple[TokenPostbox, int], tokens: Tokens, login: LoginServer
) -> None:
    tokens.token(3)
    ended = tokens.held
    login.end_tokens()
    wire = by_smtp(smtp[1], tokens)

    assert wire.send(envelope()).outcome is Outcome.SENT
    assert tokens.asked[-1] == (3, ended)
    wire.close()


def test_it_waits_where_there_is_no_token_and_names_the_reason(
    smtp: tuple[TokenPostbox, int], tokens: Tokens, login: LoginServer
) -> None:
    login.end_consent()
    receipt = by_smtp(smtp[1], tokens).send(envelope())

    assert receipt.outcome is Outcome.LATER
    assert receipt.is_about_us
    assert "AADSTS50173" in receipt.words
    assert smtp[0].letters == []


def test_it_says_what_to_look_at_where_a_good_token_opens_another_mailbox(
    smtp: tuple[TokenPostbox, int], tokens: Tokens, login: LoginServer
) -> None:
    login.mailbox = "somebody.else@example.org"
    receipt = by_smtp(smtp[1], tokens).send(envelope())
    login.mailbox = "launch@example.org"

    assert (receipt.outcome, receipt.code) == (Outcome.LATER, 535)
    assert "may use this mailbox by SMTP" in receipt.words
    assert tokens.held not in receipt.words


def test_it_asks_for_no_other_token_where_smtp_is_switched_off(tokens: Tokens) -> None:
    said = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    with scripted(EHLO=["250-scripted\r\n250 AUTH XOAUTH2"], AUTH=[said]) as server:
        receipt = by_smtp(server.port, tokens).send(envelope())

    assert (receipt.outcome, receipt.code, receipt.enhanced_code) == (Outcome.LATER, 535, "")
    assert "switched off for this mailbox" in receipt.words
    assert tokens.asked == [(3, "")]


def test_a_plus_address_as_sender_is_refused_as_exchange_does(
    smtp: tuple[TokenPostbox, int], tokens: Tokens
) -> None:
    wire = by_smtp(smtp[1], tokens)
    assert wire.send(envelope(return_path="answers+b.1@example.org")).enhanced_code == "5.7.60"
    assert wire.send(envelope(return_token="12.abc")).outcome is Outcome.SENT
    wire.close()
    assert b"X-Sector-Launch-Letter: <12.abc>" in smtp[0].letters[0]


def test_apprise_alone_signs_in_by_the_token_in_its_address(
    smtp: tuple[TokenPostbox, int], tokens: Tokens
) -> None:
    url = f"letter://{WHO}:{tokens.token(1)}@127.0.0.1:{smtp[1]}/?from=launch@example.org&mode=none&auth=xoauth2"
    wire = open_wire(url, HERE)
    assert wire.send(envelope()).outcome is Outcome.SENT
    wire.close()
    assert tokens.held not in wire.masked


def test_graph_gets_the_whole_letter_as_it_is(graph: GraphServer, tokens: Tokens) -> None:
    wire = by_graph(graph, tokens)
    receipt = wire.send(envelope())
    wire.close()

    assert (receipt.outcome, receipt.code) == (Outcome.SENT, 202)
    assert graph.sent == [letter_bytes(envelope())]
    assert graph.asked == ["POST /v1.0/users/launch@example.org/sendMail"]


def test_graph_is_asked_again_with_another_token(
    graph: GraphServer, tokens: Tokens, login: LoginServer
) -> None:
    wire = by_graph(graph, tokens)
    wire.send(envelope())
    login.end_tokens()
    assert wire.send(envelope(message_id="second@example.org")).outcome is Outcome.SENT
    assert len(graph.sent) == 2


@pytest.mark.parametrize(
    ("status", "code", "outcome", "is_about_us"),
    [
        (403, "ErrorAccessDenied", Outcome.LATER, True),
        (404, "MailboxNotEnabledForRESTAPI", Outcome.LATER, True),
        (400, "ErrorInvalidRecipients", Outcome.NEVER, False),
        (413, "RequestEntityTooLarge", Outcome.NEVER, False),
        (500, "InternalServerError", Outcome.AMBIGUOUS, False),
        (504, "GatewayTimeout", Outcome.AMBIGUOUS, False),
    ],
)
def test_graph_errors_mean_what_the_documents_say(
    graph: GraphServer, tokens: Tokens, status: int, code: str, outcome: Outcome, is_about_us: bool
) -> None:
    graph.says = [(status, code, {})]
    receipt = by_graph(graph, tokens).send(envelope())

    assert (receipt.outcome, receipt.code, receipt.is_about_us) == (outcome, status, is_about_us)
    assert code in receipt.words
    assert graph.sent == []


@pytest.mark.parametrize("status", [429, 503])
def test_graph_is_left_in_peace_for_as_long_as_it_asks(
    graph: GraphServer, tokens: Tokens, status: int
) -> None:
    graph.says = [(status, "ApplicationThrottled", {"Retry-After": "120"})]
    wire = by_graph(graph, tokens)
    receipt = wire.send(envelope())

    assert (receipt.outcome, receipt.pause_seconds) == (Outcome.LATER, 120)
    again = wire.send(envelope())
    assert again.outcome is Outcome.LATER
    assert 100 < again.pause_seconds <= 120
    assert len(graph.asked) == 1, "nothing is asked before the pause is over"


def test_a_letter_too_large_for_graph_is_said_so_before_it_is_sent(
    graph: GraphServer, tokens: Tokens
) -> None:
    receipt = by_graph(graph, tokens).send(envelope(text="x" * 3_200_000))
    assert receipt.outcome is Outcome.NEVER
    assert "3 MB at most" in receipt.words
    assert graph.asked == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("graph://graph.example.org/?from=launch@example.org", "signs in by a grant"),
        ("graph://graph.example.org/?grant=1", "lacks the mailbox"),
        (f"graph://{WHO}@graph.example.org/?grant=1&mode=none", "clear"),
        (f"letter://{WHO}@mail.example.org/?grant=1&mode=none", "clear"),
        ("letter://mail.example.org/?from=launch@example.org&auth=kerberos", "xoauth2"),
    ],
)
def test_it_says_what_an_address_lacks(url: str, words: str) -> None:
    with pytest.raises(BadWireAddress, match=words):
        open_wire(url)


def test_an_address_with_a_grant_stays_in_place_without_one() -> None:
    receipt = open_wire(f"graph://{WHO}@graph.example.org/?from=launch@example.org&grant=1").send(envelope())
    assert receipt.outcome is Outcome.LATER
    with pytest.raises(GrantEnded):
        open_wire(f"graph://{WHO}@graph.example.org/?grant=1").plugin._token("")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2.0.0 OK <DM6@x.prod.outlook.com> [Hostname=DM6.x]", "DM6@x.prod.outlook.com"),
        ("2.0.0 Ok: queued as 4Rk", ""),
        ("2.6.0 <a b@c> no", ""),
    ],
)
def test_it_reads_the_identifier_in_a_servers_yes(words: str, found: str) -> None:
    assert said_in(words) == found


def test_it_reads_how_long_a_server_asks_for() -> None:
    assert retry_after.seconds_of("17", 60) == 17
    assert retry_after.seconds_of("999999", 60) == retry_after.LONGEST_SECONDS
    assert retry_after.seconds_of("Mon, 01 Jan 2001 00:00:00 GMT", 60) == 1
    assert retry_after.seconds_of("soon", 60) == 60

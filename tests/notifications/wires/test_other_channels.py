"""Rooms and phones through Apprise's own plugins, under our rules."""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from notifications.envelope import Outcome
from notifications.wires.masking import mask, redact, secrets_of
from notifications.wires.opening import open_wire
from notifications.wires.schemas import ALLOWED
from notifications.wires.wire import BadWireAddress
from tests.notifications.wires.letters import envelope

HERE = frozenset({"127.0.0.1"})
SECRETS = ["sesame-password", "sesame-path", "sesame-header", "sesame-query"]


@dataclass
class Webhook:
    """A small web server that keeps what is posted and answers as told."""

    port: int = 0
    status: int = 200
    target: str = ""
    posted: list[tuple[str, dict[str, object]]] = field(default_factory=list)


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.posted.append((self.path, json.loads(body)))
            self.send_response(hook.status)
            if hook.target:
                self.send_header("Location", hook.target)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    hook.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield hook
    server.shutdown()
    server.server_close()


def test_it_posts_the_short_words_with_the_subject(webhook: Webhook) -> None:
    wire = open_wire(f"json://127.0.0.1:{webhook.port}/room", HERE)
    assert wire.carries_letters is False
    assert wire.send(envelope()).outcome is Outcome.SENT
    ((path, body),) = webhook.posted
    assert path == "/room"
    assert (body["title"], body["message"]) == ("An invitation to the launch", "Come to the launch.")
    assert body["attachments"] == []


def test_it_says_later_with_the_code_when_the_room_refuses(webhook: Webhook) -> None:
    webhook.status = 503
    receipt = open_wire(f"json://127.0.0.1:{webhook.port}/", HERE).send(envelope())
    assert (receipt.outcome, receipt.code) == (Outcome.LATER, 503)


def test_it_follows_no_redirect_even_when_the_address_asks_for_it(webhook: Webhook) -> None:
    webhook.status, webhook.target = 307, f"http://127.0.0.1:{webhook.port}/elsewhere"
    receipt = open_wire(f"json://127.0.0.1:{webhook.port}/here?redirect=yes", HERE).send(envelope())
    assert receipt.outcome is Outcome.LATER
    assert [path for path, _ in webhook.posted] == ["/here"]


def test_it_reaches_the_phone_of_the_message_and_no_other(webhook: Webhook) -> None:
    wire = open_wire(f"signal://127.0.0.1:{webhook.port}/+15555550199", HERE)
    assert wire.send(envelope(to_address="+1 (555) 555-0123")).outcome is Outcome.SENT
    ((_, body),) = webhook.posted
    assert body["recipients"] == ["+15555550123"]


def test_it_is_in_doubt_when_a_phone_service_does_not_answer(webhook: Webhook) -> None:
    wire = open_wire("signal://127.0.0.1:9/+15555550199", HERE)
    assert wire.send(envelope(to_address="+15555550123")).outcome is Outcome.AMBIGUOUS


def test_it_says_later_when_a_phone_service_says_no(webhook: Webhook) -> None:
    webhook.status = 500
    wire = open_wire(f"signal://127.0.0.1:{webhook.port}/+15555550199", HERE)
    assert wire.send(envelope(to_address="+15555550123")).outcome is Outcome.LATER


def test_it_never_texts_to_what_is_no_phone_number(webhook: Webhook) -> None:
    wire = open_wire(f"signal://127.0.0.1:{webhook.port}/+15555550199", HERE)
    assert wire.send(envelope(to_address="gus@example.com")).outcome is Outcome.NEVER
    assert webhook.posted == []


def test_it_refuses_recipients_in_the_address_of_a_phone_channel() -> None:
    with pytest.raises(BadWireAddress, match="names no recipients"):
        open_wire("signal://127.0.0.1:9/+15555550199/+15555550123", HERE)


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("mailto://u:sesame-password@example.org", "letter://"),
        ("msteams://sesame-path/b/c", "workflow"),
        ("https://example.org/sesame-path", "jsons://"),
        ("syslog://", "log of this machine"),
        ("file:///etc/passwd", "appriseit.com"),
        ("sesame-password://x", "appriseit.com"),
        ("sesame-password", "appriseit.com"),
        ("slack://sesame-password", "not a complete address"),
        ("twilio://sesame-password", "not a complete address"),
    ],
)
def test_it_refuses_other_schemas_with_the_remedy_and_without_the_secret(
    url: str, remedy: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(BadWireAddress, match=remedy) as refused:
        open_wire(url)
    assert "sesame" not in str(refused.value)
    assert "sesame" not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "json://user:sesame-password@127.0.0.1:9/sesame-path?+X-Token=sesame-header&key=sesame-query",
        "slack://sesame-password/sesame-path/sesame-query",
        "discord://sesame-password/sesame-path?sesame-query",
        "letters://sesame-query:sesame-password@mail.example.org/sesame-path?from=a@example.org",
        "ntfy://sesame-path",
        "workflows://flows.example.org:443/sesame-path/sesame-query?ver=sesame-header",
        "sesame-password",
        "sesame-password://x",
        "json://sesame-password@[::1]:99999999/x",
    ],
)
def test_it_masks_every_secret(url: str) -> None:
    assert "sesame" not in mask(url).partition("://")[2] if "://" in url else mask(url) == "****"
    assert not [
        secret for secret in SECRETS if secret in redact(f"could not open {url} at all", secrets_of(url))
    ]


def test_it_shows_what_is_no_secret() -> None:
    shown = mask("letter://u:p@mail.example.org:2525/?from=launch@example.org&mode=starttls")
    assert shown == "letter://****@mail.example.org:2525/?from=launch@example.org&mode=starttls"


def test_it_keeps_secrets_out_of_the_log_and_the_receipt(
    webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    webhook.status = 500
    wire = open_wire(
        f"json://user:sesame-password@127.0.0.1:{webhook.port}/sesame-path?+X-Token=sesame-header&-k=sesame-query",
        HERE,
    )
    with caplog.at_level(logging.DEBUG):
        receipt = wire.send(envelope())
        logging.getLogger("apprise").error("could not load sesame-header of %s", "json://u:sesame-path@h")
    assert (receipt.code, receipt.words) == (500, "Internal Server Error.")
    for secret in SECRETS:
        assert secret not in receipt.words
        assert secret not in "\n".join(r.getMessage() for r in caplog.records if r.name == "apprise")


def test_it_allows_no_schema_that_apprise_does_not_know() -> None:
    from apprise.manager_plugins import NotificationManager

    open_wire("json://127.0.0.1:9/", HERE)
    plugins = NotificationManager()  # type: ignore[no-untyped-call]
    assert {schema for schema in ALLOWED if schema not in plugins} == set()
    assert plugins["mailto"].enabled is False

"""Every service Apprise ships: admitted and seen where it leads, or refused with the reason.

Each address of `services.csv` sends for good, through a proxy on this machine that notes to whom and passes nothing on.
"""

import csv
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from apprise.manager_plugins import NotificationManager

from notifications.wires import letter, reach
from notifications.wires.apprise_channel import ApprisePluginWire
from notifications.wires.opening import open_wire
from notifications.wires.schemas import ALLOWED, AT_A_HOST, IN_THE_CLEAR, LETTERS, REFUSED, schema_of
from notifications.wires.wire import BadWireAddress
from tests.notifications.wires.letters import envelope

HOST = "host.example.org"
with Path(__file__).with_name("services.csv").open() as file:
    SERVICES = {schema_of(row["address"]): row for row in csv.DictReader(file)}

sends = threading.local()


def note_deed(event: str, arguments: tuple[object, ...]) -> None:
    """What a send does besides talking: programs it runs, files it opens, sockets that are no proxy."""
    deeds: list[str] | None = getattr(sends, "deeds", None)
    if deeds is None:
        return
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "socket.sendto"):
        deeds.append(f"{event} {arguments[0]}")
    if event == "open" and not str(arguments[0]).startswith((sys.prefix, sys.base_prefix)):
        deeds.append(f"open {arguments[0]}")
    if event == "socket.connect" and not str(arguments[1]).startswith("('127.0.0.1', "):
        deeds.append(f"connect {arguments[1]}")


def numbers_only(host: str, port: None) -> list[Any]:
    """Asks no name server: only addresses are resolved."""
    return socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)


@pytest.fixture(scope="module")
def asked() -> Iterator[list[str]]:
    """Whom the proxy was asked for, and whether by TLS."""
    found: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            found.append(f"https {self.path}")
            self.send_error(502)

        def do_POST(self) -> None:
            found.append(f"http {self.path.split('/')[2]}")
            self.send_error(502)

        do_GET = do_PUT = do_POST

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    sys.addaudithook(note_deed)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            patch.setenv(name, f"http://127.0.0.1:{server.server_address[1]}")
        for name in ("NO_PROXY", "no_proxy"):
            patch.delenv(name, raising=False)
        yield found
    server.shutdown()
    server.server_close()


def test_it_knows_each_service_apprise_ships_and_sorts_it_once() -> None:
    letter.register()
    shipped = set(NotificationManager().schemas())  # type: ignore[no-untyped-call]
    assert shipped - ALLOWED - REFUSED.keys() == set(), "New ones wait in schemas.py for being read."
    assert ALLOWED - shipped == set()
    assert REFUSED.keys() - shipped == set()
    assert ALLOWED & REFUSED.keys() == set()
    assert SERVICES.keys() == ALLOWED - LETTERS


@pytest.mark.parametrize("schema", sorted(ALLOWED - LETTERS))
def test_it_talks_https_to_its_own_host_and_does_nothing_else(
    schema: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = SERVICES[schema]
    wire = open_wire(row["address"], frozenset({"127.0.0.1", HOST}))
    assert isinstance(wire, ApprisePluginWire)
    monkeypatch.setattr(type(wire.plugin), "request_rate_per_sec", 0)
    monkeypatch.setattr(reach, "getaddrinfo", numbers_only)
    asked.clear()
    sends.deeds = []
    try:
        wire.send(envelope(to_address="+1 555 555 0123"))
    finally:
        deeds, sends.deeds = sends.deeds, None
    assert set(asked) == {row["leads_to"]}
    assert deeds == []
    assert (HOST in row["leads_to"]) == (schema in AT_A_HOST)
    assert row["leads_to"].startswith("http " if schema in IN_THE_CLEAR else "https ")
    assert wire.plugin.redirects is False


@pytest.mark.parametrize("schema", sorted(REFUSED))
def test_it_refuses_what_is_no_https_and_says_why(schema: str) -> None:
    with pytest.raises(BadWireAddress) as refused:
        open_wire(f"{schema}://user:sesame@{HOST}/there", frozenset({HOST}))
    assert REFUSED[schema] in str(refused.value)
    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("schema", sorted(IN_THE_CLEAR))
def test_it_sends_nothing_in_the_clear_unless_the_host_is_allowed(schema: str) -> None:
    address = SERVICES[schema]["address"]
    open_wire(address, frozenset({HOST}))
    with pytest.raises(BadWireAddress, match="in the clear"):
        open_wire(address)


@pytest.mark.parametrize("schema", sorted(AT_A_HOST - IN_THE_CLEAR))
@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "localhost"])
def test_it_leads_inside_only_where_the_host_is_allowed(schema: str, inside: str) -> None:
    address = SERVICES[schema]["address"].replace(HOST, inside)
    open_wire(address, frozenset({inside}))
    with pytest.raises(BadWireAddress, match="private network"):
        open_wire(address)


def test_it_trusts_any_certificate_only_of_a_host_that_is_allowed() -> None:
    address = f"jsons://{HOST}/room?verify=no"
    open_wire(address, frozenset({HOST}))
    with pytest.raises(BadWireAddress, match="verify=no"):
        open_wire(address)


@pytest.mark.parametrize("schema", ["discord", "guilded", "slack", "tgram", "workflow", "workflows"])
@pytest.mark.parametrize(
    "how", ["?template=/etc/passwd", "?a=b;template=file:///etc/passwd", "?%74emplate=x"]
)
def test_it_opens_no_template_from_this_machine(schema: str, how: str) -> None:
    with pytest.raises(BadWireAddress, match="template"):
        open_wire(SERVICES[schema]["address"] + how)


def test_it_says_so_when_a_service_was_told_to_do_nothing(asked: list[str]) -> None:
    """Opsgenie closes alerts at a message like ours, and says yes when it has none to close."""
    receipt = open_wire("opsgenie://apikey/").send(envelope())
    assert (receipt.outcome, asked) == ("later", asked)
    assert "was not asked" in receipt.words

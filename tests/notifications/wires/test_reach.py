"""Which machines a wire connects to."""

import socket
from typing import Any

import pytest

from notifications.envelope import Outcome
from notifications.wires import reach
from notifications.wires.opening import open_wire
from notifications.wires.wire import BadWireAddress
from tests.notifications.wires.letters import envelope
from tests.notifications.wires.servers import Postbox, real_server

INSIDE = "inside.example.org"


@pytest.fixture
def misled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers with this machine for a name that looks public."""
    real = socket.getaddrinfo

    def answer(host: str, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == INSIDE else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(reach, "getaddrinfo", answer)


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "::1",
        "[::1]",
        "10.0.0.1",
        "172.20.1.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::ffff:127.0.0.1",
        "fe80::1%eth0",
        "fd00::1",
        "224.0.0.1",
        "localhost",
        "a.localhost.",
    ],
)
def test_it_takes_this_machine_and_private_networks_for_inside(place: str) -> None:
    assert reach.is_public(place) is False


@pytest.mark.parametrize(
    "place", ["93.184.216.34", "2606:2800:220:1::1", "mail.example.org", "10.example.org"]
)
def test_it_takes_everything_else_for_public(place: str) -> None:
    assert reach.is_public(place) is True


def test_it_does_not_follow_a_public_name_inside(misled: None) -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        url = f"letter://{INSIDE}:{port}/?from=launch@example.org&mode=none"
        receipt = open_wire(url).send(envelope())
        assert (receipt.outcome, postbox.letters) == (Outcome.LATER, [])
        assert f"{INSIDE} is this machine or stands in a private network" in receipt.words
        assert open_wire(url, frozenset({INSIDE})).send(envelope()).outcome is Outcome.SENT
    assert len(postbox.letters) == 1


def test_it_does_not_post_inside_by_a_public_name(misled: None) -> None:
    receipt = open_wire(f"jsons://{INSIDE}:9/room").send(envelope())
    assert receipt.outcome is Outcome.LATER
    assert "private network" in receipt.words


def test_it_refuses_a_letter_channel_inside_with_the_setting_that_allows_it() -> None:
    with pytest.raises(BadWireAddress, match="SECTOR_LAUNCH_CHANNEL_HOSTS"):
        open_wire("letters://u:sesame@10.0.0.5/?from=launch@example.org")


def test_it_connects_to_no_local_socket(tmp_path: Any) -> None:
    with (
        reach.only_outside(frozenset({"127.0.0.1"})) as seen,
        socket.socket(socket.AF_UNIX) as line,
        pytest.raises(reach.NotOutside),
    ):
        line.connect(str(tmp_path / "socket"))
    assert (seen.refused, seen.connected) == (True, False)


def test_it_leaves_the_rest_of_the_process_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with reach.only_outside(frozenset()), pytest.raises(reach.NotOutside):
            socket.create_connection(server.getsockname())
        socket.create_connection(server.getsockname()).close()


def test_it_looks_where_a_name_leads(misled: None) -> None:
    assert reach.leads_inside(INSIDE, frozenset()) is True
    assert reach.leads_inside(INSIDE, frozenset({INSIDE})) is False
    assert reach.leads_inside(INSIDE, frozenset({"127.0.0.1"})) is False
    assert reach.leads_inside("93.184.216.34", frozenset()) is False

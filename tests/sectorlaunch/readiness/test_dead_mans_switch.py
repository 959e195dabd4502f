"""The ping to the keeper's address: while all goes on, and not a moment longer."""

import http.server
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from sectorlaunch.engine import carry_out
from sectorlaunch.outbox.deliver import dispatcher
from sectorlaunch.readiness.dead_mans_switch import DeadMansSwitch
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import DISPATCHER, sign_file
from tests.cast import Launch, begin

SECRET = "5f1c-not-for-logs"


@dataclass
class Pinged:
    """A server on loopback that notes each ping: the path, and what was said."""

    address: str = ""
    status: int = 200
    heard: list[tuple[str, str]] = field(default_factory=list)
    rang: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def pinged() -> Iterator[Pinged]:
    found = Pinged()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            words = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            found.heard.append((self.path, words))
            self.send_response(found.status)
            if found.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            found.rang.set()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.address = f"http://127.0.0.1:{server.server_address[1]}/ping/{SECRET}?create=1"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    launch = begin(engine, tmp_path)
    launch.do(carry_out.due)
    return launch


@pytest.fixture
def settings(tmp_path: Path, pinged: Pinged) -> Settings:
    return Settings(home=tmp_path / "home", ping_url=SecretStr(pinged.address))


def switch_of(launch: Launch, settings: Settings, every_seconds: float = 60.0) -> DeadMansSwitch:
    return DeadMansSwitch(settings, launch.engine, lambda: launch.now, every_seconds)


def at_work(launch: Launch, settings: Settings) -> None:
    """The dispatcher gives its sign and has sent what was due."""
    dispatcher.run_once(launch.engine, launch.now, settings)
    file = sign_file(settings.home_folder, DISPATCHER, 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    os.utime(file, (launch.now.timestamp(), launch.now.timestamp()))


def test_it_pings_while_sweeps_and_sending_go_on(launch: Launch, settings: Settings, pinged: Pinged) -> None:
    at_work(launch, settings)
    assert switch_of(launch, settings).round()
    assert pinged.heard == [(f"/ping/{SECRET}?create=1", "")]


def test_it_says_once_that_sending_stands_then_is_silent_then_pings_again(
    launch: Launch, settings: Settings, pinged: Pinged
) -> None:
    switch = switch_of(launch, settings)
    at_work(launch, settings)
    launch.now += timedelta(minutes=20)  # nobody has given a sign since
    assert not switch.round()
    assert not switch.round()
    assert pinged.heard == [(f"/ping/{SECRET}/fail?create=1", "dispatcher: no sign of life for 20 minutes")]
    at_work(launch, settings)
    assert switch.round()
    assert pinged.heard[1:] == [(f"/ping/{SECRET}?create=1", "")]


def test_it_stops_when_letters_wait_though_the_dispatcher_gives_signs(
    launch: Launch, settings: Settings, pinged: Pinged
) -> None:
    launch.now += timedelta(minutes=20)
    file = sign_file(settings.home_folder, DISPATCHER, 1)
    file.parent.mkdir(parents=True)
    file.touch()
    os.utime(file, (launch.now.timestamp(), launch.now.timestamp()))
    assert not switch_of(launch, settings).round()
    ((path, words),) = pinged.heard
    assert path == f"/ping/{SECRET}/fail?create=1"
    assert "messages are due and wait" in words


def test_it_stops_when_sweeps_stop(launch: Launch, settings: Settings, pinged: Pinged) -> None:
    launch.now += timedelta(days=10)  # whatever was due meanwhile was carried out by nobody
    at_work(launch, settings)
    assert not switch_of(launch, settings).round()
    ((path, words),) = pinged.heard
    assert path == f"/ping/{SECRET}/fail?create=1"
    assert words.startswith("sweeps: what was due at")


def test_it_says_a_failure_again_that_did_not_arrive(
    launch: Launch, settings: Settings, pinged: Pinged
) -> None:
    switch = switch_of(launch, settings)
    launch.now += timedelta(minutes=20)
    pinged.status = 503
    switch.round()
    pinged.status = 200
    switch.round()
    switch.round()
    assert [path for path, _ in pinged.heard] == [f"/ping/{SECRET}/fail?create=1"] * 2


def test_it_follows_no_redirect(launch: Launch, settings: Settings, pinged: Pinged) -> None:
    at_work(launch, settings)
    pinged.status = 302
    switch_of(launch, settings).round()
    assert [path for path, _ in pinged.heard] == [f"/ping/{SECRET}?create=1"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/ping/5f1c-not-for-logs", "no address/5f1c-not-for-logs"]
)
def test_it_lets_an_address_that_does_not_answer_pass_and_writes_it_nowhere(
    launch: Launch, settings: Settings, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    at_work(launch, settings)
    caplog.set_level(logging.DEBUG, "sectorlaunch")
    unreachable = settings.model_copy(update={"ping_url": SecretStr(address)})
    assert switch_of(launch, unreachable).round()
    assert "did not arrive" in caplog.text
    assert SECRET not in caplog.text


def test_it_tells_of_its_start_and_goes_on_by_itself(
    launch: Launch, settings: Settings, pinged: Pinged
) -> None:
    at_work(launch, settings)
    switch = switch_of(launch, settings, every_seconds=0.01)
    switch.start()
    for _ in range(3):
        assert pinged.rang.wait(20)
        pinged.rang.clear()
    switch.stop(20)
    paths = [path for path, _ in pinged.heard]
    assert paths[:2] == [f"/ping/{SECRET}/start?create=1", f"/ping/{SECRET}?create=1"]
    assert set(paths[1:]) == {f"/ping/{SECRET}?create=1"}


def test_it_does_nothing_without_an_address(launch: Launch, tmp_path: Path) -> None:
    switch = switch_of(launch, Settings(home=tmp_path))
    switch.start()
    switch.stop()

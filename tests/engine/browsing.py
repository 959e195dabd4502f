"""A real browser, and portals on loopback for it to visit."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from sectorlaunch import database
from sectorlaunch.actions import sign_ins
from sectorlaunch.portal import sessions
from sectorlaunch.portal.app import create_app
from tests.sample import Sample

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Raises LookupError where there is none."""
    if not Path(CHROMIUM).exists():
        raise LookupError("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What browsers that came to an address saw go wrong."""

    address: str
    foreign: list[str] = field(default_factory=list)
    """Requests to anywhere else."""
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> BrowserContext:
        context.on("request", self._note_request)
        context.on("console", lambda message: self._note_console(message.type, message.text))
        return context

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "about:")):
            self.foreign.append(request.url)

    def _note_console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


@contextmanager
def serving(app: FastAPI, port: int) -> Iterator[str]:
    """The application at an address on loopback."""
    config = uvicorn.Config(app, port=port, log_level="error", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def cookie_of_the_convener(app: FastAPI, sample: Sample) -> str:
    """The cookie of a browser in which the convener has just signed in."""
    held: sessions.Sessions = app.state.portal.sessions
    account_id, secret = sample.convener.account_id, sessions.new_secret()
    assert account_id is not None
    with database.unit_of_work(sample.engine, sample.now) as session:
        row = sign_ins.begin(session, sample.now, account_id, secret, "")
        return held.cookie(account_id, secret, row.expires_at)


@dataclass
class OpenHouse:
    """A sample launch with its portal open."""

    sample: Sample
    app: FastAPI
    address: str
    watch: Watch

    @property
    def cookie(self) -> str:
        """A session of the convener's."""
        return cookie_of_the_convener(self.app, self.sample)

    def visit(self, browser: Browser, *, signed_in: bool = False, **how: Any) -> BrowserContext:
        """A browser window of somebody's, the convener's when signed in."""
        context = self.watch.over(browser.new_context(**how))
        if signed_in:
            context.add_cookies([{"name": sessions.COOKIE, "value": self.cookie, "url": self.address}])
        return context


@contextmanager
def open_house(sample: Sample, port: int) -> Iterator[OpenHouse]:
    settings = sample.settings.model_copy(update={"port": port})
    app = create_app(settings, sample.engine, clock=lambda: sample.now)
    with serving(app, port) as address:
        yield OpenHouse(sample, app, address, Watch(address))


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)

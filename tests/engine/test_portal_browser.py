"""The portal in a real browser, without JavaScript: from the first letter in the mailbox to an open gate."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine

from sectorlaunch import access_links, database
from sectorlaunch.engine import carry_out
from sectorlaunch.outbox.deliver import dispatcher
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import AccountLinkPurpose, GateState, LinkPurpose, Person
from tests.cast import CONVENER, TEAM, Launch, begin
from tests.engine.browsing import DESK, PHONE, Watch, serving, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(120)]


@dataclass
class Site:
    """A portal on loopback, and what the browsers that came to it saw go wrong."""

    launch: Launch
    address: str
    seen: Watch

    def token(self, name: str, purpose: LinkPurpose | AccountLinkPurpose) -> str:
        with database.unit_of_work(self.launch.engine, self.launch.now) as session:
            person_id = self.launch.person(session, name)
            if isinstance(purpose, AccountLinkPurpose):
                account_id = session.get_one(Person, person_id).account_id
                assert account_id is not None
                return access_links.issue_to_account(session, self.launch.now, account_id, purpose)
            return access_links.issue(session, self.launch.now, person_id, purpose, 1)

    def watch(self, context: BrowserContext) -> BrowserContext:
        return self.seen.over(context)


@pytest.fixture
def site(file_engine: Engine, tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Site]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sectorlaunch.links.portal_url", lambda: address)
        launch = begin(file_engine, tmp_path)
        launch.do(carry_out.due)
        settings = Settings(home=tmp_path, port=port)
        dispatcher.run_once(file_engine, launch.now, settings)
        app = create_app(settings, file_engine, clock=lambda: launch.now)
        with serving(app, port):
            site = Site(launch, address, Watch(address))
            yield site
    assert site.seen.foreign == []
    assert site.seen.complaints == []


def sign_in(site: Site, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/sign-in/{site.token(CONVENER, AccountLinkPurpose.SIGN_IN)}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Nothing needs you today")).to_be_visible()
    return page


def test_it_goes_from_the_mailbox_to_an_open_gate_without_javascript(site: Site, browser: Browser) -> None:
    context = site.watch(browser.new_context(viewport=PHONE, java_script_enabled=False))
    page = sign_in(site, context)
    for name in TEAM[:2]:
        page.get_by_role("link", name="Mailbox", exact=True).click()
        page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
        with context.expect_page() as opened:
            page.frame_locator("iframe").get_by_role("link", name="Read and answer on your page").click()
        answer(opened.value)
    page.goto(f"{site.address}/partnerships/fernwater")
    expect(page.get_by_text("2 of 3 needed have agreed")).to_be_visible()

    page.locator("#shared-table-shared-view").get_by_text("Answer", exact=True).first.click()
    form = page.locator("#shared-table-shared-view form[action$='/answers']")
    form.get_by_label("On behalf of").select_option(label=TEAM[2])
    form.get_by_text("Yes", exact=True).click()
    form.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_role("status")).to_contain_text("the gate is open")
    assert site.launch.gate("shared-table").state is GateState.OPEN
    context.close()


def answer(page: Page) -> None:
    """What a member of the support team does on their page."""
    expect(page.get_by_role("heading", level=1)).to_have_text("One question for you")
    page.get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("status")).to_contain_text("Your answers are saved")
    page.close()


def test_it_shows_an_answer_given_elsewhere_and_leaves_alone_what_is_typed(
    site: Site, browser: Browser
) -> None:
    context = site.watch(browser.new_context(viewport=DESK))
    page = sign_in(site, context)
    page.goto(f"{site.address}/partnerships/fernwater")
    site.launch.answer(TEAM[0], "shared-table", "shared-view", note="From the train.")
    expect(page.get_by_text("From the train.").first).to_be_visible()
    page.locator("#shared-table-shared-view").get_by_text("Answer", exact=True).first.click()
    note = page.locator("#shared-table-shared-view form[action$='/answers'] textarea")
    note.fill("Half a sentence")
    site.launch.answer(TEAM[1], "shared-table", "shared-view")
    expect(page.get_by_text("Something has changed meanwhile")).to_be_visible()
    expect(note).to_have_value("Half a sentence")
    context.close()


def test_it_moves_a_champion_by_dragging(site: Site, browser: Browser) -> None:
    context = site.watch(browser.new_context(viewport=DESK))
    page = sign_in(site, context)
    page.goto(f"{site.address}/partnerships/fernwater/pipeline")
    card = page.locator("[data-stage=prospect] .mover").filter(
        has=page.get_by_role("heading", name="Champ One")
    )
    card.get_by_text("One Gears").drag_to(page.locator("[data-stage=agreed]"))
    expect(page.locator("[data-stage=agreed] .mover")).to_contain_text("Champ One")
    context.close()


def test_it_can_be_used_from_the_keyboard(site: Site, browser: Browser) -> None:
    context = site.watch(browser.new_context(viewport=PHONE, java_script_enabled=False))
    page = context.new_page()
    page.goto(f"{site.address}/p/{site.token(TEAM[0], LinkPurpose.PERSONAL)}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Not yet")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Who pays for it?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your answers are saved")
    context.close()


def test_it_keeps_what_was_typed_when_something_is_missing(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK)
    page = sign_in(site, context)
    page.goto(f"{site.address}/partnerships/fernwater/gates/shared-table")
    page.locator("#shared-table-shared-view").get_by_text("Answer", exact=True).first.click()
    form = page.locator("#shared-table-shared-view form[action$='/answers']")
    form.get_by_text("Doesn’t apply", exact=True).click()
    form.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("needs a note")
    expect(form.get_by_role("radio", name="Doesn’t apply")).to_be_checked()
    context.close()


def test_it_runs_as_a_process_of_its_own_and_stops_when_told(
    tmp_path: Path, free_port: Callable[[], int]
) -> None:
    assert shutil.which(sys.executable)
    port = free_port()
    environment = {**os.environ, "SECTOR_LAUNCH_HOME": str(tmp_path), "SECTOR_LAUNCH_PORT": str(port)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sectorlaunch.portal"], env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"), 60)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
    words = (tmp_path / "log").read_text()
    assert "GET /health 200" in words
    assert "Traceback" not in words


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return int(response.status) == 200
    except OSError:
        return False

"""Takes the pictures of the Prefect UI anew, with a launch in the middle of step 3: part of `make screenshots`."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Page, ViewportSize

from bench.group import Group, running
from docs.take_screenshots import FOLDER, SAMPLE
from sectorlaunch import clock
from tests.engine.browsing import chromium
from tests.sample import Moment, samples

SCREEN: ViewportSize = {"width": 1280, "height": 830}
TALL: ViewportSize = {"width": 1280, "height": 1040}
"""For what stands below a tall graph, and for the form: the whole row of a run has to be seen, its state first of all."""
BEFORE = timedelta(weeks=12)
"""About as long before today as the sample has to begin to stand at this gate today."""
PATIENCE_SECONDS = 60
ANIMATED_SECONDS = 2
"""The Prefect UI slides and fades for a while after everything is there."""


def main() -> None:
    with TemporaryDirectory() as folder:
        begins_on = (clock.now() - BEFORE).date()
        moment = Moment.CHAMPIONS_ASKED
        caught = samples(Path(folder) / "walk", SAMPLE, moment, begins_on=begins_on)[moment]
        home = Path(folder) / "home"
        caught.copied(home).engine.dispose()
        with running(home) as group, chromium() as browser:
            group.wait_for("The worker is ready")
            run = _until(lambda: _suspended(group))
            page = browser.new_page(viewport=TALL, color_scheme="light")
            ui = group.settings.prefect_ui
            page.add_init_script(
                f"localStorage.setItem('prefect-password', btoa('{':'.join(group.prefect_auth)}'))"
            )
            _take(page, f"{ui}/runs?tag={caught.slug}", "prefect-runs", "Suspended")
            page.set_viewport_size(SCREEN)
            _take(page, f"{ui}/runs/flow-run/{run['id']}", "prefect-suspended", "Gate: Champions")
            page.set_viewport_size(TALL)
            page.get_by_role("button", name="Resume").click()
            page.get_by_text("Your name").first.wait_for()
            _keep(page, "prefect-resume")
            page.set_viewport_size(SCREEN)
            artifact = _until(lambda: _artifact(group))
            _take(page, f"{ui}/artifacts/artifact/{artifact['id']}", "prefect-artifact", "Coming next")


def _take(page: Page, address: str, name: str, words: str) -> None:
    page.goto(address)
    page.get_by_text(words).first.wait_for(state="attached")
    _keep(page, name)


def _keep(page: Page, name: str) -> None:
    time.sleep(ANIMATED_SECONDS)
    page.screenshot(path=FOLDER / f"{name}.png", scale="css")
    print(f"docs/pictures/{name}.png")


def _suspended(group: Group) -> dict[str, Any] | None:
    found = httpx.post(
        f"{group.settings.prefect_api}/flow_runs/filter", json={}, auth=group.prefect_auth
    ).json()
    return next((run for run in found if run["state_name"] == "Suspended"), None)


def _artifact(group: Group) -> dict[str, Any] | None:
    found = httpx.post(
        f"{group.settings.prefect_api}/artifacts/filter",
        json={"sort": "CREATED_DESC"},
        auth=group.prefect_auth,
    ).json()
    return found[0] if found else None


def _until(read: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
    for _ in range(PATIENCE_SECONDS * 5):
        found = read()
        if found is not None:
            return found
        time.sleep(0.2)
    raise TimeoutError("the launch never came to its gate in Prefect")


if __name__ == "__main__":
    main()

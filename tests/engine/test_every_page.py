"""Every page the application reports, in the middle of step 3 and of step 5: valid, accessible, at home on each screen."""

import csv
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from sectorlaunch.portal import sessions
from tests.conftest import do_without
from tests.engine import html_checker
from tests.engine.browsing import DESK, PHONE, OpenHouse, open_house
from tests.engine.conftest import find_free_port
from tests.sample import Moment, Sample
from tests.sectorlaunch.portal.pages import CONVENER, ONLY_AFTER, Address, addresses
from tests.sectorlaunch.portal.test_access import routes

pytestmark = [
    pytest.mark.engine,
    pytest.mark.browser,
    pytest.mark.timeout(300),
]

HEAVIEST = 100_000
"""Bytes of a page that somebody opens by their link, with everything it loads."""
SOURCES = {"'none'", "'self'", "data:", "'unsafe-inline'"}
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
LETTERS_ONLY = "'unsafe-inline'"
LEFT_OUT = re.compile(r"<(script|style|pre|code|textarea)\b.*?</\1>|<[^>]*>(?=[\s<])", re.DOTALL)
RUN_TOGETHER = re.compile(
    r"\w+[a-z’)]\.(</(a|b|i|em|strong)>)?[A-Z][a-z]+ \w+|\w+\.?\s?\w\.(</\w+>)*\.(?!\.)"
)


AXE = Axe().axe_script
FOR_PAGES: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False}
"""What stands in a frame is a page of its own here, and looked at as such."""
FOR_LETTERS = {**FOR_PAGES, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
"""Mail programs drop landmarks; what the standard itself asks for holds in a letter too."""


@dataclass(frozen=True)
class Visited:
    house: OpenHouse
    address: Address
    status: int
    headers: httpx.Headers
    html: str
    """Empty for what is not a page: a file, a feed, a stream."""
    table: str = ""
    """What is to be opened in a spreadsheet."""

    @property
    def name(self) -> str:
        return f"{self.address.name}, {self.house.sample.moment.word}"

    @property
    def is_letter(self) -> bool:
        """A message as its recipient sees it: shown in a frame of a page, and no page itself."""
        return "sandbox" in self.headers.get("content-security-policy", "")


@pytest.fixture(scope="module")
def visited(caught: dict[Moment, Sample]) -> Iterator[list[Visited]]:
    """Each address read once, as a browser without scripts would."""
    with ExitStack() as open_houses:
        found = []
        for moment in (Moment.INVITED, Moment.ACTION):
            sample = caught[moment]
            house = open_houses.enter_context(open_house(sample, find_free_port()))
            with httpx.Client(base_url=house.address, timeout=20) as client:
                found += [
                    _read(client, house, address)
                    for address in addresses(sample, house.app)
                    if address.path not in ONLY_AFTER
                ]
        yield found


def _read(client: httpx.Client, house: OpenHouse, address: Address) -> Visited:
    cookies = {"Cookie": f"{sessions.COOKIE}={house.cookie}"} if address.who == CONVENER else {}
    with client.stream("GET", address.where, headers=cookies) as answer:
        kind = answer.headers.get("content-type", "").partition(";")[0]
        body = answer.read().decode() if kind in ("text/html", "text/csv") else ""
        html, table = (body, "") if kind == "text/html" else ("", body)
        return Visited(house, address, answer.status_code, answer.headers, html, table)


def test_it_has_every_page(visited: list[Visited]) -> None:
    assert {page.name: page.status for page in visited if page.status != 200} == {}
    known = {path for page in visited for method, path in routes(page.house.app) if method == "GET"}
    assert known - {page.address.path for page in visited} - set(ONLY_AFTER) == set(), (
        "no sample has anything to show there"
    )


def test_it_allows_nothing_from_outside(visited: list[Visited]) -> None:
    for page in visited:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), page.name
        allowed = {word for part in policy.split(";") for word in part.split()[1:] if "sandbox" not in part}
        assert allowed <= SOURCES, page.name
        assert LETTERS_ONLY not in allowed or page.is_letter, page.name
        assert page.headers["referrer-policy"] == "no-referrer", page.name
        assert page.headers["x-content-type-options"] == "nosniff", page.name
        assert page.headers["cache-control"] == "no-store", page.name


def test_it_hands_no_formula_to_a_spreadsheet(visited: list[Visited]) -> None:
    for page in visited:
        cells = [cell for row in csv.reader(page.table.splitlines()) for cell in row]
        assert [cell for cell in cells if cell.startswith(FORMULAS)] == [], page.name


def test_it_opens_fast_for_those_who_come_by_a_link(visited: list[Visited]) -> None:
    """On a slow phone weight is time: the page with its styles stays small."""
    with httpx.Client() as client:
        for page in visited:
            if page.html and not page.is_letter and page.address.who != CONVENER:
                loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.html)
                weights = [len(client.get(page.house.address + own).content) for own in set(loaded)]
                assert len(page.html.encode()) + sum(weights) < HEAVIEST, page.name


def test_it_never_happens__two_sentences_run_together(visited: list[Visited]) -> None:
    """Templates drop the line end after a block, and the space between two sentences with it; and “a.m.” ends one."""
    found = {
        f"{one.name}: {run[0]}"
        for one in visited
        if one.html
        for run in RUN_TOGETHER.finditer(LEFT_OUT.sub("", one.html))
    }
    assert found == set()


def test_it_writes_html_without_a_mistake(visited: list[Visited], tmp_path: Path) -> None:
    try:
        found = html_checker.mistakes({page.name: page.html for page in visited if page.html}, tmp_path)
    except LookupError as error:
        do_without(str(error))
    assert found == []


def test_it_can_be_used_by_everyone_on_every_screen(visited: list[Visited], browser: Browser) -> None:
    """axe, in the light on a desk and in the dark on a phone; and nothing is cut off, or loaded from elsewhere."""
    found: list[str] = []
    seen: dict[str, set[str]] = {}
    with ExitStack() as windows:
        checkers: dict[tuple[int, bool], PageChecker] = {}
        for page in visited:
            shape = _shape(page.html)
            if page.html and not shape <= seen.setdefault(page.address.path, set()):
                seen[page.address.path] |= shape
                key = (id(page.house), page.address.who == CONVENER)
                if key not in checkers:
                    checkers[key] = PageChecker(page.house, browser, signed_in=key[1])
                    windows.callback(checkers[key].close)
                found += [f"{page.name}: {finding}" for finding in checkers[key].findings(page)]
    assert found == []
    for page in visited:
        assert page.house.watch.foreign == []


class PageChecker:
    """A browser window in which one page after the other is looked at."""

    def __init__(self, house: OpenHouse, browser: Browser, *, signed_in: bool) -> None:
        how: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce", "viewport": DESK}
        self._context = house.visit(browser, signed_in=signed_in, **how)
        self._page = self._context.new_page()
        self._complaints: list[str] = []
        self._page.on("console", self._note)
        self._page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def _note(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self._complaints.append(said.text)

    def close(self) -> None:
        self._context.close()

    def findings(self, visited: Visited) -> Iterator[str]:
        page = self._page
        self._complaints.clear()
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(visited.house.address + visited.address.where)
        page.evaluate(AXE)
        yield from _violations(page, visited)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        yield from _violations(page, visited)
        if not visited.is_letter:  # a letter asks for no icon, and the browser looks for one
            yield from self._complaints


def _violations(page: Page, visited: Visited) -> Iterator[str]:
    how = FOR_LETTERS if visited.is_letter else FOR_PAGES
    width, most = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    if most > width and not visited.is_letter:
        yield f"{most} pixels wide on a screen of {width}"
    for violation in page.evaluate("how => axe.run(document, how)", how)["violations"]:
        targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
        yield f"at {width}: {violation['help']}: {targets}"


def _shape(html: str) -> set[str]:
    """The different elements of a page, each with what it stands in: a page that adds none of them adds nothing to look at."""
    shape = _Shape()
    shape.feed(html)
    return shape.found


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._inside = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        telling = [f"{name}={value}" for name, value in attrs if name in ("class", "role", "type", "style")]
        here = " ".join([tag, *telling])
        self.found.add(f"{self._inside[-1]} > {here}")
        if tag not in ("br", "img", "input", "link", "meta", "hr", "wbr"):
            self._inside.append(here)

    def handle_endtag(self, tag: str) -> None:
        while len(self._inside) > 1 and self._inside.pop().split(" ")[0] != tag:
            pass

"""A browser of the tests: it sends the forms of our pages with everything the page put into them."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from sectorlaunch.portal.form_versions import FIELD


class Forms(HTMLParser):
    """The forms of a page: where each goes, and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.found.append((given.get("action", ""), {}))
        elif tag == "input" and given.get("type") == "hidden" and self.found:
            self.found[-1][1].setdefault(given.get("name", ""), given.get("value", ""))


class Browser(TestClient):
    """Whoever posts a form without saying what it was made from has just opened the page it stands on."""

    def made_from(self, address: str, fields: dict[str, str]) -> str:
        """The version in the form that goes to this address; empty where no page has one."""
        for page in _pages_with(address, fields):
            for action, hidden in Forms(self.get(page).text).found:
                if action == address and FIELD in hidden and _is_the_same(hidden, fields):
                    return hidden[FIELD]
        return ""

    def post(self, url: Any, **options: Any) -> Response:
        fields = options.get("data")
        if str(url).startswith(
            ("/sign-in", "/account/address/", "/account/letters/")
        ) and "form_token" not in (fields or {}):
            shown = [hidden for action, hidden in Forms(self.get(url).text).found if action == str(url)]
            options["data"] = {**(shown[0] if shown else {}), **(fields or {})}
            return super().post(url, **options)
        if (
            isinstance(fields, dict)
            and "form_token" in fields
            and FIELD not in fields
            and "files" not in options
        ):
            version = self.made_from(str(url), fields)
            options["data"] = {**fields, FIELD: version} if version else fields
        return super().post(url, **options)


def _pages_with(address: str, fields: dict[str, str]) -> list[str]:
    """Where a form that goes to an address may stand: there, or above."""
    above = [address]
    while above[-1].count("/") > 2 or (above[-1].startswith("/settings") and above[-1].count("/") > 1):
        above.append(above[-1].rpartition("/")[0])
    person = fields.get("person", "")
    with_person = [f"{address}/{person}"] if "/coming/" in address and person else []
    asked = {name: fields[name] for name in ("on", "hour") if name in fields}
    tried = [f"{address}?{urlencode(asked)}"] if address.endswith("/launch-date") else []
    weighed = [f"{above[1]}?{urlencode(fields)}"] if address.endswith("/weights") else []
    beside = [f"{above[-1]}/{page}" for page in ("guests", "sector", "meetings")]
    return [*with_person, *tried, *weighed, *above, *beside]


def _is_the_same(hidden: dict[str, str], fields: dict[str, str]) -> bool:
    told_apart = ("action", "number", "team", "document", "person")
    return all(hidden[name] == fields.get(name, "") for name in told_apart if name in hidden)


def hold_fetches(app: FastAPI) -> None:
    """Has fetches wait until a test carries them out: a thread of their own would use the one connection that tests in
    memory have while a request uses it."""
    census = app.state.portal.census
    census.ring = census._bell.set


def carry_out_fetches(app: FastAPI) -> None:
    """Fetches to the end, where the bell was rung."""
    app.state.portal.census._work()

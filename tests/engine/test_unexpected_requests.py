"""Whatever is asked of the portal, it never answers that something went wrong here: schemathesis over its own OpenAPI.

The routes take forms, which OpenAPI is not told of; so each is filled in from the forms that the pages really show.
`SECTOR_LAUNCH_EXAMPLES=5000` has more requests made.
"""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from sqlalchemy import Engine, create_engine, make_url, text

from sectorlaunch import database
from sectorlaunch.portal import sessions
from sectorlaunch.portal.app import create_app
from tests.engine.browsing import cookie_of_the_convener
from tests.sample import Moment, Sample, raw
from tests.sectorlaunch.portal.browser import hold_fetches
from tests.sectorlaunch.portal.pages import CONVENER, addresses
from tests.sectorlaunch.portal.test_access import GUARDED, RULES, api_routes

pytestmark = [pytest.mark.engine, pytest.mark.timeout(1800)]

EXAMPLES = int(os.environ.get("SECTOR_LAUNCH_EXAMPLES", "300"))
RESTORE_EVERY = 50
"""Requests, after which the records are as they were: what was withdrawn or closed can be asked for again."""
MAY_BE_UNREADY = {"/ready"}
"""503 is what it answers while no dispatcher runs, as none does here."""
ODD_NUMBERS = (0, -1, 2**63, -(2**63) - 1, 10**30)
ODD_WORDS = ("", "0", "-1", str(10**30), "2027-02-30", "10000-01-01", "25:00", "\x00", "é" * 300, "=1+1", "²")


@dataclass(frozen=True)
class Records:
    """A sample whose records can be put back as they were, and how many requests are made of it."""

    sample: Sample
    restore: Callable[[], None]
    examples: int


@pytest.fixture(
    params=[
        pytest.param((Moment.INVITED, "SQLite"), id="step 3"),
        pytest.param((Moment.ACTION, "SQLite"), id="step 5"),
        pytest.param((Moment.ACTION, "PostgreSQL"), id="step 5 on PostgreSQL", marks=pytest.mark.postgres),
    ]
)
def records(request: pytest.FixtureRequest, caught: dict[Moment, Sample]) -> Iterator[Records]:
    moment, where = request.param
    if where == "SQLite":
        yield _in_memory(caught[moment])
    else:
        with _on_a_server(caught[moment], request.getfixturevalue("postgresql_url")) as found:
            yield found


def test_it_never_happens__an_answer_of_the_five_hundreds(records: Records) -> None:
    sample = records.sample
    app = create_app(sample.settings, sample.engine, clock=lambda: sample.now)
    app.state.portal.watch.longest_seconds = 0
    hold_fetches(app)
    cookie = {"Cookie": f"{sessions.COOKIE}={cookie_of_the_convener(app, sample)}"}
    seen = _look_around(app, sample, cookie)
    operations = [
        found.ok()
        for way in WAYS
        for found in schemathesis.openapi.from_dict(_described(app, seen, *way)).get_all_operations()
    ]
    asked = 0

    @given(case=st.sampled_from(operations).flatmap(lambda operation: operation.as_strategy()))
    @settings(
        max_examples=records.examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case) -> None:
        nonlocal asked, cookie
        asked += 1
        if asked % RESTORE_EVERY == 0:
            records.restore()
            app.state.limits.forget()
            cookie = {"Cookie": f"{sessions.COOKIE}={cookie_of_the_convener(app, sample)}"}  # kept in a table
        answer = case.call(app=app, headers=cookie)
        if case.operation.path in MAY_BE_UNREADY and answer.status_code == 503:
            return
        assert answer.status_code < 500, f"{case.method} {case.formatted_path} {case.query} {case.body}"

    ask()


def near(values: set[str], declared: dict[str, Any]) -> dict[str, Any]:
    """Only what stood there on a page."""
    return {"enum": sorted(values)} if values else declared


def odd(values: set[str], declared: dict[str, Any]) -> dict[str, Any]:
    """What stood there, or something that programs trip over."""
    strange = ODD_NUMBERS if declared.get("type") == "integer" else ODD_WORDS
    return {"enum": [*sorted(values), *strange]}


def far(values: set[str], declared: dict[str, Any]) -> dict[str, Any]:
    """Anything of the declared type."""
    return declared


WAYS = ((near, near), (near, odd), (near, far), (odd, near), (far, far))
"""How addresses and how forms are filled in."""


@dataclass
class Seen:
    """What the pages show, by the pattern of an address: values in addresses, and the fields of forms with theirs."""

    in_addresses: dict[str, dict[str, set[str]]]
    in_forms: dict[str, dict[str, set[str]]]


Choice = Callable[[set[str], dict[str, Any]], dict[str, Any]]


def _described(app: FastAPI, seen: Seen, choose: Choice, choose_in_forms: Choice) -> dict[str, Any]:
    """The application's OpenAPI, with values chosen for what stands in addresses, and with the fields of its forms."""
    described = deepcopy(app.openapi())
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    values = seen.in_addresses[path][parameter["name"]]
                    parameter["schema"] = choose(values, parameter["schema"])
                elif parameter["schema"].get("type") == "integer":
                    parameter["schema"] = choose({"1"}, parameter["schema"])
            if method == "post":
                operation["requestBody"] = _form_body(seen.in_forms[path], choose_in_forms)
    return described


def _form_body(fields: dict[str, set[str]], choose: Choice) -> dict[str, Any]:
    properties = {name: choose(values, {"type": "string"}) for name, values in fields.items()}
    required = []
    if "form_token" in fields:
        properties["form_token"], required = {"enum": sorted(fields["form_token"])}, ["form_token"]
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"content": {"application/x-www-form-urlencoded": {"schema": schema}}, "required": True}


def _look_around(app: FastAPI, sample: Sample, cookie: dict[str, str]) -> Seen:
    seen = Seen(defaultdict(lambda: defaultdict(set)), defaultdict(lambda: defaultdict(set)))
    routes = list(api_routes(app))

    def note(where: str, method: str) -> str:
        path = where.partition("?")[0]
        for route in routes:
            match = route.path_regex.match(path)
            if match and method in (route.methods or ()):
                for name, value in match.groupdict().items():
                    seen.in_addresses[route.path][name].add(value)
                return route.path
        return ""

    client = TestClient(app, follow_redirects=False)
    for address in addresses(sample, app):
        note(address.where, "GET")
        page = client.get(address.where, headers=cookie if address.who == CONVENER else {})
        if page.headers.get("content-type", "").startswith("text/html"):
            reader = _Forms()
            reader.feed(page.text)
            for action, fields in reader.found:
                pattern = note(action or address.where, "POST")
                for name, values in fields.items():
                    seen.in_forms[pattern][name] |= values
    for (method, pattern), rule in RULES.items():
        if method == "POST" and rule in GUARDED:  # also where the sample has nothing to show a form for
            seen.in_forms[pattern]["form_token"] = seen.in_forms["/sign-out"]["form_token"]
    return seen


class _Forms(HTMLParser):
    """Every form of a page that posts: where to, and its fields with the values they offer."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, set[str]]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            fields: dict[str, set[str]] = defaultdict(set)
            self.found.append((said.get("action", ""), fields))
        elif not self.found:
            return
        elif tag == "select":
            self._select = said.get("name", "")
            self.found[-1][1][self._select].add("")
        elif tag == "option":
            self.found[-1][1][self._select].add(said.get("value", ""))
        elif tag in ("input", "textarea", "button") and said.get("name"):
            self.found[-1][1][said["name"]].add(said.get("value", ""))


def _in_memory(sample: Sample) -> Records:
    """The same sample without a disk to wait for."""
    engine, snapshot = database.open_engine("sqlite://"), _copied(sample.engine)
    _restore(engine, snapshot)
    return Records(replace(sample, engine=engine), lambda: _restore(engine, snapshot), EXAMPLES // 2)


@contextmanager
def _on_a_server(sample: Sample, url: str) -> Iterator[Records]:
    """The same sample on PostgreSQL, where a database can be made anew from another as its template."""
    pattern, used = f"pattern_{uuid4().hex}", f"used_{uuid4().hex}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    engine = database.open_engine(_in_database(url, used))

    def restore() -> None:
        engine.dispose()
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {used} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {used} TEMPLATE {pattern}"))

    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {pattern}"))
    filled = sample.poured_into(database.open_engine(_in_database(url, pattern)))
    filled.engine.dispose()
    restore()
    yield Records(replace(sample, engine=engine), restore, EXAMPLES // 6)
    engine.dispose()
    with server.connect() as connection:
        for name in (used, pattern):
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _in_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _copied(engine: Engine) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    with engine.connect() as connection:
        raw(connection).backup(copy)
    return copy


def _restore(engine: Engine, snapshot: sqlite3.Connection) -> None:
    with engine.connect() as connection:
        snapshot.backup(raw(connection))

"""Health, readiness and figures: for a monitor, and nothing of it for strangers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from sectorlaunch.portal.app import create_app
from sectorlaunch.portal.portal_request import Portal
from sectorlaunch.readiness.part import Part
from sectorlaunch.settings import Settings
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House

TOKEN = "a-monitor's-token"
STRANGERS = [
    ("203.0.113.7", {}),
    ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}),
    ("127.0.0.1", {"Forwarded": "for=203.0.113.7"}),
    ("127.0.0.1", {"X-Real-IP": "203.0.113.7"}),
    ("203.0.113.7", {"X-Forwarded-For": "127.0.0.1"}),
    ("203.0.113.7", {"Authorization": "Bearer wrong"}),
    ("203.0.113.7", {"Authorization": f"Basic {TOKEN}"}),
    ("203.0.113.7", {"Authorization": "Bearer \u00e9"}),
    ("203.0.113.7", {"Authorization": "Bearer"}),
    ("testclient", {}),
]
"""From where, and with which headers."""


@pytest.fixture
def settings(house: House) -> Iterator[Settings]:
    """The settings of the portal, with a token; put back after."""
    portal = house.app.state.portal
    before = portal.settings
    changed = before.model_copy(update={"monitoring_token": SecretStr(TOKEN)})
    house.app.state.portal = _with(portal, settings=changed)
    yield changed
    house.app.state.portal = portal


def _with(portal: Portal, **changes: object) -> Portal:
    return replace(portal, **changes)


def asked_from(house: House, client: str, headers: dict[str, str], path: str) -> tuple[int, str]:
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = TestClient(house.app, client=(client, 40_000)).get(path, headers=raw)
    return answer.status_code, answer.text


def at_work(house: House, *standing: str) -> None:
    """Says how each part is found, as a look would."""
    readiness = house.app.state.portal.readiness
    names = ("database", "dispatcher", "sweeps", "mailboxes", "worker", "prefect", "disk")
    readiness._parts = lambda: iter([Part(name, name in standing, "as told", 3.0) for name in names])
    readiness.forget()


@pytest.fixture(autouse=True)
def _looks_anew(house: House) -> Iterator[None]:
    readiness = house.app.state.portal.readiness
    yield
    readiness.__dict__.pop("_parts", None)
    readiness.forget()


def test_it_is_alive_whatever_stands(house: House) -> None:
    at_work(house, "database")
    assert house.visitor().get("/health").json() == {"state": "ok"}


@pytest.mark.parametrize(
    "part", ["database", "dispatcher", "sweeps", "mailboxes", "worker", "prefect", "disk"]
)
def test_it_is_not_ready_when_one_part_stands(house: House, part: str) -> None:
    at_work(house)
    assert house.visitor().get("/ready").status_code == 200
    at_work(house, part)
    answer = TestClient(house.app, client=("127.0.0.1", 1)).get("/ready")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert [name for name, found in parts.items() if found["state"] == "stands"] == [part]
    assert parts[part]["age_seconds"] == 3.0


@pytest.mark.parametrize(("client", "headers"), STRANGERS)
def test_it_tells_a_stranger_whether_it_is_ready_and_no_more(
    house: House, settings: Settings, client: str, headers: dict[str, str]
) -> None:
    at_work(house, "disk")
    assert asked_from(house, client, headers, "/ready") == (503, '{"state":"not ready"}')
    status, page = asked_from(house, client, headers, "/metrics")
    assert status == 404
    assert "sector_launch_" not in page


def test_it_shows_a_stranger_nothing_through_a_proxy_that_hides_whence_they_come(house: House) -> None:
    """A proxy on this machine that adds no header makes the whole world look local."""
    portal = house.app.state.portal
    named = portal.settings.model_copy(update={"public_url": "https://launch.example.org"})
    house.app.state.portal = _with(portal, settings=named)
    try:
        assert asked_from(house, "127.0.0.1", {}, "/metrics")[0] == 404
        assert "parts" not in asked_from(house, "127.0.0.1", {}, "/ready")[1]
    finally:
        house.app.state.portal = portal


@pytest.mark.parametrize(
    ("client", "headers"),
    [("127.0.0.1", {}), ("::1", {}), ("203.0.113.7", {"Authorization": f"Bearer {TOKEN}"})],
)
def test_it_shows_this_machine_and_whoever_has_the_token_the_figures(
    house: House, settings: Settings, client: str, headers: dict[str, str]
) -> None:
    at_work(house, "disk")
    status, text = asked_from(house, client, headers, "/metrics")
    assert status == 200
    figures = {family.name: family for family in text_string_to_metric_families(text)}
    stands = {sample.labels["part"]: sample.value for sample in figures["sector_launch_part_stands"].samples}
    assert stands["disk"] == 1
    assert stands["worker"] == 0
    assert figures["sector_launch_events"].samples[0].value > 10
    assert "sector_launch_messages_open" in figures
    assert "process_resident_memory_bytes" in figures


def test_it_takes_an_empty_token_for_none(house: House) -> None:
    """As compose files hand it on when nobody has set it: then nobody comes in with an empty one."""
    portal = house.app.state.portal
    emptied = portal.settings.model_copy(update={"monitoring_token": SecretStr("")})
    house.app.state.portal = _with(portal, settings=emptied)
    try:
        assert asked_from(house, "203.0.113.7", {"Authorization": "Bearer "}, "/metrics")[0] == 404
    finally:
        house.app.state.portal = portal


def test_it_counts_requests_by_pattern_and_names_no_link(house: House) -> None:
    token = house.link("Will Work")
    assert house.visitor().get(f"/p/{token}").status_code == 200
    house.signed_in(CONVENER).get(f"/partnerships/{MAIN}")
    house.visitor().request("MADE-UP-1", "/health")
    _, text = asked_from(house, "127.0.0.1", {}, "/metrics")
    assert token not in text
    assert 'route="/p/{token}"' in text
    assert 'route="/partnerships/{slug}"' in text
    assert "MADE-UP" not in text
    assert 'method="other"' in text


def test_it_says_on_today_that_messages_do_not_leave(house: House, convener: TestClient) -> None:
    assert "do not leave" not in convener.get("/").text
    house.launch.wait(10)
    house.launch.now += timedelta(minutes=20)
    page = convener.get("/").text
    assert "Messages do not leave just now; the oldest has waited" in page
    assert "Please tell whoever keeps Sector Launch here." in page


def test_it_makes_an_app_without_asking_the_database(tmp_path: Path) -> None:
    """The figures are asked for at each scrape, and not while the application is put together."""
    settings = Settings(home=tmp_path)
    app = create_app(settings)
    assert not (settings.home_folder / "sector-launch.db").exists()
    assert app is not None

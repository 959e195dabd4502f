from pathlib import Path

import pytest
from pydantic import SecretStr

from sectorlaunch.settings import Settings
from sectorlaunch.supervisor.prefect_environment import (
    child_environment,
    client_environment,
    server_environment,
)


def test_it_reports_nothing_to_anybody() -> None:
    environment = server_environment(Settings())
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert environment["PREFECT_SERVER_UI_V2_ENABLED"] == "false"


def test_it_lets_the_server_listen_on_loopback_only(tmp_path: Path) -> None:
    environment = server_environment(Settings(home=tmp_path, host="0.0.0.0", prefect_port=8123))
    assert environment["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environment["PREFECT_API_URL"] == "http://127.0.0.1:8123/api"
    assert environment["PREFECT_HOME"] == str(tmp_path / "prefect")


def test_it_lets_no_other_prefect_profile_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "somebody else's")
    settings = Settings()
    assert "PREFECT_API_KEY" not in child_environment(settings, client_environment(settings))


def test_it_hands_every_setting_on_to_the_children(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, port=8100, database_url=SecretStr("postgresql+psycopg://a:b@c/d"))
    environment = child_environment(settings)
    assert environment["SECTOR_LAUNCH_HOME"] == str(tmp_path)
    assert environment["SECTOR_LAUNCH_PORT"] == "8100"
    assert environment["SECTOR_LAUNCH_DATABASE_URL"] == "postgresql+psycopg://a:b@c/d"


def test_it_keeps_few_heaps_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child_environment(Settings())["MALLOC_ARENA_MAX"] == "2"
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    assert child_environment(Settings())["MALLOC_ARENA_MAX"] == "8"


def test_it_gives_server_and_clients_the_same_password() -> None:
    settings = Settings(prefect_auth=SecretStr("user:password"))
    assert server_environment(settings)["PREFECT_SERVER_API_AUTH_STRING"] == "user:password"
    assert client_environment(settings)["PREFECT_API_AUTH_STRING"] == "user:password"


def test_it_makes_a_password_for_the_server_it_starts_and_keeps_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    password = server_environment(settings)["PREFECT_SERVER_API_AUTH_STRING"]
    assert client_environment(settings)["PREFECT_API_AUTH_STRING"] == password
    user, _, secret = password.partition(":")
    assert user == "keeper"
    assert len(secret) == 64
    assert (tmp_path / "prefect.key").stat().st_mode & 0o777 == 0o600


def test_it_makes_none_for_a_server_that_runs_elsewhere(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, prefect_api_url="http://192.0.2.7:4200/api")
    assert "PREFECT_API_AUTH_STRING" not in client_environment(settings)

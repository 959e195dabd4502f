"""The files of `deploy/`, held up against what they start: commands, settings, folders and versions that exist."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from sectorlaunch.portal import security_headers
from sectorlaunch.settings import Settings
from tests.conftest import do_without
from tests.docs.commands import mistake_in

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = ("compose.yaml", "compose.postgresql.yaml")
UNITS = sorted((DEPLOY / "systemd").iterdir())
SETTINGS = {f"SECTOR_LAUNCH_{name.upper()}" for name in Settings.model_fields}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def compose(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return found


def instructions() -> list[tuple[str, str]]:
    """The Containerfile, an instruction and its words each."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_it_names_every_file_in_its_readme() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for path in DEPLOY.iterdir():
        if path.name not in ("README.md", "Containerfile.dockerignore", "postgresql"):
            assert f"`{path.name}" in readme, path


def test_it_copies_into_the_image_what_the_wheel_is_made_of() -> None:
    copied = {rest.split()[0] for word, rest in instructions() if word == "COPY" and "--from" not in rest}
    packages = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert packages <= copied
    assert all((ROOT / name).exists() for name in copied)
    kept = re.findall(r"^!(.+)$", (DEPLOY / "Containerfile.dockerignore").read_text(), re.MULTILINE)
    needed = {
        name
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for name in rest.split()[:-1]
    }
    assert needed == set(kept)


def test_it_builds_on_a_python_we_promise_and_runs_as_nobody_special() -> None:
    for word, rest in instructions():
        if word == "FROM":
            version = re.search(r"python:(\d+\.\d+)", rest)
            assert version is not None
            assert version[1] in SpecifierSet(PROJECT["project"]["requires-python"])
    users = [rest for word, rest in instructions() if word == "USER"]
    assert users
    assert users[-1] != "0:0"


@pytest.mark.parametrize("name", COMPOSE)
def test_it_sets_settings_that_exist_and_runs_commands_that_exist(name: str) -> None:
    for service, described in compose(name)["services"].items():
        for variable in described.get("environment", {}):
            if variable.startswith("SECTOR_LAUNCH_"):
                assert variable in SETTINGS, f"{service}: {variable}"
        command = described.get("command", ["sector-launch", "up"])
        if command[0] == "sector-launch":
            assert mistake_in(list(command[1:])) == "", service


@pytest.mark.parametrize("name", COMPOSE)
def test_it_opens_the_portal_to_this_machine_only_and_nothing_else(name: str) -> None:
    published = [port for one in compose(name)["services"].values() for port in one.get("ports", [])]
    assert published == ["127.0.0.1:8700:8700"]


@pytest.mark.parametrize("name", COMPOSE)
def test_it_holds_no_password_and_demands_those_it_needs(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for word in re.findall(r"(?:PASSWORD|AUTH|AUTH_STRING)\S*:\s+(.+)", text):
        assert "PASSWORD:?" in word, word


def test_it_starts_two_workers_on_postgresql() -> None:
    assert compose("compose.postgresql.yaml")["services"]["worker"]["deploy"]["replicas"] == 2


def commands_of(unit: Path) -> Iterator[list[str]]:
    for line in unit.read_text(encoding="utf-8").splitlines():
        if line.startswith("ExecStart="):
            yield shlex.split(line.partition("=")[2])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_it_starts_commands_that_exist_as_services(unit: Path) -> None:
    for words in commands_of(unit):
        assert words[0] == "/opt/sector-launch/.venv/bin/sector-launch"
        assert mistake_in(words[1:]) == ""
    for variable in re.findall(r"^Environment=(\w+)=", unit.read_text(), re.MULTILINE):
        assert variable in SETTINGS


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_it_writes_units_that_systemd_understands(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        do_without("no systemd-analyze: apt-get install systemd")
    for one in UNITS:
        text = one.read_text(encoding="utf-8").replace(
            "/opt/sector-launch/.venv/bin/sector-launch", "/bin/true"
        )
        (tmp_path / one.name).write_text(text, encoding="utf-8")
    name = unit.name.replace("@.", "@2.")
    verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / name)]
    if name != unit.name:
        (tmp_path / name).symlink_to(tmp_path / unit.name)
    said = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_it_lets_lists_through_the_proxy_that_the_portal_takes() -> None:
    most = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())
    assert most is not None
    assert int(most[1]) * 1_000_000 > security_headers.LARGEST_LIST
    assert f"max_size {most[1]}MB" in (DEPLOY / "Caddyfile").read_text()


def test_it_keeps_links_out_of_the_log_of_the_proxy() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    servers = text.split("server {")[1:]
    assert len(servers) == 2
    assert all("access_log off;" in server for server in servers)

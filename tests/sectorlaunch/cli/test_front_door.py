"""The door of the command line: exit codes, sentences instead of tracebacks, and help at once."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch.cli.main import in_words
from sectorlaunch.errors import NotFound
from tests.sectorlaunch.cli.conftest import Shell

ROOT = Path(__file__).parents[3]
HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "prefect", "fastapi", "alembic", "holidays", "jinja2")


def test_it_imports_nothing_heavy_before_a_command_runs() -> None:
    question = f"import sys, sectorlaunch.cli.app; print([m for m in {HEAVY!r} if m in sys.modules])"

    said = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def test_it_helps_without_an_installation(shell: Shell) -> None:
    shell.forget_everything()

    assert "rehearse" in shell.says("--help")
    assert not shell.home.exists()


def test_it_says_its_version_without_an_installation(shell: Shell) -> None:
    shell.forget_everything()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert shell.says("--version") == f"Sector Launch {project['version']}\n"
    assert not shell.home.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--no-such-option"),
        ("answer", "fernwater"),
        ("waive", "fernwater", "roles"),
        ("waive", "fernwater", "roles", "--why", "Later", "--until", "soon"),
        ("reopen", "fernwater", "roles"),
        ("answer", "fernwater", "roles", "roles-agreed", "--verdict", "perhaps"),
        ("people", "name", "fernwater", "king", "cora@example.org"),
        ("record", "launch", "fernwater", "--time", "half past eight"),
        ("record", "attendance", "fernwater"),
        ("no-such-command",),
    ],
)
def test_it_calls_wrong_usage_by_code_two(shell: Shell, words: tuple[str, ...]) -> None:
    shell.complains(*words, code=2)


def test_it_says_what_is_wrong_in_a_sentence(shell: Shell) -> None:
    shell.start()

    assert "did you mean" in shell.complains("status", "fernwatre")


def test_it_ends_every_sentence() -> None:
    assert in_words(NotFound("There is no such thing")) == "There is no such thing."


def test_it_lists_every_mistake_of_a_file() -> None:
    mistakes = [Mistake("a.yaml", 3, "name", "fill it in"), Mistake("a.yaml", 7, "slug", "shorten it")]

    words = in_words(FileMistakes(mistakes))

    assert words.splitlines() == [
        "2 mistakes, nothing was stored:",
        "  a.yaml, line 3, name: fill it in",
        "  a.yaml, line 7, slug: shorten it",
    ]


def test_it_sends_somebody_with_an_old_database_to_migrate() -> None:
    error = OperationalError("SELECT", {}, Exception("no such column: meeting.chair_id"))

    assert "sector-launch migrate" in in_words(error)


def test_it_says_how_to_see_more_of_what_should_not_happen() -> None:
    assert "SECTOR_LAUNCH_DEBUG" in in_words(RuntimeError("a wheel came off"))


def test_it_names_a_setting_that_cannot_be_used(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECTOR_LAUNCH_PORT", "eighty")

    assert "SECTOR_LAUNCH_PORT" in shell.complains("status")


def test_it_stays_quiet_when_a_pipe_closes() -> None:
    command = f"{sys.executable} -m sectorlaunch.cli playbook show sector-launch | head -1"

    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)

    assert "Launch of a sector partnership" in said.stdout
    assert said.stderr == ""

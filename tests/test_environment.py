"""The environment that `make` sets up: what keeps it from being made is named, and one that was moved is made anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = "not-there==1.0 --hash=sha256:" + "0" * 64 + "\n"
NOWHERE = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_RETRIES": "1"}
"""Settings of pip for an index that nobody answers for."""


def make(folder: Path, *words: str, **variables: str) -> str:
    """What `make` says in that folder, with nothing of the `make` that may run these tests."""
    outside = ("MAKE", "PIP_", "PYTHON", "VENV")
    own = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
    given = ["make", f"PYTHON={sys.executable}", *words]
    told = subprocess.run(given, cwd=folder, env=own | variables, capture_output=True, text=True)
    return told.stdout + told.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "Übung eins"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "requirements.lock").write_text(LOCK, encoding="utf-8")
    return folder


def test_it_names_a_python_that_is_not_there(project: Path) -> None:
    assert "There is no python9 here." in make(project, "PYTHON=python9", "run")


def test_it_names_a_missing_venv_module(project: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError", encoding="utf-8")
    assert "apt-get install python3-venv" in make(project, "run", PYTHONPATH=str(tmp_path))
    assert not (project / ".venv").exists()


def test_it_names_a_folder_that_cannot_be_written(project: Path) -> None:
    (project / ".venv").write_text("A file in its place, for nothing is read-only to root.", encoding="utf-8")
    assert f"{project}/.venv cannot be written" in make(project, "run").replace("\n", "")


def test_it_names_a_missing_network_and_makes_a_moved_environment_anew(project: Path) -> None:
    assert "No network: the package index cannot be reached." in make(project, "run", **NOWHERE)

    assert "-m venv" not in make(project, "-n", "run")
    moved = project.rename(project.with_name("Übung zwei"))
    assert "-m venv" in make(moved, "-n", "run")
    assert "made in another folder" in make(moved, ".venv/.python")
    assert "-m venv" not in make(moved, "-n", "run")


def test_it_makes_an_environment_anew_whose_python_is_gone(project: Path) -> None:
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/.python").touch()
    (project / ".venv/pyvenv.cfg").write_text(f"command = python -m venv {project}/.venv", encoding="utf-8")
    (project / ".venv/bin/python").symlink_to(project / "python-that-was-here")
    assert "-m venv" in make(project, "-n", "run")

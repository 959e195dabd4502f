"""The wheel: what an installation from it has, far from the folder it was built in."""

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.story.rehearsals import BEGINS_ON, files

pytestmark = [pytest.mark.engine, pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`sector-launch` in an environment that has the wheel and its dependencies, and nothing of this folder."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin/python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    # Listed in a .pth file, the dependencies are found, and their own .pth files (ours among them) are not read.
    own = next((folder / "lib").glob("python*/site-packages"))
    (own / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return folder / "bin/sector-launch"


def test_it_carries_the_six_packages_and_nothing_else_at_the_top(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "flows",
        "languages",
        "notifications",
        "playbooks",
        "sectorlaunch",
        "tasks",
    }


def test_it_rehearses_a_launch_from_another_directory(command: Path, tmp_path: Path) -> None:
    shutil.copytree(files().parent, tmp_path / "mine")
    told = subprocess.run(
        [str(command), "rehearse", "mine/partnership.yaml", "--start", BEGINS_ON.isoformat(), "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    rehearsal = json.loads(told.stdout)
    assert [step["state"] for step in rehearsal["steps"]] == ["passed"] * 6
    assert {"kind", "to", "at", "subject", "reason"} <= rehearsal["messages"][0].keys()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_it_shows_the_playbook_it_ships(command: Path, tmp_path: Path) -> None:
    told = subprocess.run(
        [str(command), "playbook", "show", "sector-launch"], cwd=tmp_path, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    assert "Build the support team" in told.stdout

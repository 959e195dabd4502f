"""The plan of the house, held up against the code: who may import whom, and what lives at the top."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure

ROOT = Path(__file__).parents[1]
PACKAGES = ("flows", "tasks", "playbooks", "notifications", "sectorlaunch")
MAY_IMPORT_PREFECT = ("flows/", "tasks/", "sectorlaunch/prefect_side/", "sectorlaunch/supervisor/worker.py")
READING = ("records", "facts", "status", "letters", "papers")
ENTRY_POINTS = ("sectorlaunch.cli", "sectorlaunch.portal")


INSIDE_FUNCTIONS = {
    "sectorlaunch/actions/champions.py": {"latecomers", "plan", "signatures"},
    "sectorlaunch/actions/invitations.py": {"calls", "waves"},
    "sectorlaunch/actions/meetings.py": {"debriefs"},
    "sectorlaunch/actions/roles.py": {"champions", "latecomers"},
    "sectorlaunch/actions/signatures.py": {"carry_out", "champions"},
    "sectorlaunch/engine/debriefs.py": {"meetings"},
    "sectorlaunch/engine/double_asks.py": {"champions"},
    "sectorlaunch/engine/waves.py": {"latecomers", "plan"},
}
"""Imports of our own that hide in functions, which is how a circle is closed. This list may only shrink."""


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The modules a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            assert node.module is not None
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_it_keeps_the_layers_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configure()
    assert use_cases.lint_imports(config_filename="pyproject.toml", cache_dir=None) is use_cases.SUCCESS


def test_it_hides_no_import_of_its_own_in_a_function() -> None:
    """The command line alone may: it opens without what a command needs."""
    hidden: dict[str, set[str]] = {}
    for path in sources():
        if "cli" in path.relative_to(ROOT).parts:
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in PACKAGES:
                        names = {alias.name for alias in node.names}
                        hidden.setdefault(path.relative_to(ROOT).as_posix(), set()).update(names)
    assert hidden == INSIDE_FUNCTIONS


def test_it_never_writes_where_it_reads() -> None:
    """What is looked up, judged and put into words leaves the tables as they are."""
    writing = re.compile(
        r"session\.(add|add_all|delete|merge|commit)\(|\b(insert|update|delete)\((?=[A-Z])|events\.record\("
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in READING
        for path in sorted((ROOT / "sectorlaunch" / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if writing.search(line)
    ]
    assert found == []


def test_it_has_nothing_else_importable_at_the_top() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders - {"bench"} == set(PACKAGES)
    assert not list(ROOT.glob("*.py"))


def test_it_imports_prefect_only_where_flows_are_run() -> None:
    for path in sources():
        if not str(path.relative_to(ROOT)).startswith(MAY_IMPORT_PREFECT):
            assert not {name for name in imports(path) if name.partition(".")[0] == "prefect"}, path


def test_it_imports_the_entry_points_nowhere() -> None:
    for path in sources():
        inside = str(path.relative_to(ROOT)).startswith(tuple(e.replace(".", "/") for e in ENTRY_POINTS))
        if not inside:
            assert not {name for name in imports(path) if name.startswith(ENTRY_POINTS)}, path


def test_it_opens_the_command_line_without_the_slow_libraries() -> None:
    """`--help` answers at once; each command imports what it needs when it runs."""
    slow = {"prefect", "fastapi", "sqlmodel", "sqlalchemy", "holidays", "apprise"}
    asked = "import sys; sys.argv = ['sector-launch', '--help']\n"
    asked += "from sectorlaunch.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    asked += "print('imported', *sys.modules, file=sys.stderr)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not slow & set(answer.stderr.split())


def test_it_names_no_flow_file_like_something_that_can_be_imported() -> None:
    """Prefect runs `flows/x.py` as the top-level module `x`, before anything else of that name."""
    from importlib.machinery import PathFinder

    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != (ROOT / "flows").resolve()]
    for path in (ROOT / "flows").glob("*.py"):
        if path.stem != "__init__":
            assert path.stem not in sys.stdlib_module_names
            assert PathFinder.find_spec(path.stem, elsewhere) is None, path.stem

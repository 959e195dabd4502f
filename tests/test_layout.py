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

from notifications.rendering import known_kinds

ROOT = Path(__file__).parents[1]
PACKAGES = ("flows", "tasks", "languages", "playbooks", "notifications", "sectorlaunch")
MAY_IMPORT_PREFECT = ("flows/", "tasks/", "sectorlaunch/prefect_side/", "sectorlaunch/supervisor/worker.py")
READING = ("records", "facts", "status", "letters", "papers")
ENTRY_POINTS = ("sectorlaunch.cli", "sectorlaunch.portal")


NOT_A_KIND = {
    "flows/prepare_to_launch.py": {"logistics": "a gate"},
    "playbooks/model.py": {"gate-opened": "an anchor", "commitment-due": "an anchor"},
    "sectorlaunch/actions/merging/rules.py": {"invitation": "a table"},
    "sectorlaunch/cli/app.py": {"sign-in": "a command"},
    "sectorlaunch/cli/record_launch.py": {"welcome": "a part at the meeting"},
    "sectorlaunch/engine/polls.py": {"date-poll": "what a task is for"},
    "sectorlaunch/facts/__init__.py": {"invitation": "a section of the facts"},
    "sectorlaunch/facts/launch.py": {"welcome": "a part at the meeting"},
    "sectorlaunch/portal/flash_messages.py": {"scores-open": "what the page says once"},
    "sectorlaunch/portal/meeting_form.py": {"welcome": "a part at the meeting"},
    "sectorlaunch/portal/routes/sector_decision.py": {"scores-open": "what the page says once"},
    "sectorlaunch/portal/routes/timeline.py": {"launch-date": "a form"},
    "sectorlaunch/portal/views/places.py": {"invitation": "a form"},
    "sectorlaunch/rehearsal/cast.py": {"invitation": "a matter somebody is asked about"},
    "sectorlaunch/rehearsal/launch_day.py": {"welcome": "a part at the meeting"},
}
"""Words that are spelled like a message kind and mean something else."""


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
    assert not hidden


def kinds_named(path: Path) -> Iterator[str]:
    """The message kinds a file names in its code, each as often as it does."""
    kinds = known_kinds() - NOT_A_KIND.get(path.relative_to(ROOT).as_posix(), {}).keys()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in kinds:
            yield str(node.value)


def test_it_names_a_message_kind_only_where_that_kind_is_written() -> None:
    """What holds for a kind is a trait in its own context: a name elsewhere is one more place to know of."""
    named: dict[str, list[str]] = {}
    for path in sources():
        where = path.relative_to(ROOT).as_posix()
        if not where.startswith(("notifications/kinds/", "sectorlaunch/migrations/")):
            for kind in kinds_named(path):
                named.setdefault(kind, []).append(where)
    assert {kind: places for kind, places in named.items() if len(places) > 1} == {}


def said_to_follow(tree: ast.Module) -> set[ast.expr]:
    """The kinds a kind says in its own context will follow."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["announces"]
    }


def test_it_compares_no_kind_and_keeps_no_list_of_kinds() -> None:
    for path in sources():
        other_words = NOT_A_KIND.get(path.relative_to(ROOT).as_posix(), {}).keys()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        following = said_to_follow(tree) if path.name == "context.py" else set()
        for node in ast.walk(tree):
            if node in following:
                continue
            if isinstance(node, ast.Compare | ast.Set | ast.Tuple | ast.List | ast.Dict):
                words = {one.value for one in ast.iter_child_nodes(node) if isinstance(one, ast.Constant)}
                assert not (words & known_kinds()) - other_words, f"{path}:{node.lineno}"


def test_it_compares_no_kind_in_a_template() -> None:
    kind = re.compile(rf"\bkind [^%]*\"({'|'.join(sorted(known_kinds()))})\"")
    for path in (ROOT / "sectorlaunch").rglob("*.html"):
        assert not kind.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("place", NOT_A_KIND)
def test_it_excuses_no_word_that_is_not_there(place: str) -> None:
    tree = ast.parse((ROOT / place).read_text(encoding="utf-8"))
    there = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert NOT_A_KIND[place].keys() <= there & known_kinds()


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


IMPORT_IN_WORDS = re.compile(
    r"from ((?:sectorlaunch|tasks|flows|notifications|playbooks)[\w.]*) import (\w+)"
)
"""A program kept as a string: what starts a process, or a test of one."""


def test_it_imports_nothing_in_a_string_that_is_not_there() -> None:
    """A module that moved is missed by every other check until the process it starts does nothing."""
    lost = set()
    for folder in (*PACKAGES, "tests", "bench", "docs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for module, name in IMPORT_IN_WORDS.findall(path.read_text(encoding="utf-8")):
                home = ROOT.joinpath(*module.split("."))
                files = (
                    home.with_suffix(".py"),
                    home / "__init__.py",
                    home / f"{name}.py",
                    home / name / "__init__.py",
                )
                text = "".join(file.read_text(encoding="utf-8") for file in files if file.exists())
                if not re.search(rf"\b{name}\b", text) and not any(file.exists() for file in files[2:]):
                    lost.add(f"{path.relative_to(ROOT)}: from {module} import {name}")
    assert not lost

"""Private members of Prefect stand in one file, and are those of the version that is installed."""

import ast
import asyncio
import inspect
import re
from pathlib import Path

import prefect
import pytest
from prefect.client.orchestration import PrefectClient, SyncPrefectClient
from prefect.workers.base import BaseWorker

from sectorlaunch.prefect_side import prefect_private
from sectorlaunch.prefect_side.warm_worker import WarmWorker

ROOT = Path(__file__).parents[3]
OUR_FILES = sorted(
    file
    for folder in ("flows", "tasks", "sectorlaunch")
    for file in (ROOT / folder).rglob("*.py")
    if re.search(r"^(from|import) prefect\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    and file.name != "prefect_private.py"
)
HINT = "Read the members in sectorlaunch/prefect_side/prefect_private.py in the new version, run the engine tests, then change READ_FROM."


def test_it_was_read_from_the_version_that_is_installed() -> None:
    assert prefect.__version__ == prefect_private.READ_FROM, HINT


@pytest.mark.parametrize("name", prefect_private.WORKER_METHODS)
def test_it_finds_each_method_of_the_worker_as_it_was(name: str) -> None:
    method = getattr(BaseWorker, name, None)
    assert method is not None, f"Prefect {prefect.__version__} has no BaseWorker.{name}. {HINT}"
    parameters = tuple(inspect.signature(method).parameters)
    assert parameters == prefect_private.WORKER_METHODS[name], HINT


@pytest.mark.parametrize("name", prefect_private.WORKER_ATTRIBUTES)
def test_it_finds_each_attribute_of_the_worker(name: str) -> None:
    async def _attributes() -> set[str]:
        return set(vars(WarmWorker(work_pool_name="a-pool")))

    assert name in asyncio.run(_attributes()), HINT


@pytest.mark.parametrize("client", [PrefectClient, SyncPrefectClient])
def test_it_finds_the_client_beneath_the_client(client: type[PrefectClient | SyncPrefectClient]) -> None:
    made = client("http://127.0.0.1:1/api")
    assert all(hasattr(made, name) for name in prefect_private.CLIENT_ATTRIBUTES), HINT
    assert hasattr(made._client, "_transport"), HINT


def test_it_names_every_private_member_it_uses() -> None:
    source = ast.parse(inspect.getsource(prefect_private))
    used = {
        node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute) and _is_private(node.attr)
    }
    own = {"_transport", "_take_again", "_claim", "_sign", "_entrypoint", "_entrypoints"}
    named = {*prefect_private.WORKER_METHODS, *prefect_private.WORKER_ATTRIBUTES}
    assert used - own - set(prefect_private.CLIENT_ATTRIBUTES) <= named


@pytest.mark.parametrize("file", OUR_FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_it_is_the_only_file_that_reaches_into_prefect(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [module for module in imported if module.startswith("prefect._")]
    ours = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            ours |= {target.attr for target in targets if isinstance(target, ast.Attribute)}
            ours |= {target.id for target in targets if isinstance(target, ast.Name)}
    reached = {
        f"line {node.lineno}: {node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in ours
    }
    assert not reached


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")

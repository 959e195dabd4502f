"""`python -m tests.dependencies`: what can be told about the dependencies without asking anybody, part of `make lint`.

Told from the lock files, the installed packages and our imports: every entry is pinned and has hashes, names no index
and no address; each is wanted by the project or by another that is; both locks agree; what is installed is what is
locked; what we import is declared, and what is declared is imported or has a reason; licenses are ones we may use; no
version is on the list of known bad ones, which has a date.

Not told, because only an index knows: what was yanked, and what became known after that date.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PACKAGES = ("flows", "tasks", "playbooks", "languages", "notifications", "sectorlaunch")
PROJECT = "sector-launch"
KNOWN_BAD = Path(__file__).with_name("known_bad_packages.toml")

_ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]+\])?==(?P<version>[^\s;\\]+)\s*(;\s*(?P<marker>[^\\]+?))?\s*\\$"
)
_HASH = re.compile(r"^\s+--hash=sha256:[0-9a-f]{64}(\s\\)?$")
_VIA = re.compile(r"^\s+#\s+(via\s*)?(?P<name>[A-Za-z0-9._-]*)")

COMES_WITH = {
    "anyio": "prefect and starlette: what both run on",
    "markupsafe": "jinja2: what it escapes with",
    "starlette": "fastapi: its own floor",
}
"""Imported and not declared: the version is the declared one's to choose."""
NOT_IMPORTED = {
    "asyncpg": "the driver of Prefect's PostgreSQL, named in its address",
    "psycopg": "the driver of our PostgreSQL, named in its address",
    "python-multipart": "FastAPI reads forms with it",
    "rich": "typer shows help and mistakes with it",
    "tzdata": "time zones where the system has none",
}
"""Declared and not imported, with the reason."""
FREE = re.compile(
    r"\b(MIT|MIT-0|BSD|ISC|ISCL|Apache|PSF|Python Software Foundation|Unlicense|0BSD|Zlib|CNRI-Python|Artistic)\b",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"\b(MPL|Mozilla Public License|LGPL|LGPLv3\+|Lesser General Public License)\b", re.IGNORECASE
)
"""May be used unchanged, as a library beside ours."""
SAID = {
    "orjson": "MPL-2.0 AND (Apache-2.0 OR MIT)",
}
"""Licenses a person has looked at."""


@dataclass(frozen=True)
class Locked:
    """One entry of a lock file."""

    name: str
    version: str
    marker: str
    hashes: int
    wanted_by: tuple[str, ...]


def mistakes(root: Path = ROOT) -> list[str]:
    """Everything that is wrong, a sentence each; empty when all is well."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, dev = (read_lock((root / name).read_text(encoding="utf-8"), name) for name in LOCKS)
    bad = tomllib.loads(KNOWN_BAD.read_text(encoding="utf-8"))
    return [
        *in_lock(LOCKS[0], run[0], run[1]),
        *in_lock(LOCKS[1], dev[0], dev[1]),
        *not_agreeing(run[0], dev[0]),
        *not_covered(project, run[0], dev[0]),
        *known_bad(dev[0], bad),
        *not_installed(dev[0]),
        *undeclared(root, project),
        *not_allowed(run[0]),
    ]


def read_lock(text: str, name: str) -> tuple[dict[str, Locked], list[str]]:
    """The entries by name, and the lines that are none: an option, an address, a version that is not pinned."""
    entries: dict[str, Locked] = {}
    strange: list[str] = []
    found: re.Match[str] | None = None
    hashes, wanted_by = 0, list[str]()

    def keep() -> None:
        if found is not None:
            key = canonicalize_name(found["name"])
            entries[key] = Locked(key, found["version"], found["marker"] or "", hashes, tuple(wanted_by))

    for number, line in enumerate(text.splitlines(), start=1):
        entry = _ENTRY.match(line)
        if entry:
            keep()
            found, hashes, wanted_by = entry, 0, []
        elif _HASH.match(line):
            hashes += 1
        elif via := _VIA.match(line):
            if via["name"][:1] not in ("", "-"):  # not “-c requirements.lock”
                wanted_by.append(canonicalize_name(via["name"]))
        elif line.strip():
            strange.append(f"{name}, line {number}: “{line.strip()[:60]}” is no pinned package with a hash.")
    keep()
    return entries, strange


def in_lock(lock: str, entries: Mapping[str, Locked], strange: list[str]) -> Iterator[str]:
    yield from strange
    for entry in entries.values():
        if not entry.hashes:
            yield f"{lock}: {entry.name} has no hash."
        if not entry.wanted_by:
            yield f"{lock}: nobody says why {entry.name} is in it."
        for wanting in entry.wanted_by:
            if wanting != PROJECT and wanting not in entries:
                yield f"{lock}: {entry.name} is there for {wanting}, which is not."
    reached = _reached(entries)
    for name in entries.keys() - reached:
        yield f"{lock}: {name} is wanted only by packages that nobody wants."


def _reached(entries: Mapping[str, Locked]) -> set[str]:
    """What the project wants, and what those want."""
    reached: set[str] = set()
    waiting = [PROJECT]
    while waiting:
        wanting = waiting.pop()
        for entry in entries.values():
            if entry.name not in reached and wanting in entry.wanted_by:
                reached.add(entry.name)
                waiting.append(entry.name)
    return reached


def not_agreeing(run: Mapping[str, Locked], dev: Mapping[str, Locked]) -> Iterator[str]:
    for name, entry in run.items():
        if name not in dev:
            yield f"{LOCKS[1]}: {name} is missing, which {LOCKS[0]} has."
        elif dev[name].version != entry.version:
            yield f"{name} is {entry.version} in one lock and {dev[name].version} in the other."


def not_covered(
    project: Mapping[str, Any], run: Mapping[str, Locked], dev: Mapping[str, Locked]
) -> Iterator[str]:
    """What pyproject.toml asks for and a lock does not have, or has in a version outside the bounds."""
    extras = project["optional-dependencies"]
    wanted = (
        (LOCKS[0], run, project["dependencies"]),
        (LOCKS[1], dev, project["dependencies"] + extras["dev"]),
    )
    for lock, entries, asked in wanted:
        for line in asked:
            need = Requirement(line)
            entry = entries.get(canonicalize_name(need.name))
            if entry is None:
                yield f"{lock}: {need.name} is missing; run `make lock`."
            elif not need.specifier.contains(entry.version, prereleases=True):
                yield f"{lock}: {need.name} {entry.version} is outside {need.specifier}; run `make lock`."


def known_bad(entries: Mapping[str, Locked], bad: Mapping[str, Any]) -> Iterator[str]:
    for one in bad["bad"]:
        entry = entries.get(canonicalize_name(one["package"]))
        if entry is not None and Requirement(f"x{one['versions']}").specifier.contains(
            entry.version, prereleases=True
        ):
            yield f"{entry.name} {entry.version} is known to be bad, as of {bad['as_of']}: {one['why']}."


def not_installed(entries: Mapping[str, Locked]) -> Iterator[str]:
    """What runs here and is not what is locked. What another system or Python would need is left out."""
    for entry in entries.values():
        if entry.marker and not Marker(entry.marker).evaluate():
            continue
        try:
            installed = metadata.version(entry.name)
        except metadata.PackageNotFoundError:
            yield f"{entry.name} {entry.version} is locked and not installed; run `make .venv/.dev`."
            continue
        if installed != entry.version:
            yield f"{entry.name} {installed} is installed, {entry.version} is locked; run `make .venv/.dev`."


def undeclared(root: Path, project: Mapping[str, Any]) -> Iterator[str]:
    """Imports of what pyproject.toml does not name, and names there of what nobody imports."""
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    carried_by = metadata.packages_distributions()
    used: set[str] = set()
    for module, place in sorted(imported(root).items()):
        carriers = {canonicalize_name(one) for one in carried_by.get(module, [])}
        used |= carriers
        if not carriers & (declared | COMES_WITH.keys()):
            yield f"{place} imports {module}, which pyproject.toml does not name."
    for name in sorted(declared - used - NOT_IMPORTED.keys()):
        yield f"pyproject.toml names {name}, which nothing imports."
    for name in sorted(NOT_IMPORTED.keys() & used | NOT_IMPORTED.keys() - declared):
        yield f"NOT_IMPORTED excuses {name} without need."


def imported(root: Path) -> dict[str, str]:
    """The modules of others that we import, by their first name, each with one place."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module:
                    names = [node.module]
                for name in names:
                    first = name.partition(".")[0]
                    if first not in PACKAGES and first not in sys.stdlib_module_names:
                        found.setdefault(first, path.relative_to(root).as_posix())
    return found


def not_allowed(entries: Mapping[str, Locked]) -> Iterator[str]:
    """Licenses that would bind our own code, among what is installed of the run lock."""
    for name in entries:
        try:
            said = license_of(metadata.metadata(name))
        except metadata.PackageNotFoundError:
            continue
        if name not in SAID and not (FREE.search(said) or WEAK.search(said)):
            yield f"{name} is under “{said or 'no license that it names'}”: have somebody look, then say so in SAID."


def license_of(about: metadata.PackageMetadata) -> str:
    """What a package says of its license: the expression, else the classifiers, else the first line of the field."""
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    classified = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    if classified:
        return ", ".join(line.rpartition("::")[2].strip() for line in classified)
    return (about.get("License") or "").strip().partition("\n")[0]


def main() -> None:
    found = mistakes()
    for sentence in found:
        print(sentence)
    if found:
        raise SystemExit(1)
    as_of = tomllib.loads(KNOWN_BAD.read_text(encoding="utf-8"))["as_of"]
    print(f"Dependencies: pinned, hashed, wanted, installed, allowed; none known to be bad as of {as_of}.")
    print("Not looked up, because only an index knows: yanked versions, and what became known since.")


if __name__ == "__main__":
    main()

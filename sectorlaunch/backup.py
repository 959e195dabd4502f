"""A copy of everything, in one file, while the system runs."""

import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sectorlaunch.errors import BadInput
from sectorlaunch.settings import Settings

COPIES = "backups"
"""The folder of the home in which copies are kept that were given no other place."""
LEFT_BEHIND = {"logs", "workers", "signs", "up.lock", "dispatcher.heartbeat", COPIES}
"""Belongs to processes, not to the launches; and no copy holds the older ones."""
DATABASES = {".db", ".sqlite", ".sqlite3"}


@dataclass(frozen=True)
class Saved:
    """The file, what it holds, and sentences about what it does not hold."""

    file: Path
    parts: tuple[str, ...]
    left_out: tuple[str, ...]


def usual_file(settings: Settings, now: datetime) -> Path:
    """Where a copy goes that is given no other place: into the home, named after the minute in UTC.

    A copy holds the key that personal links are signed with. The folder one stands in may be shared, or a checkout.
    """
    return settings.home_folder / COPIES / f"sector-launch-{now:%Y-%m-%d-%H%M}.tar.gz"


def write(settings: Settings, now: datetime, file: Path) -> Saved:
    """Writes the home folder into a .tar.gz: databases by SQLite's online backup, everything else as it is.

    Restoring is unpacking it into an empty SECTOR_LAUNCH_HOME. A database on PostgreSQL is left to pg_dump, and the
    result says so. Raises BadInput when there is nothing to save or the file exists already.
    """
    home = settings.home_folder
    if not home.is_dir():
        raise BadInput(
            f"There is nothing to save: {home} does not exist. Is SECTOR_LAUNCH_HOME set as usual?"
        )
    if file.exists():
        raise BadInput(f"{file} is there already. Name another file, so that no copy is lost.")
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.part")
    parts: dict[str, None] = {}
    try:
        with tarfile.open(draft, "w:gz") as archive, tempfile.TemporaryDirectory() as folder:
            draft.chmod(0o600)
            for path in _everything(home, besides=draft):
                name = path.relative_to(home)
                parts[name.parts[0]] = None
                archive.add(_still(path, Path(folder)), arcname=str(Path("sector-launch") / name))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return Saved(file, tuple(parts), tuple(_left_out(settings)))


def _everything(home: Path, besides: Path) -> Iterator[Path]:
    """Every file of the home folder that a copy needs, in a fixed order."""
    for path in sorted(home.rglob("*")):
        first = path.relative_to(home).parts[0]
        beside_a_database = path.name.endswith(("-wal", "-shm", "-journal"))
        if beside_a_database or first in LEFT_BEHIND or path.resolve() == besides.resolve():
            continue
        if path.is_file() and not path.is_symlink():
            yield path


def _still(path: Path, folder: Path) -> Path:
    """The file itself; of a SQLite database a copy that is whole although others write to it."""
    if path.suffix not in DATABASES:
        return path
    copy = folder / path.name
    copy.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def _left_out(settings: Settings) -> Iterator[str]:
    if settings.database_url is not None and not _is_sqlite(settings.database_url.get_secret_value()):
        yield "Our tables are on PostgreSQL and not in this file: save them with pg_dump."
    prefect = settings.prefect_database_url
    if prefect is not None and not _is_sqlite(prefect.get_secret_value()):
        yield "Prefect's tables are on PostgreSQL and not in this file: save them with pg_dump."
    if settings.prefect_api_url is not None:
        yield "The Prefect server runs elsewhere; its data is saved there."
    yield "Settings in the environment are not in this file: note them beside it."


def _is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")

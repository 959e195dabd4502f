"""A copy of everything, in one file, while the system runs: proved before it counts."""

import io
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from sectorlaunch import __version__
from sectorlaunch.backup import archive, keeping, postgresql, soundness
from sectorlaunch.backup.archive import Contents
from sectorlaunch.backup.soundness import Damaged
from sectorlaunch.database import open_engine
from sectorlaunch.errors import BadInput
from sectorlaunch.settings import Settings

COPIES = "backups"
"""The folder of the home in which copies are kept that were given no other place."""
LEFT_BEHIND = {"logs", "workers", "signs", "up.lock", "dispatcher.heartbeat", "mailbox", COPIES}
"""Belongs to processes, not to the launches; letters of the local mailbox open their readers' pages; and no copy holds
the older ones."""


@dataclass(frozen=True)
class Saved:
    """The file, what it holds, sentences about what it does not hold, and the old copies that were removed."""

    file: Path
    parts: tuple[str, ...]
    left_out: tuple[str, ...]
    removed: tuple[Path, ...] = ()


def usual_file(settings: Settings, now: datetime) -> Path:
    """Where a copy goes that is given no other place: into the home, named after the minute in UTC.

    A copy holds the key that personal links are signed with. The folder one stands in may be shared, or a checkout.
    """
    return settings.home_folder / COPIES / keeping.name_of(now)


def write(settings: Settings, now: datetime, file: Path, *, tables: bool = True) -> Saved:
    """Writes the home folder into a .tar.gz: databases by SQLite's online backup or pg_dump, the rest as it is.

    The databases are looked through before, the file after: it is unpacked elsewhere and compared. Then old copies
    beside it go, by the rule of the settings. Without `tables` what is on PostgreSQL is left to others, and the
    result says so. Raises BadInput when there is nothing to save, the file exists already or pg_dump is missing;
    Damaged when a database is not whole, and then keeps no copy.
    """
    home = settings.home_folder
    if not home.is_dir():
        raise BadInput(
            f"There is nothing to save: {home} does not exist. Is SECTOR_LAUNCH_HOME set as usual?"
        )
    if file.exists():
        raise BadInput(f"{file} is there already. Name another file, so that no copy is lost.")
    check_databases(settings)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.part")
    try:
        parts = _write(settings, now, draft, tables=tables)
        with tempfile.TemporaryDirectory() as folder:
            archive.unpack(draft, Path(folder))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    removed = []
    if file.parent == settings.home_folder / COPIES:
        removed = keeping.remove_old(file.parent, now, keeping.Rule.of(settings))
    return Saved(file, parts, tuple(_left_out(settings, tables=tables)), tuple(removed))


def check_databases(settings: Settings) -> None:
    """Raises Damaged, and says what to do, unless all our databases are whole."""
    try:
        for path in _everything(settings.home_folder):
            if path.suffix in archive.DATABASES:
                soundness.check_file(path)
        if postgresql.is_server(settings.database):
            engine = open_engine(settings.database)
            try:
                soundness.check_server(engine)
            finally:
                engine.dispose()
    except Damaged as damage:
        raise Damaged(
            f"{damage.message} No copy of it was made, and the older ones are kept. Stop Sector Launch, keep the "
            f"folder as it is, and put back the newest copy: sector-launch restore FILE --to HOME."
        ) from None


def _write(settings: Settings, now: datetime, draft: Path, *, tables: bool) -> tuple[str, ...]:
    digests: dict[str, str] = {}
    with tarfile.open(draft, "w:gz") as into, tempfile.TemporaryDirectory() as folder:
        draft.chmod(0o600)
        for name, path in _parts(settings, Path(folder), draft, tables=tables):
            digests[name] = archive.digest(path)
            into.add(path, arcname=f"{archive.FOLDER}/{name}")
        said = Contents(now, __version__, digests).as_json()
        entry = tarfile.TarInfo(f"{archive.FOLDER}/{archive.CONTENTS}")
        entry.size, entry.mode, entry.mtime = len(said), 0o600, int(now.timestamp())
        into.addfile(entry, io.BytesIO(said))
    return tuple(dict.fromkeys(Path(name).parts[0] for name in digests))


def _parts(settings: Settings, folder: Path, draft: Path, *, tables: bool) -> Iterator[tuple[str, Path]]:
    """Each file by its place in the copy. What others may write to meanwhile is held still first."""
    if tables:
        for name, url in _on_servers(settings):
            postgresql.dump(url, folder / name)
            yield name, folder / name
    elsewhere = _file_elsewhere(settings)
    if elsewhere is not None:
        archive.still(elsewhere, folder / soundness.OURS)
        yield soundness.OURS, folder / soundness.OURS
    for path in _everything(settings.home_folder, besides=draft):
        name = str(path.relative_to(settings.home_folder))
        if path.suffix in archive.DATABASES:
            copy = folder / path.name
            copy.unlink(missing_ok=True)
            archive.still(path, copy)
            yield name, copy
        else:
            copy = folder / "file"
            try:
                copy.write_bytes(path.read_bytes())
            except FileNotFoundError:
                continue  # a letter that was taken away, or a draft that got its name, meanwhile
            yield name, copy


def _on_servers(settings: Settings) -> Iterator[tuple[str, str]]:
    """Databases that are no file of the home, by the name of their dump."""
    if postgresql.is_server(settings.database):
        yield archive.DUMP, settings.database
    url = settings.prefect_database
    if url and postgresql.is_server(url) and not postgresql.is_same(url, settings.database):
        yield archive.PREFECT_DUMP, url


def _file_elsewhere(settings: Settings) -> Path | None:
    """The file of our tables where a setting has put it out of the home folder."""
    url = make_url(settings.database)
    file = Path(url.database).resolve() if url.get_backend_name() == "sqlite" and url.database else None
    inside = file is not None and file.is_relative_to(settings.home_folder)
    return None if inside or file is None or not file.exists() else file


def _everything(home: Path, besides: Path | None = None) -> Iterator[Path]:
    """Every file of the home folder that a copy needs, in a fixed order."""
    for path in sorted(home.rglob("*")):
        first = path.relative_to(home).parts[0]
        beside_a_database = path.name.endswith(("-wal", "-shm", "-journal"))
        if beside_a_database or first in LEFT_BEHIND or (besides and path.resolve() == besides.resolve()):
            continue
        if path.is_file() and not path.is_symlink():
            yield path


def _left_out(settings: Settings, *, tables: bool) -> Iterator[str]:
    if not tables:
        for name, _ in _on_servers(settings):
            whose = "Our" if name == archive.DUMP else "Prefect's"
            yield f"{whose} tables are on PostgreSQL and not in this file: save them with pg_dump."
    if settings.prefect_api_url is not None:
        yield "The Prefect server runs elsewhere; its data is saved there."
    if settings.mailbox.is_dir():
        yield (
            "The letters of the local mailbox are not in this file, because their links work; their words are in the tables."
        )
    yield "Settings in the environment are not in this file: note them beside it."

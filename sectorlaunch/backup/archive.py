"""The file a copy is in: what it holds, proved by digests, and how it is unpacked."""

import hashlib
import json
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sectorlaunch.backup import postgresql, soundness
from sectorlaunch.backup.soundness import Damaged
from sectorlaunch.errors import BadInput

FOLDER = "sector-launch"
"""What everything in the file stands in."""
CONTENTS = "contents.json"
DATABASES = {".db", ".sqlite", ".sqlite3"}
DUMP, PREFECT_DUMP = "sector-launch.dump", "prefect.dump"
"""Tables that are on PostgreSQL, as pg_dump writes them."""


@dataclass(frozen=True)
class Contents:
    """What a copy holds: by which version it was made and when, and the SHA-256 of each file by its place."""

    made_at: datetime
    version: str
    files: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        return json.dumps({**asdict(self), "made_at": self.made_at.isoformat()}, indent=1).encode()


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpacks files and folders into `folder`, and nothing else anywhere else. Raises TarError for what would."""
    if hasattr(tarfile, "data_filter"):
        archive.extractall(folder, filter="data")
        return
    # Python before 3.11.4 has no filters: what they refuse is refused here.
    inside = folder.resolve()
    for member in archive.getmembers():
        if not (member.isfile() or member.isdir()) or not (inside / member.name).resolve().is_relative_to(
            inside
        ):
            raise tarfile.TarError(f"{member.name} leads out of the copy")
    archive.extractall(folder)


def unpack(file: Path, folder: Path) -> Contents | None:
    """Unpacks a copy into an empty folder and proves it: every file by its digest, every database by all its pages.

    None for a copy of before there were digests: then only the databases are proved. Raises Damaged with what is
    wrong, and BadInput for a file that is no copy.
    """
    try:
        with tarfile.open(file, "r:gz") as archive:
            _extract(archive, folder)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise BadInput(f"There is no {file}.") from None
        raise Damaged(f"{file} cannot be read to its end: {error}. Take another copy.") from None
    home = folder / FOLDER
    if not home.is_dir():
        raise BadInput(f"{file} is no copy that `sector-launch backup` made.")
    contents = _read(home / CONTENTS)
    if wrong := list(_unlike(home, contents)):
        raise Damaged(f"{file} is damaged: {'; '.join(wrong[: soundness.MOST])}. Take another copy.")
    (home / CONTENTS).unlink(missing_ok=True)
    return contents


def _read(file: Path) -> Contents | None:
    if not file.exists():
        return None
    said = json.loads(file.read_text(encoding="utf-8"))
    return Contents(datetime.fromisoformat(said["made_at"]), said["version"], said["files"])


def _unlike(home: Path, contents: Contents | None) -> Iterator[str]:
    there = {str(path.relative_to(home)): path for path in sorted(home.rglob("*")) if path.is_file()}
    there.pop(CONTENTS, None)
    if contents is not None:
        yield from (f"{name} is missing" for name in contents.files if name not in there)
        yield from (f"{name} does not belong to it" for name in there if name not in contents.files)
        for name, path in there.items():
            if name in contents.files and digest(path) != contents.files[name]:
                yield f"{name} is not as it was saved"
    for name, path in there.items():
        if path.suffix in DATABASES:
            yield from (f"{name}: {fault}" for fault in soundness.faults_of_file(path))
        elif name in (DUMP, PREFECT_DUMP):
            postgresql.check_dump(path)


def still(database: Path, copy: Path) -> None:
    """A copy of a SQLite database that is whole although others write to it."""
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()

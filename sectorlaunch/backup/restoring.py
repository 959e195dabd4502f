"""A copy put back, in an empty home: proved, brought to the newest tables, and standing still until it is set going."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sectorlaunch import events
from sectorlaunch.backup import archive, postgresql, soundness, upgrading
from sectorlaunch.database import open_database, unit_of_work
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Standstill


@dataclass(frozen=True)
class PutBack:
    """Where everything is now, and when the copy was made; None for a copy that does not say."""

    home: Path
    copied_at: datetime | None


def restore(settings: Settings, now: datetime, file: Path) -> PutBack:
    """Puts a copy into the home of `settings`, which is empty, and into its empty database where that is on a server.

    Nothing leaves before somebody has looked at what would, and set it going (`sectorlaunch.engine.standstill`). Raises
    BadInput where something is in the way, Damaged for a copy that is not whole; then there is no home.
    """
    home = settings.home_folder
    if home.exists() and any(home.iterdir()):
        raise BadInput(
            f"{home} is not empty. Name another folder; nothing is ever put back over something else."
        )
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=f".{home.name}.") as folder:
        contents = archive.unpack(file, Path(folder))
        unpacked = Path(folder) / archive.FOLDER
        _check_place(settings, unpacked)
        _load(settings, unpacked)
        copied_at = contents.made_at if contents is not None else None
        unpacked.chmod(0o700)
        if home.exists():
            home.rmdir()
        unpacked.rename(home)
    try:
        _stand_still(settings, now, copied_at)
    except BaseException:
        shutil.rmtree(home)  # a copy that does not stand still must not be there to be started
        raise
    return PutBack(home, copied_at)


def _check_place(settings: Settings, unpacked: Path) -> None:
    """Whether the tables of the copy can go where the settings say. Raises BadInput."""
    on_server = postgresql.is_server(settings.database)
    if (unpacked / archive.DUMP).exists() and not on_server:
        raise BadInput(
            "The tables of this copy were on PostgreSQL. Make an empty database and name it in "
            "SECTOR_LAUNCH_DATABASE_URL, such as postgresql+psycopg://user:password@host/name."
        )
    if (unpacked / soundness.OURS).exists() and settings.database_url is not None:
        raise BadInput(
            "The tables of this copy are a file, and SECTOR_LAUNCH_DATABASE_URL names another place. Unset it, and "
            "put the copy back without it."
        )
    prefect = settings.prefect_database
    if (unpacked / archive.PREFECT_DUMP).exists() and prefect is None:
        raise BadInput(
            "Prefect's tables of this copy were on PostgreSQL. Make an empty database and name it in "
            "SECTOR_LAUNCH_PREFECT_DATABASE_URL, such as postgresql+asyncpg://user:password@host/name."
        )
    if on_server and (unpacked / archive.DUMP).exists():
        postgresql.check_empty(settings.database)
    if prefect is not None and (unpacked / archive.PREFECT_DUMP).exists():
        postgresql.check_empty(prefect)


def _load(settings: Settings, unpacked: Path) -> None:
    """Puts what is on a server there; Prefect's first, so that ours is never there alone and without a standstill."""
    for name, url in (
        (archive.PREFECT_DUMP, settings.prefect_database),
        (archive.DUMP, settings.database),
    ):
        dump = unpacked / name
        if url is not None and dump.exists():
            postgresql.load(url, dump)
            dump.unlink()


def _stand_still(settings: Settings, now: datetime, copied_at: datetime | None) -> None:
    engine = open_database(settings)
    try:
        upgrading.bring_up_to_date(settings, engine, now, lambda _: None, copy_first=False)
        with unit_of_work(engine, now) as session:
            session.add(Standstill(since=now, copied_at=copied_at))
            said = f"A copy of {copied_at:%Y-%m-%d %H:%M} UTC" if copied_at else "A copy"
            events.record(
                session,
                now,
                None,
                "Sector Launch",
                EventKind.STANDSTILL_BEGUN,
                f"{said} was put back. Nothing leaves until it is set going.",
            )
    finally:
        engine.dispose()

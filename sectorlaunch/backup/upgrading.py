"""Bringing the tables of an installation to the newest version: a copy first, all of it or nothing, and said in words."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from sectorlaunch import __version__, migrations
from sectorlaunch.backup import saving
from sectorlaunch.backup.postgresql import NoProgram
from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.settings import Settings

STARTED_BY = "version"
"""The file in the home that names the version which last brought the tables up to date."""


class UpgradeFailed(SectorLaunchError):
    """The tables could not be brought to the newest version, and are as they were."""


def bring_up_to_date(
    settings: Settings,
    engine: Engine,
    now: datetime,
    announce: Callable[[str], None],
    *,
    copy_first: bool = True,
) -> bool:
    """Makes the tables, or upgrades them with what is in them; says whether there was anything to do.

    Before an upgrade a copy is made, and `announce` is told where. Raises UpgradeFailed, and Damaged where the
    database is not whole: then nothing was changed, and the message names the version that goes on working with it.
    """
    before = migrations.revision(engine)
    if before is not None and not migrations.knows(before):
        raise UpgradeFailed(
            f"The tables in {_where(settings)} were made by a newer version of Sector Launch than this, {__version__}. "
            f"Nothing was changed. {_starts_it(settings)}"
        )
    if before == migrations.newest():
        _note_version(settings)
        return False
    copy = _copy(settings, now, announce) if before is not None and copy_first else None
    try:
        migrations.upgrade(engine)
    except (SQLAlchemyError, SectorLaunchError, ValueError, LookupError) as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        kept = f" A copy of everything is in {copy}." if copy else ""
        raise UpgradeFailed(
            f"The tables could not be upgraded from {before} to {migrations.newest()}, and are as they were: {reason}"
            f"{'' if reason.endswith('.') else '.'} {_starts_it(settings)}{kept}"
        ) from error
    _note_version(settings)
    if before is not None:
        announce(f"The tables were upgraded from {before} to {migrations.newest()}, with everything in them.")
    return True


def _copy(settings: Settings, now: datetime, announce: Callable[[str], None]) -> Path | None:
    file = saving.usual_file(settings, now)
    if file.exists():
        return file
    announce("The tables are of an older version. A copy of everything is made first.")
    try:
        saved = saving.write(settings, now, file)
    except NoProgram as missing:
        announce(f"No copy is made: {missing.message} The upgrade happens whole or not at all.")
        return None
    announce(f"Everything as it was is in {saved.file}.")
    return saved.file


def _starts_it(settings: Settings) -> str:
    file = settings.home_folder / STARTED_BY
    if not file.exists():
        return "The version that was installed before this one starts it as it is."
    return f"Version {file.read_text(encoding='utf-8').strip()} starts it as it is."


def _note_version(settings: Settings) -> None:
    file = settings.home_folder / STARTED_BY
    if not file.exists() or file.read_text(encoding="utf-8").strip() != __version__:
        file.write_text(f"{__version__}\n", encoding="utf-8")


def _where(settings: Settings) -> str:
    return str(settings.home_folder) if settings.database_url is None else "the database"

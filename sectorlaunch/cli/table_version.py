"""Whether the tables are up to date, asked in milliseconds: Alembic takes a third of a second to import."""

import re
import sqlite3
from importlib.resources import files
from pathlib import Path

from sectorlaunch.settings import Settings


def is_newest(settings: Settings) -> bool:
    """True for a SQLite file at the newest version; False when it is not, or when only Alembic can tell."""
    file = settings.home_folder / "sector-launch.db"
    if settings.database_url is not None or not file.exists():
        return False
    try:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return False
    finally:
        if "connection" in locals():
            connection.close()
    return row is not None and row[0] == newest_version()


def newest_version() -> str | None:
    """The one migration no other is built upon, read from the files."""
    names: set[str] = set()
    built_upon: set[str] = set()
    for path in Path(str(files("sectorlaunch.migrations"))).glob("versions/*.py"):
        text = path.read_text(encoding="utf-8")
        names |= set(re.findall(r"^revision\b[^=]*= *[\"'](\w+)[\"']", text, re.MULTILINE))
        built_upon |= set(re.findall(r"^down_revision\b[^=]*= *[\"'](\w+)[\"']", text, re.MULTILINE))
    heads = names - built_upon
    return heads.pop() if len(heads) == 1 else None

"""Notices at once that something was committed to our tables, for next to nothing."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine


class Doorbell:
    """Asks SQLite for `data_version`, which changes with every commit of any other connection.

    On PostgreSQL, and in memory, it always rings: there the partial index over open requests is asked instead,
    a fraction of a millisecond. To be used from one thread.
    """

    def __init__(self, engine: Engine) -> None:
        self._file = _database_file(engine)
        self._connection: sqlite3.Connection | None = None
        self._version: int | None = None

    def rung(self) -> bool:
        """Whether anything was committed since it was last asked; True the first time."""
        if self._file is None:
            return True
        if self._connection is None:
            self._connection = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        rung = version != self._version
        self._version = version
        return rung

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _database_file(engine: Engine) -> Path | None:
    name = engine.url.database
    if engine.url.get_backend_name() != "sqlite" or name in (None, "", ":memory:"):
        return None
    return Path(str(name))

"""Whether anything was committed meanwhile, for a thread that may wait: microseconds a look."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine


class ChangeCounter:
    """SQLite counts the commits of other connections (`data_version`); reading the count takes no lock.

    PostgreSQL has no such count: there it always says yes, and the index over open messages is asked instead.
    For one thread.
    """

    def __init__(self, engine: Engine) -> None:
        name = engine.url.database
        in_file = engine.dialect.name == "sqlite" and name not in (None, "", ":memory:")
        self._connection = (
            sqlite3.connect(Path(str(name)), isolation_level=None, check_same_thread=False)
            if in_file
            else None
        )
        self._seen: int | None = None

    def has_moved(self) -> bool:
        """Whether anything was committed since it was last asked; yes the first time."""
        if self._connection is None:
            return True
        count: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        moved = count != self._seen
        self._seen = count
        return moved

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

"""Notices at once that something was committed to our tables, for next to nothing."""

import sqlite3
from pathlib import Path

import anyio.to_thread
from sqlalchemy import Engine, text

NEWEST = text("SELECT (SELECT max(id) FROM event), (SELECT max(id) FROM runrequest WHERE done_at IS NULL)")


class CommitWatch:
    """On SQLite it asks for `data_version`, which changes with every commit of any other connection: microseconds.

    Elsewhere it looks at the newest event and the newest open request, both at the end of an index. For one thread
    or one event loop.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file = _database_file(engine)
        self._connection: sqlite3.Connection | None = None
        self._seen: object = None

    @property
    def notices_every_commit(self) -> bool:
        """Or only those that left an event or a request."""
        return self._file is not None

    def has_moved(self) -> bool:
        """Whether anything was committed since it was last asked; True the first time."""
        now: object = self._newest() if self._file is None else self._data_version(self._file)
        moved = now != self._seen
        self._seen = now
        return moved

    async def has_moved_meanwhile(self) -> bool:
        """The same, without holding up an event loop: a server is asked in a thread, a file at once."""
        if self._file is None:
            return await anyio.to_thread.run_sync(self.has_moved)
        return self.has_moved()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _data_version(self, file: Path) -> int:
        if self._connection is None:
            self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _newest(self) -> tuple[int | None, int | None]:
        with self._engine.connect() as connection:
            event, request = connection.execute(NEWEST).one()
        return event, request


def _database_file(engine: Engine) -> Path | None:
    name = engine.url.database
    if engine.url.get_backend_name() != "sqlite" or name in (None, "", ":memory:"):
        return None
    return Path(str(name))

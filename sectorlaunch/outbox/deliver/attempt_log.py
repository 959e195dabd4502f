"""Every try in writing: that it begins before the wire is touched, how it went before the next one begins.

One small commit a letter, so it must be cheap. For letters it does not wait for the disk: what is committed survives
the death of the process at any moment, and a power cut may cost the newest lines, so that some letters go twice under
one Message-ID. What cannot be recognized as a repeat, such as a text message, waits for the disk.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, insert, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from notifications.envelope import Receipt
from sectorlaunch.tables import Attempt

BEGINS = (
    "INSERT INTO attempt (message_id, started_at, outcome, enhanced_code, words, wire, repeatable, server_message_id) "
    "VALUES (?, ?, '', '', '', ?, ?, '')"
)
ENDS = (
    "UPDATE attempt SET finished_at = ?, outcome = ?, code = ?, enhanced_code = ?, words = ?, server_message_id = ? "
    "WHERE id = ?"
)


class AttemptLog(Protocol):
    """Open while a sender works. For one thread."""

    def write(self, ended: "Ended | None", begins: "Begins | None") -> int:
        """Notes how one try ended and that another begins, in one commit; the id of the one that begins, else 0."""


class Begins:
    """A message that is about to be put on a wire. `at` becomes the date of the letter if it is the first try."""

    __slots__ = ("at", "masked", "message_id", "repeatable")

    def __init__(self, message_id: int, at: datetime, masked: str, repeatable: bool) -> None:
        self.message_id, self.at, self.masked, self.repeatable = message_id, at, masked[:200], repeatable


class Ended:
    """How a try went."""

    __slots__ = ("at", "attempt_id", "receipt")

    def __init__(self, attempt_id: int, at: datetime, receipt: Receipt) -> None:
        self.attempt_id, self.at, self.receipt = attempt_id, at, receipt


@contextmanager
def open_log(engine: Engine, turn: AbstractContextManager[object]) -> Iterator[AttemptLog]:
    """The book of one sender; it holds a connection until the block ends. `turn` is held while writing to SQLite."""
    if engine.dialect.name == "sqlite":
        held = engine.raw_connection()
        try:
            yield _SQLiteLog(held.driver_connection, engine, turn)
        finally:
            held.driver_connection.execute("PRAGMA synchronous = FULL")  # type: ignore[union-attr]
            held.close()
    else:
        with engine.connect() as connection:
            yield _AnyLog(connection)


class _SQLiteLog:
    """By the bare driver: SQLAlchemy would cost more than the writing."""

    def __init__(self, connection: Any, engine: Engine, turn: AbstractContextManager[object]) -> None:
        self._connection, self._turn = connection, turn
        kind = Attempt.__table__.c.started_at.type  # type: ignore[attr-defined]
        self._written = kind.dialect_impl(engine.dialect).bind_processor(engine.dialect)
        self._waits: bool | None = None

    def write(self, ended: Ended | None, begins: Begins | None) -> int:
        try:
            with self._turn:
                return self._write(ended, begins)
        except sqlite3.OperationalError as error:
            raise OperationalError(None, None, error) from error

    def _write(self, ended: Ended | None, begins: Begins | None) -> int:
        self._wait_for_the_disk(begins is not None and not begins.repeatable)
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            if ended is not None:
                said = ended.receipt
                execute(
                    ENDS,
                    (
                        self._written(ended.at),
                        said.outcome.value,
                        said.code,
                        said.enhanced_code[:12],
                        said.words[:4000],
                        said.server_message_id[:200],
                        ended.attempt_id,
                    ),
                )
            begun = 0
            if begins is not None:
                values = (begins.message_id, self._written(begins.at), begins.masked, begins.repeatable)
                begun = execute(BEGINS, values).lastrowid
            execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise
        return int(begun)

    def _wait_for_the_disk(self, waits: bool) -> None:
        if waits is not self._waits:
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if waits else 'NORMAL'}")
            self._waits = waits


class _AnyLog:
    """PostgreSQL: a commit that does not wait for the disk is in the server's hands all the same."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, ended: Ended | None, begins: Begins | None) -> int:
        with self._connection.begin():
            if begins is None or begins.repeatable:
                self._connection.execute(text("SET LOCAL synchronous_commit TO off"))
            if ended is not None:
                self._end(ended)
            return self._begin(begins) if begins is not None else 0

    def _end(self, ended: Ended) -> None:
        said = ended.receipt
        self._connection.execute(
            update(Attempt)
            .where(col(Attempt.id) == ended.attempt_id)
            .values(
                finished_at=ended.at,
                outcome=said.outcome.value,
                code=said.code,
                enhanced_code=said.enhanced_code[:12],
                words=said.words[:4000],
                server_message_id=said.server_message_id[:200],
            )
        )

    def _begin(self, begins: Begins) -> int:
        values = {
            "message_id": begins.message_id,
            "started_at": begins.at,
            "wire": begins.masked,
            "repeatable": begins.repeatable,
            "server_message_id": "",
        }
        begun = self._connection.execute(
            insert(Attempt).values(**values).returning(col(Attempt.id))
        ).scalar_one()
        assert begun is not None
        return begun

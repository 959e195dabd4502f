"""Tells open pages that something has changed: one watcher in a process, however many pages are open."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio.to_thread
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from sectorlaunch.commit_watch import CommitWatch
from sectorlaunch.tables import Event

PAUSE_SECONDS = 0.5
"""Between two looks. A look at SQLite is one counter, elsewhere the end of two indexes."""
HEARTBEAT_SECONDS = 25.0
LONGEST_SECONDS = 600.0
"""After this a stream ends and the browser asks anew, so that whoever has signed out hears nothing more."""
RETRY = "retry: 3000\n\n"
CHANGED = "event: changed\ndata: look\n\n"
STILL_HERE = ": still here\n\n"


@dataclass(eq=False)
class Listener:
    """One open page: the runs it shows, and whether something happened to them since it was last told."""

    run_ids: frozenset[int]
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class ChangeWatch:
    """Looks at the tables while somebody listens, and at nothing while nobody does."""

    def __init__(self, engine: Engine, longest_seconds: float = LONGEST_SECONDS) -> None:
        self.longest_seconds = longest_seconds
        self._engine = engine
        self._commits: CommitWatch | None = None
        self._listeners: set[Listener] = set()
        self._newest = 0
        self._task: asyncio.Task[None] | None = None

    async def stream(self, run_ids: Collection[int], since: int | None = None) -> AsyncIterator[str]:
        """What a page is sent, as server-sent events: a word whenever something happened to one of its runs.

        `since` is the newest event the page was made from: what happened before it began to listen is told at once.
        """
        yield RETRY
        clock = asyncio.get_running_loop().time
        ends_at = clock() + self.longest_seconds
        async with self.listening(run_ids, since) as listener:
            while (left := ends_at - clock()) > 0:
                try:
                    await asyncio.wait_for(listener.changed.wait(), min(left, HEARTBEAT_SECONDS))
                except TimeoutError:
                    yield STILL_HERE
                    continue
                listener.changed.clear()
                yield CHANGED

    @asynccontextmanager
    async def listening(self, run_ids: Collection[int], since: int | None = None) -> AsyncIterator[Listener]:
        listener = Listener(frozenset(run_ids))
        is_first = not self._listeners
        self._listeners.add(listener)
        newest, touched = await anyio.to_thread.run_sync(self._events_since, since)
        if is_first:
            self._newest = newest
        if listener.run_ids & touched:
            listener.changed.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def look(self) -> None:
        """One look: tells those whose runs something happened to since the last one."""
        self._commits = self._commits or CommitWatch(self._engine)
        if not await self._commits.has_moved_meanwhile():
            return
        self._newest, touched = await anyio.to_thread.run_sync(self._events_since, self._newest)
        for listener in self._listeners:
            if listener.run_ids & touched:
                listener.changed.set()

    async def _watch(self) -> None:
        try:
            while self._listeners:
                await self.look()
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            if self._commits is not None:
                self._commits.close()
                self._commits = None

    def _events_since(self, newest: int | None) -> tuple[int, frozenset[int]]:
        """The newest event's number, and the runs of those after `newest`; of none when there is nothing to compare."""
        reader = self._engine.execution_options(only_reads=True)
        with Session(reader) as session:
            if newest is None:
                return session.exec(select(func.max(Event.id))).one() or 0, frozenset()
            rows = session.exec(select(Event.id, Event.run_id).where(col(Event.id) > newest)).all()
        numbers = [number for number, _ in rows if number is not None]
        return max([newest, *numbers]), frozenset(run_id for _, run_id in rows if run_id is not None)

"""What a unit of work has read and still knows, so that a burst of letters asks for the same people and dates once."""

from collections.abc import Callable, Hashable
from contextlib import nullcontext
from typing import Any, TypeVar

from sqlalchemy import event
from sqlmodel import Session, SQLModel

Found = TypeVar("Found")
Tables = tuple[type[SQLModel], ...]

_HELD, _KNOWN, _CHANGES, _TAKEN, _ADDED = "held", "known", "changes", "changes taken", "tables added to"


class CachingSession(Session):
    """Holds on to the rows it has read, and to what `cached` found, until it is closed.

    SQLAlchemy's own forgets a row as soon as nobody refers to it, and reads the same partnership, run and people
    again for every message of a burst.
    """


@event.listens_for(CachingSession, "loaded_as_persistent")
@event.listens_for(CachingSession, "pending_to_persistent")
def _hold_on_to(session: Session, row: object) -> None:
    session.info.setdefault(_HELD, []).append(row)


@event.listens_for(CachingSession, "transient_to_pending")
def _note_added(session: Session, row: object) -> None:
    """`session.new` would be built anew for every question, from all that waits to be written."""
    session.info.setdefault(_ADDED, set()).add(type(row))


@event.listens_for(CachingSession, "after_flush")
def _forget_what_changed(session: Session, _context: object) -> None:
    changed = _tables_of(session)
    session.info.pop(_ADDED, None)
    session.info.setdefault(_CHANGES, []).append(changed)
    known = session.info.get(_KNOWN, {})
    for tables in [tables for tables in known if not changed.isdisjoint(tables)]:
        del known[tables]


@event.listens_for(CachingSession, "after_soft_rollback")
def _forget_everything(session: Session, _transaction: object) -> None:
    session.info.pop(_KNOWN, None)
    session.info.pop(_ADDED, None)


def cached(session: Session, tables: Tables, key: Hashable, read: Callable[[], Found]) -> Found:
    """What `read` finds; the second time without reading, unless a row of one of `tables` has changed meanwhile.

    `tables` are all that `read` looks at, and `key` all it depends on besides. What it finds must not be changed
    by the caller. A session of another kind keeps nothing.
    """
    if not isinstance(session, CachingSession):
        return read()
    if tables and not _tables_of(session).isdisjoint(tables):
        session.flush()
    known: dict[Hashable, Any] = session.info.setdefault(_KNOWN, {}).setdefault(tables, {})
    if key not in known:
        # Nothing that waits to be written concerns these tables: it may wait on, and be written with more at once.
        with session.no_autoflush if tables else nullcontext():
            found = read()
        # Reading may flush all the same, and so forget this very drawer.
        session.info[_KNOWN].setdefault(tables, {})[key] = found
        return found
    known_before: Found = known[key]
    return known_before


def recalled(session: Session, tables: Tables, key: Hashable) -> Any:
    """What `cached` found and still knows under this key; None when it was not asked, or has forgotten."""
    return session.info.get(_KNOWN, {}).get(tables, {}).get(key)


def prime(session: Session, tables: Tables, key: Hashable, found: object) -> None:
    """Puts down what `cached` would read under this key: whoever reads for many at once knows it for each."""
    if isinstance(session, CachingSession):
        session.info.setdefault(_KNOWN, {}).setdefault(tables, {})[key] = found


def invalidate(session: Session, *tables: type[SQLModel]) -> None:
    """Says that rows were changed by a statement of one's own, which the session cannot see by itself."""
    session.info.setdefault(_CHANGES, []).append(set(tables))
    known = session.info.get(_KNOWN, {})
    for behind in [behind for behind in known if not set(tables).isdisjoint(behind)]:
        del known[behind]


def take_changes(session: Session, reader: str) -> set[type] | None:
    """The tables this unit of work has changed since `reader` asked last; None where nobody has kept count."""
    if not isinstance(session, CachingSession):
        return None
    session.flush()
    changes: list[set[type]] = session.info.setdefault(_CHANGES, [])
    taken: dict[str, int] = session.info.setdefault(_TAKEN, {})
    fresh = changes[taken.get(reader, 0) :]
    taken[reader] = len(changes)
    return set[type]().union(*fresh)


def _tables_of(session: Session) -> set[type]:
    """The tables with changes that are not in the database yet."""
    changed: set[type] = {type(row) for row in session.deleted} | session.info.get(_ADDED, set())
    if session.identity_map.check_modified():
        changed |= {type(row) for row in session.dirty}
    return changed

"""Addresses with a password in them are sealed in the tables: a dump of the database opens no mail server.

The key lies in the home folder, beside a SQLite database and apart from a PostgreSQL one. An engine that belongs to no
home folder (`database.open_engine`) seals nothing.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from sqlalchemy.types import Text, TypeDecorator

from sectorlaunch import key_files

KEY_FILE = "seal.key"
MARK = "sealed:"
_HOME, _SEAL = "sector_launch_home", "sector_launch_seal"


def belongs_to(engine: Engine, home: Path) -> Engine:
    """From now on what this engine writes is sealed with the key of `home`, made when it is first needed."""
    setattr(engine.dialect, _HOME, home)
    return engine


class Sealed(TypeDecorator[str]):
    """Text that is readable in our processes only. What was written before there was a key is read as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        seal = _seal_of(dialect)
        if value is None or seal is None or value.startswith(MARK):
            return value
        return MARK + str(seal.encrypt(value.encode()).decode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Sealed with another key it stays sealed: then it is no address, and whoever opens it says so."""
        from cryptography.fernet import InvalidToken

        seal = _seal_of(dialect) if value is not None and value.startswith(MARK) else None
        if value is None or seal is None:
            return value
        try:
            return str(seal.decrypt(value.removeprefix(MARK).encode()).decode())
        except InvalidToken:
            return str(value)


def _seal_of(dialect: Dialect) -> Any | None:
    home: Path | None = getattr(dialect, _HOME, None)
    if home is None:
        return None
    seal = getattr(dialect, _SEAL, None)
    if seal is None:
        from cryptography.fernet import Fernet

        digest = hashlib.sha256(key_files.key_in(home, KEY_FILE).encode()).digest()
        seal = Fernet(base64.urlsafe_b64encode(digest))
        setattr(dialect, _SEAL, seal)
    return seal

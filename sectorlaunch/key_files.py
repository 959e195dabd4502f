"""Secrets of an installation, each in a file of the home folder that only its owner may read."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def key_in(home: Path, name: str) -> str:
    """The key in `name`, made at its first use. Two processes that start together get the same one."""
    path = home / name
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Writes the whole key beside its place and links it there, so that nobody ever reads half of one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        draft.unlink()

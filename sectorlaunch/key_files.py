"""Secrets of an installation, each in a file of the home folder; and the home itself, for its owner alone."""

import os
import secrets
import stat
from pathlib import Path

KEY_BYTES = 32
OTHERS = 0o077
"""Every right of others to a file or a folder."""


def keep_to_oneself() -> None:
    """From now on whatever this process and those it starts write is for their owner alone."""
    os.umask(OTHERS)


def make_home(home: Path) -> None:
    """The home folder, which nobody else may enter."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if open_to_others(home):
        home.chmod(0o700)


def close(home: Path) -> int:
    """Takes every right of others to what is in the home, from whatever version it stems; says of how many files."""
    found = [path for path in home.rglob("*") if not path.is_symlink() and open_to_others(path)]
    for path in found:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
    return len(found)


def open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)


def key_in(home: Path, name: str) -> str:
    """The key in `name`, made at its first use. Processes and threads that start together get the same one."""
    path = home / name
    make_home(home)
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Writes the whole key beside its place and links it there, so that nobody ever reads half of one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another was first; its key counts
    finally:
        draft.unlink()

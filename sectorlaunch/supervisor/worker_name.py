"""Slots of workers: one for each worker of a home on a machine, taken over by the next when its holder dies."""

import fcntl
import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_WORKERS = 64


@contextmanager
def take_worker_name(home: Path) -> Iterator[str]:
    """The name of the first free slot. A slot is a locked file, free again the moment its holder is gone.

    A worker that takes a dead one’s slot bears its name, so it knows the runs that were left lying.
    """
    folder = home / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:6]
    for number in range(1, MOST_WORKERS + 1):
        with (folder / f"{number}.lock").open("a") as slot:
            try:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield f"{socket.gethostname()} {mark} worker {number}"
            return
    raise RuntimeError(f"More than {MOST_WORKERS} workers share the home {home}.")

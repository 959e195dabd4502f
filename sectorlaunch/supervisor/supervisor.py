"""`sector-launch up`: portal, dispatcher, Prefect server and worker as one group that starts and stops together."""

import fcntl
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from sectorlaunch import key_files, signs_of_life
from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor.children import Child
from sectorlaunch.supervisor.prefect_environment import (
    child_environment,
    client_environment,
    server_environment,
)

GRACE_SECONDS = 10.0
"""How long children may take to finish what they are at."""
LOOK_SECONDS = 0.1


class AlreadyRunning(SectorLaunchError):
    """Another group works on this home."""


class PortTaken(SectorLaunchError):
    """Some other program listens where we want to."""


def up(settings: Settings, announce: Callable[[str], None], stop: threading.Event | None = None) -> None:
    """Runs the group until `stop` is set, or SIGINT, SIGTERM or SIGHUP comes (when called in the main thread).

    `announce` gets a sentence as each part becomes ready, falls, or is started again. The portal comes first and
    answers while Prefect is still starting. Raises AlreadyRunning and PortTaken before anything is started.
    """
    stop = stop or threading.Event()
    with _only_one(settings), _stopped_by_signals(stop):
        _check_ports(settings)
        key_files.close(settings.home_folder)
        settings.prefect_home.mkdir(parents=True, exist_ok=True)
        children = _children(settings)
        try:
            _run(children, announce, stop)
        finally:
            _stop_all(children)


def become_worker(settings: Settings) -> NoReturn:
    """Turns this process into a worker, in the environment it needs: `sector-launch worker`."""
    environment = child_environment(settings, client_environment(settings))
    os.execve(sys.executable, [sys.executable, "-m", "sectorlaunch.supervisor.worker"], environment)


def portal_answers(settings: Settings) -> str:
    """What is announced once the portal can be opened."""
    return f"The portal answers at {settings.portal_url}"


def _children(settings: Settings) -> list[Child]:
    python = sys.executable
    logs = settings.log_folder
    portal_health = f"http://{_reachable(settings.host)}:{settings.port}/health"
    speaking_to_prefect = child_environment(settings, client_environment(settings))
    children = [
        Child(
            "the portal",
            [python, "-m", "sectorlaunch.portal"],
            child_environment(settings),
            logs / "portal.log",
            lambda _: _answers(portal_health),
            portal_answers(settings),
            gives_sign=lambda _: _answers(portal_health),
        )
    ]
    if settings.prefect_api_url is None:
        children.append(
            Child(
                "Prefect",
                [python, "-m", "sectorlaunch.prefect_side.prefect_server"],
                child_environment(settings, server_environment(settings)),
                logs / "prefect.log",
                lambda _: _answers(f"{settings.prefect_api}/health", healthy=True),
                f"Prefect is ready at {settings.prefect_ui}",
                gives_sign=lambda _: _answers(f"{settings.prefect_api}/health"),
            )
        )
    children.append(
        Child(
            "the dispatcher",
            [python, "-m", "sectorlaunch.supervisor.dispatcher"],
            speaking_to_prefect,
            logs / "dispatcher.log",
            gives_sign=Touched(settings.home_folder, signs_of_life.DISPATCHER),
        )
    )
    children.append(
        Child(
            "the worker",
            [python, "-m", "sectorlaunch.supervisor.worker"],
            speaking_to_prefect,
            logs / "worker.log",
            lambda pid: signs_of_life.sign_file(settings.home_folder, signs_of_life.WORKER, pid).exists(),
            "The worker is ready: launches go on",
            gives_sign=Touched(settings.home_folder, signs_of_life.WORKER),
        )
    )
    return children


class Touched:
    """Whether a process has touched its sign of life since it was last asked, whatever the clock says."""

    def __init__(self, home: Path, part: str) -> None:
        self._home, self._part = home, part
        self._last: tuple[int, int] | None = None

    def __call__(self, pid: int) -> bool:
        try:
            found = (pid, signs_of_life.sign_file(self._home, self._part, pid).stat().st_mtime_ns)
        except OSError:
            return False
        is_new, self._last = found != self._last, found
        return is_new


def _run(children: list[Child], announce: Callable[[str], None], stop: threading.Event) -> None:
    """Starts portal and Prefect, the others once the portal answers; then watches until told to stop.

    The worker loads its flows while Prefect starts, and waits for it by itself.
    """
    portal, *others = children
    portal.start()
    if others[0].name == "Prefect":
        announce("Starting Prefect; the first time this takes a little longer.")
        others[0].start()
    waiting = [child for child in others if child.process is None]
    while not stop.wait(LOOK_SECONDS):
        if waiting and (portal.ready or portal.falls):
            for child in waiting:
                child.start()
            waiting = []
        for child in children:
            said = child.watch()
            if said:
                announce(said)


def _stop_all(children: list[Child]) -> None:
    """Stops those who use Prefect first, so that what they are at can still be noted there."""
    for group in (
        [child for child in children if child.name != "Prefect"],
        [child for child in children if child.name == "Prefect"],
    ):
        for child in group:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in group:
            child.stop(deadline)


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """A lock on the home, free again the moment its holder is gone."""
    key_files.make_home(settings.home_folder)
    with (settings.home_folder / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(
                f"Sector Launch is already running on {settings.home_folder} (process {lock.read().strip()}). "
                f"Its portal is at {settings.portal_url}."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check_ports(settings: Settings) -> None:
    wanted = [(settings.host, settings.port, "portal", "SECTOR_LAUNCH_PORT")]
    if settings.prefect_api_url is None:
        wanted.append(("127.0.0.1", settings.prefect_port, "Prefect server", "SECTOR_LAUNCH_PREFECT_PORT"))
    for host, port, what, variable in wanted:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise PortTaken(
                    f"Port {port}, meant for the {what}, is in use by another program. "
                    f"Stop that program, or choose another port with {variable}."
                ) from None


def _reachable(host: str) -> str:
    """Where to knock when we listen everywhere."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)


def _answers(url: str, *, healthy: bool = False) -> bool:
    """Whether something answers at `url`; with `healthy`, whether it says all is well."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=2)
    try:
        connection.request("GET", parts.path)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return status == http.HTTPStatus.OK if healthy else True

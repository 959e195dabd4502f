"""Child processes of the supervised group: started, watched, started again, stopped, never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sectorlaunch import logs

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0
"""A child that lived this long is forgiven its earlier falls."""
LOOK_AFTER_SECONDS = 5.0
"""Between two looks at a child's sign of life and at the size of its log."""
SILENT_SECONDS = 120.0
"""A child that was at work and has given no sign for so long hangs: longer than a locked database holds anybody up."""
LONGEST_START_SECONDS = 900.0
"""Nothing of ours takes as long to begin, migrations of Prefect on a slow machine among it."""

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process of the group. `is_ready` is asked until it says yes; then `ready_words` are announced."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log_file: Path
    is_ready: Callable[[int], bool] | None = None
    """Given the process id."""
    ready_words: str = ""
    gives_sign: Callable[[int], bool] | None = None
    """Given the process id: whether it was heard of since it was last asked. Without one it is only watched for its end."""
    process: "subprocess.Popen[bytes] | None" = None
    ready: bool = False
    falls: int = 0
    started_at: float = field(default=0.0)
    start_again_at: float = field(default=0.0)
    silent_after: float = SILENT_SECONDS
    _was_heard: bool = False
    _heard_at: float = field(default=0.0)
    _looked_at: float = field(default=0.0)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Starts the process in a session of its own, so that Ctrl-C in the terminal reaches the supervisor only."""
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        logs.rotate(self.log_file)
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_dying_with(os.getpid()),
            )
        self.started_at = self._heard_at = self._looked_at = time.monotonic()
        self._was_heard = False

    def watch(self) -> str | None:
        """Looks after the process once; says a sentence when something happened."""
        if self.process is None:
            return None
        if not self.is_alive:
            return self._fallen()
        if not self.ready and self.is_ready is not None and self.is_ready(self.process.pid):
            self.ready = True
            return self.ready_words
        return self._looked_after(self.process.pid, time.monotonic())

    def _looked_after(self, pid: int, moment: float) -> str | None:
        """Now and then: the log is rotated, and a child that hangs is ended, so that the next look starts another."""
        since = moment - self._looked_at
        if since < LOOK_AFTER_SECONDS:
            return None
        self._looked_at = moment
        logs.rotate(self.log_file)
        if self.gives_sign is None:
            return None
        if self.gives_sign(pid):
            self._was_heard, self._heard_at = True, moment
        elif since > self.silent_after / 2:
            self._heard_at = moment  # it was we who stood still, so the child cannot be blamed
        if moment - self._heard_at <= (self.silent_after if self._was_heard else LONGEST_START_SECONDS):
            return None
        self._end_at_once()
        return f"{self.name.capitalize()} has given no sign of life for {self.silent_after:.0f} s and is replaced."

    def _end_at_once(self) -> None:
        """A process that is stopped or hangs hears nothing but this; what it started ends with it."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _fallen(self) -> str | None:
        assert self.process is not None
        moment = time.monotonic()
        if self.start_again_at == 0.0:
            if moment - self.started_at > STEADY_AFTER_SECONDS:
                self.falls = 0
            wait = min(FIRST_WAIT_SECONDS * 2**self.falls, LONGEST_WAIT_SECONDS)
            self.falls += 1
            self.ready = False
            self.start_again_at = moment + wait
            return (
                f"{self.name.capitalize()} stopped unexpectedly ({_ending(self.process.returncode)}) and is "
                f"started again; see {self.log_file}."
            )
        if moment >= self.start_again_at:
            self.start_again_at = 0.0
            self.start()
        return None

    def ask_to_stop(self) -> None:
        if self.is_alive and self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, deadline: float) -> None:
        """Waits until the monotonic `deadline`, then ends it without asking."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _dying_with(parent: int) -> Callable[[], None]:
    """Run in the child before its program: on Linux it dies when the supervisor does, even by SIGKILL."""

    def _prepare() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)  # the supervisor died in between

    return _prepare

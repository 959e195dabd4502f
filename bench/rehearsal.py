"""A rehearsal of the sample: six steps, six months and eighty people, from the command to its last line."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.machine import spread

SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
TIMES = 5


def run(say: Callable[[str], None]) -> dict[str, object]:
    seconds = []
    messages = 0
    for seed in range(TIMES):
        began = time.monotonic()
        told = subprocess.run(
            [
                sys.executable,
                "-m",
                "sectorlaunch.cli",
                "rehearse",
                str(SAMPLE),
                "--seed",
                str(seed),
                "--json",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds.append(time.monotonic() - began)
        messages = told.stdout.count('"subject"')
        say(f"seed {seed}: {seconds[-1]:.2f} s, {messages} messages")
    return {"seconds": spread(seconds), "messages_in_the_last": messages, "aim_seconds": 3}

"""`python -m bench.dispatching HOME [--ahead MINUTES]`: the product's dispatcher over one home until its outbox has nothing due.

What it says in the end is how long that took, from the first look at the outbox to the last receipt noted. With
`--ahead` its clock runs so many minutes ahead of the moment the letters were written, so that a later try is due.
"""

import argparse
import json
import sqlite3
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from bench.letters import HOST, NOW
from notifications.wires import letter
from sectorlaunch import database
from sectorlaunch.outbox.deliver.dispatcher import SWITCH_SECONDS, Dispatcher
from sectorlaunch.settings import Settings

LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 900


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("home", type=Path)
    arguments.add_argument("--ahead", type=float, default=0)
    given = arguments.parse_args()
    settings = Settings(home=given.home, channel_hosts=HOST)
    engine = database.open_database(settings)
    letter.register()  # loads Apprise: a process that has been up for a while has it
    origin, began = NOW + timedelta(minutes=given.ahead), time.perf_counter()

    def now() -> datetime:
        return origin + timedelta(seconds=time.perf_counter() - began)

    sys.setswitchinterval(SWITCH_SECONDS)
    stop = threading.Event()
    watch = threading.Thread(target=_stop_when_done, args=(given.home, now, stop), daemon=True)
    watch.start()
    Dispatcher(settings, engine, now).work_until(stop)
    print(json.dumps({"seconds": round(DONE.get("at", time.perf_counter()) - began, 3)}), flush=True)


DONE: dict[str, float] = {}


def _stop_when_done(home: Path, now: object, stop: threading.Event) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    connection = sqlite3.connect(home / "sector-launch.db", isolation_level=None, check_same_thread=False)
    due = "SELECT 1 FROM message WHERE state IN ('queued', 'leased') AND send_after <= ? LIMIT 1"
    while time.monotonic() < deadline:
        assert callable(now)
        moment = now().strftime("%Y-%m-%d %H:%M:%S.%f")
        if connection.execute(due, (moment,)).fetchone() is None:
            break
        time.sleep(LOOK_SECONDS)
    DONE["at"] = time.perf_counter()
    stop.set()


if __name__ == "__main__":
    main()

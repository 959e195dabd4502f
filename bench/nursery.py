"""`python -m bench.nursery HOME PORT BEGAN LINK`: has everything read, and makes a process of a part whenever it is told to.

Each line of its input names a part; the answer is the number of the process, which is at work within a moment and may be
killed at any other. All of them have one clock: the moment the letters were written, and what has passed since BEGAN.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from bench.letters import HOST, NOW
from notifications.wires import letter
from sectorlaunch import database
from sectorlaunch.engine import carry_out, steps
from sectorlaunch.outbox.deliver.dispatcher import Dispatcher
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import StepRun, StepState

SWEEP_SECONDS = 0.5

Clock = Callable[[], datetime]


def portal(app: FastAPI, settings: Settings) -> None:
    uvicorn.run(app, host="127.0.0.1", port=settings.port, log_level="critical", access_log=False)


def dispatcher(settings: Settings, now: Clock) -> None:
    Dispatcher(settings, database.open_database(settings), now).work_until(threading.Event())


def sweeper(engine: Engine, now: Clock) -> None:
    """What the flows do, without Prefect."""
    while True:
        sweep(engine, now())
        time.sleep(SWEEP_SECONDS)


def sweep(engine: Engine, now: datetime) -> None:
    """Due touches carried out, open steps gone on with."""
    with database.unit_of_work(engine, now) as session:
        carry_out.due(session, now)
        for step in session.exec(select(StepRun).where(StepRun.state == StepState.OPEN)).all():
            steps.advance(session, now, step.pk)


def main() -> None:
    home, port, began, link = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    settings = Settings(home=home, port=port, channel_hosts=HOST)

    def now() -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - began)

    letter.register()
    engine = database.open_database(settings, 8.0)
    app = create_app(settings, engine, clock=now)
    # Done once here: templates, statements and the playbook. A portal that lives for a second could not do it again.
    sweep(engine, now())
    TestClient(app).get(f"/p/{link}")
    engine.dispose()
    parts: dict[str, Callable[[], None]] = {
        "portal": lambda: portal(app, settings),
        "dispatcher": lambda: dispatcher(settings, now),
        "sweeper": lambda: sweeper(engine, now),
    }
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        made = os.fork()
        if made == 0:
            try:
                parts[line.strip()]()
            finally:
                os._exit(1)
        print(made, flush=True)


if __name__ == "__main__":
    main()

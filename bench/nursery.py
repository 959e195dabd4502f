"""`python -m bench.nursery HOME PORT BEGAN`: has everything imported, and makes a process of a part whenever it is told to.

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
from sqlmodel import select

from bench.letters import HOST, NOW
from notifications.wires import letter
from sectorlaunch import database
from sectorlaunch.engine import carry_out, steps
from sectorlaunch.outbox.deliver.dispatcher import Dispatcher
from sectorlaunch.portal.app import create_app
from sectorlaunch.portal.pages import Pages
from sectorlaunch.settings import Settings
from sectorlaunch.tables import StepRun, StepState

SWEEP_SECONDS = 0.5

Clock = Callable[[], datetime]


def portal(settings: Settings, now: Clock) -> None:
    app = create_app(settings, clock=now)
    app.state.portal.pages._templates = TEMPLATES
    uvicorn.run(app, host="127.0.0.1", port=settings.port, log_level="critical", access_log=False)


def dispatcher(settings: Settings, now: Clock) -> None:
    Dispatcher(settings, database.open_database(settings), now).work_until(threading.Event())


def sweeper(settings: Settings, now: Clock) -> None:
    """What the flows do, without Prefect: due touches carried out, open steps gone on with."""
    engine = database.open_database(settings)
    while True:
        with database.unit_of_work(engine, now()) as session:
            carry_out.due(session, now())
            for step in session.exec(select(StepRun).where(StepRun.state == StepState.OPEN)).all():
                steps.advance(session, now(), step.pk)
        time.sleep(SWEEP_SECONDS)


TEMPLATES = Pages()._templates
"""Those of the pages, compiled once: a portal that lives for a second could not."""
PARTS = {"portal": portal, "dispatcher": dispatcher, "sweeper": sweeper}


def main() -> None:
    home, port, began = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    settings = Settings(home=home, port=port, channel_hosts=HOST)

    def now() -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - began)

    letter.register()
    for name in TEMPLATES.list_templates():
        TEMPLATES.get_template(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        made = os.fork()
        if made == 0:
            try:
                PARTS[line.strip()](settings, now)
            finally:
                os._exit(1)
        print(made, flush=True)


if __name__ == "__main__":
    main()

"""The dispatcher as a process of its own."""

import signal
import sys
import threading

from sectorlaunch import clock, logs
from sectorlaunch.database import open_database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.engine.later_reviews import LaterReviews
from sectorlaunch.inbox.watch import InboxWatch
from sectorlaunch.mail_grants.fetching import MailTokens
from sectorlaunch.outbox.deliver import claiming
from sectorlaunch.outbox.deliver.dispatcher import SENDERS, SWITCH_SECONDS, Dispatcher
from sectorlaunch.prefect_side.event_stream import EventStream
from sectorlaunch.readiness.dead_mans_switch import DeadMansSwitch
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import MAILBOX_READING, Sign
from sectorlaunch.supervisor.prefect_environment import client_environment


def run(settings: Settings, *, senders: int = SENDERS, lease_seconds: float = claiming.LEASE_SECONDS) -> None:
    """The process: works until SIGTERM or SIGINT, then finishes the messages in hand and returns."""
    sys.setswitchinterval(SWITCH_SECONDS)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    engine = open_database(settings)
    tokens = MailTokens.of(engine, clock.now, settings)
    watch = InboxWatch(
        engine,
        clock.now,
        sign=Sign(settings.home_folder, MAILBOX_READING),
        tokens=tokens,
        hosts=settings.allowed_channel_hosts,
    )
    switch = DeadMansSwitch(settings, engine, clock.now)
    stream = EventStream(settings, engine, clock.now, client_environment(settings))
    reviews = LaterReviews(engine, clock.now)
    reviews.start()
    watch.start()
    switch.start()
    stream.start()
    try:
        Dispatcher(settings, engine, clock.now, senders=senders, lease_seconds=lease_seconds).work_until(stop)
    finally:
        stream.stop()
        switch.stop()
        watch.stop()
        reviews.stop()
        engine.dispose()


if __name__ == "__main__":
    given = Settings()
    logs.set_up(given)
    run(given)

"""A clock that is set back two days: nothing waits for it to come round again."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch.outbox.deliver import heartbeat, waiting
from sectorlaunch.outbox.deliver.dispatcher import Dispatcher
from sectorlaunch.outbox.deliver.heartbeat import Sighting
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Attempt, MessageState
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, needed, start_launch

TWO_DAYS = timedelta(days=2)


def test_a_heartbeat_from_the_future_is_of_a_dead_dispatcher() -> None:
    assert Sighting(NOON, "a").is_fresh(NOON + timedelta(seconds=30))
    assert not Sighting(NOON, "a").is_fresh(NOON + timedelta(seconds=61))
    assert not Sighting(NOON, "a").is_fresh(NOON - TWO_DAYS)
    assert Sighting(NOON, "a").is_fresh(NOON - timedelta(seconds=2)), "clocks of two machines differ a little"


def test_a_dispatcher_goes_on_within_a_minute_after_the_clock_was_set_back(
    file_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failure: after a step back it rests, leases and waits until the old time comes round."""
    monkeypatch.setattr(heartbeat, "EVERY_SECONDS", 0.2)
    launch, settings = start_launch(file_engine), Settings(home=tmp_path)
    by_clock: list[datetime] = [NOON]
    dead = launch.queue(
        state=MessageState.LEASED, leased_by="elsewhere/1/1", lease_until=NOON + timedelta(minutes=9)
    )
    tried = launch.queue(attempts=1, queued_at=NOON, send_after=NOON + timedelta(minutes=5))
    fresh = launch.queue(queued_at=NOON, send_after=NOON)
    meant_for_later = launch.queue(queued_at=NOON - timedelta(days=3), send_after=NOON + timedelta(days=9))
    tried_then = launch.queue(
        attempts=1, queued_at=NOON - 3 * TWO_DAYS, send_after=NOON + timedelta(minutes=5)
    )
    with Session(file_engine) as session, session.begin():
        session.add(Attempt(message_id=tried_then, started_at=NOON, outcome="later", finished_at=NOON))
    by_clock[0] = NOON - TWO_DAYS
    stop = threading.Event()
    at_work = Dispatcher(settings, file_engine, lambda: by_clock[0], senders=1, still_needed=needed)
    thread = threading.Thread(target=at_work.work_until, args=(stop,))
    thread.start()
    try:
        for _ in range(600):
            if all(launch.message(one).state is MessageState.SENT for one in (dead, fresh)):
                break
            by_clock[0] += timedelta(seconds=0.1)
            stop.wait(0.1)
    finally:
        stop.set()
        thread.join()

    assert launch.message(fresh).state is MessageState.SENT
    assert launch.message(dead).state is MessageState.SENT
    for one in (tried, tried_then):
        assert launch.message(one).send_after <= NOON - TWO_DAYS + timedelta(minutes=6)
    assert launch.message(meant_for_later).send_after == NOON + timedelta(days=9)


def test_clocks_that_differ_a_little_move_nothing(launch: OutboxLaunch) -> None:
    launch.queue(queued_at=NOON, send_after=NOON)
    with Session(launch.engine) as session:
        assert waiting.put_off_by_a_clock(session, NOON - timedelta(minutes=2)) == []

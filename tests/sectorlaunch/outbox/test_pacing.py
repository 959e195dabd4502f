"""A channel keeps to what its server takes, whoever sends, and says when the next may leave."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from notifications.envelope import Outcome, Receipt
from sectorlaunch import database
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox import channel_limits, channels
from sectorlaunch.outbox.channel_limits import GOOGLE, MICROSOFT, NO_LIMITS, Limits
from sectorlaunch.outbox.deliver import claiming, pacing, waiting
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.tables import Channel, MessageState, Person
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, PretendWire, needed

INVITED = 110


def live(engine: Engine, limits: Limits, **more: object) -> None:
    with Session(engine) as session, session.begin():
        channel = Channel(
            tag="email", url="letter://mail.example.org", masked="letter://mail.example.org", live_since=NOON
        )
        channel_limits.put_on(channel, limits)
        for name, value in more.items():
            setattr(channel, name, value)
        session.add(channel)


def invite(launch: OutboxLaunch, count: int) -> None:
    with Session(launch.engine) as session, session.begin():
        here = session.get_one(Person, launch.guest_id).partnership_id
        guests = [
            Person(partnership_id=here, name=f"Guest {n}", email=f"guest{n}@example.org", created_at=NOON)
            for n in range(count)
        ]
        session.add_all(guests)
        session.flush()
        ids = [(guest.pk, str(guest.email)) for guest in guests]
    for person_id, address in ids:
        launch.queue(person_id=person_id, to_address=address)


def next_due(engine: Engine, now: datetime) -> datetime | None:
    with database.reading(engine) as session:
        return waiting.next_due(session, now)


def test_a_hundred_and_ten_invitations_take_four_minutes(launch: OutboxLaunch, wire: PretendWire) -> None:
    live(launch.engine, MICROSOFT)
    invite(launch, INVITED)
    now, left_at = NOON, Counter[datetime]()
    while (due := next_due(launch.engine, now)) is not None and len(left_at) < 20:
        now = max(now, due)
        left_at[now] += len(drain(launch.engine, now, wire, needed))

    assert list(left_at.values()) == [30, 30, 30, 20]
    assert now - NOON == timedelta(minutes=3), "the last of them leave in the fourth minute"
    assert len({envelope.message_id for envelope in wire.handed}) == INVITED
    assert channel_limits.minutes_for(INVITED, 30) == 4
    assert channel_limits.minutes_for(INVITED, None) == 0
    assert channel_limits.minutes_for(30, 30) == 0


def test_two_senders_together_keep_to_it(launch: OutboxLaunch, wire: PretendWire) -> None:
    """The failure's name: each counts what has left, neither what the other has in hand."""
    live(launch.engine, Limits(per_minute=5))
    invite(launch, 12)
    taken = []
    for worker in ("one", "two"):
        with database.unit_of_work(launch.engine, NOON) as session:
            taken.append(
                len(
                    claiming.claim_some(
                        session,
                        NOON,
                        worker,
                        600,
                        4,
                        still_needed=needed,
                        choose=lambda *_: claiming.WayOut(wire),
                    )
                )
            )
    assert taken == [4, 1]
    assert next_due(launch.engine, NOON) == NOON + pacing.ASK_AGAIN


def test_it_keeps_to_a_days_number_too(launch: OutboxLaunch, wire: PretendWire) -> None:
    live(launch.engine, Limits(per_day=3))
    invite(launch, 5)
    assert len(drain(launch.engine, NOON, wire, needed)) == 3
    assert next_due(launch.engine, NOON) == NOON + timedelta(days=1)
    assert len(drain(launch.engine, NOON + timedelta(days=1), wire, needed)) == 2


def test_a_pause_the_server_asks_for_is_kept_by_all(launch: OutboxLaunch) -> None:
    live(launch.engine, NO_LIMITS)
    invite(launch, 3)
    busy = PretendWire([Receipt(Outcome.LATER, 429, is_about_us=True, pause_seconds=300)])
    drain(launch.engine, NOON, busy, needed)
    assert len(busy.handed) == 1, "the next would fare no better"

    drain(launch.engine, NOON + timedelta(seconds=299), busy, needed)
    assert len(busy.handed) == 1
    assert next_due(launch.engine, NOON + timedelta(seconds=10)) == NOON + timedelta(seconds=300)
    free = PretendWire()
    drain(launch.engine, NOON + timedelta(seconds=300), free, needed)
    assert {envelope.to_address for envelope in free.handed} == {f"guest{n}@example.org" for n in range(3)}


def test_another_channel_is_not_held_up(launch: OutboxLaunch, wire: PretendWire) -> None:
    live(launch.engine, NO_LIMITS, paused_until=NOON + timedelta(hours=1))
    waits, goes = launch.queue(), launch.queue(channel="team-chat", person_id=launch.convener_id)
    drain(launch.engine, NOON, wire, needed)
    assert launch.message(waits).state is MessageState.QUEUED
    assert launch.message(goes).state is MessageState.SENT


@pytest.mark.parametrize(
    ("url", "limits"),
    [
        ("letter://u:sesame@smtp.office365.com/?from=launch@example.org", MICROSOFT),
        ("letter://u:sesame@smtp.gmail.com/?from=launch@example.org", GOOGLE),
        ("letters://u:sesame@mail.example.org/?from=launch@example.org", NO_LIMITS),
    ],
)
def test_it_knows_what_the_large_providers_take(engine: Engine, url: str, limits: Limits) -> None:
    with database.unit_of_work(engine, NOON) as session:
        channels.add(session, NOON, "email", url)
    with database.reading(engine) as session:
        (line,) = channels.list_channels(session)
    assert line.limits == limits


def test_a_channels_limits_are_set_without_testing_it_anew(engine: Engine) -> None:
    live(engine, MICROSOFT, tested_at=NOON)
    with database.unit_of_work(engine, NOON) as session:
        channels.limit(session, NOON, "email", Limits(per_minute=10, plus_return_paths=False))
    with database.reading(engine) as session:
        (line,) = channels.list_channels(session)
    assert (line.limits.per_minute, line.tested_at) == (10, NOON)
    assert channel_limits.said(line.limits) == (
        "At most 10 a minute leave by it. Letters leave without a return path of their own."
    )
    with pytest.raises(BadInput), database.unit_of_work(engine, NOON) as session:
        channels.limit(session, NOON, "email", Limits(per_minute=0))


@pytest.mark.parametrize(
    ("limits", "count", "words"),
    [
        (MICROSOFT, 110, "Your mail server takes 30 a minute: all 110 are out after 4 minutes."),
        (MICROSOFT, 30, ""),
        (GOOGLE, 4_100, "Your mail server takes 2,000 a day: all 4,100 are out after 3 days."),
        (NO_LIMITS, 4_100, ""),
    ],
)
def test_it_says_before_a_release_how_long_it_takes(
    engine: Engine, limits: Limits, count: int, words: str
) -> None:
    live(engine, limits)
    with database.reading(engine) as session:
        assert channel_limits.how_long(session, "email", count) == words

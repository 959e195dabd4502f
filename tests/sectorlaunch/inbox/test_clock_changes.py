"""A law changes the clocks after a meeting was planned: the hour stays, everyone who has the entry gets another."""

import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlmodel import select

from sectorlaunch import database, migrations, wall_clock
from sectorlaunch.actions import invitations, meetings, polls
from sectorlaunch.checks import records
from sectorlaunch.checks.finding import Patient
from sectorlaunch.engine import clock_changes
from sectorlaunch.records.clock_changes import drifted
from sectorlaunch.rules.poll_dates import ProposedDate
from sectorlaunch.settings import Settings
from sectorlaunch.tables import HeldBecause, InvitationState, Message, Person, Poll, PollOption, TouchState
from tests.cast import begin
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, STARTS_AT, House

AN_HOUR = timedelta(hours=1)
SUMMER, AUTUMN = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)
"""While clocks in Denver show summer time, before the law."""


@pytest.fixture
def another_law(tmp_path: Path) -> Iterator[None]:
    """Denver keeps winter time all year from now on, as Phoenix does: its file holds other rules."""
    denver = tmp_path / "zoneinfo/America/Denver"
    denver.parent.mkdir(parents=True)
    there = [Path(folder) / "America/Phoenix" for folder in zoneinfo.TZPATH]
    for phoenix in filter(Path.is_file, there):
        shutil.copy(phoenix, denver)
        break
    else:
        with as_file(files("tzdata.zoneinfo.America") / "Phoenix") as phoenix:
            shutil.copy(phoenix, denver)
    (tmp_path / "zoneinfo/tzdata.zi").write_text("# version 2026z\n", encoding="ascii")
    usual = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(tmp_path / "zoneinfo"), *usual])
    ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(usual)
    ZoneInfo.clear_cache()


def sweep(house: House) -> list[str]:
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        return clock_changes.sweep(session, house.launch.now)


@pytest.fixture
def coming(house: House) -> House:
    """One guest has the entry and said yes; the letter of the other still waits to leave."""
    house.sent(GUEST)
    meeting_id = house.meeting.pk
    reply = invitations.Reply(InvitationState.ACCEPTED)
    house.launch.do(
        lambda session, now: invitations.reply(
            session, now, house.launch.run_id, meeting_id, house.launch.someone(GUEST), reply
        )
    )
    return house


def test_it_never_happens__a_law_moves_a_meeting_by_an_hour(
    coming: House, request: pytest.FixtureRequest
) -> None:
    assert sweep(coming) == []
    before = coming.meeting
    request.getfixturevalue("another_law")

    said, planned = sweep(coming)

    assert said.startswith("The clocks of America/Denver change by other rules now.")
    assert "8:30" in said
    assert planned.endswith("messages to come keep their hour.")
    after = coming.meeting
    assert (after.starts_at, after.sequence) == (STARTS_AT + AN_HOUR, before.sequence + 1)
    assert after.starts_local == before.starts_local == "2026-09-10T08:30:00"
    assert coming.place(GUEST).state is InvitationState.ACCEPTED
    told = coming.launch.messages("clock-changed")
    assert [message.person_id for message in told] == [coming.launch.someone(GUEST).id]
    for message in (*told, coming.sent(OTHER_GUEST)):
        (event,) = Calendar.from_ical(message.calendar_text).walk("VEVENT")
        assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (STARTS_AT + AN_HOUR, after.sequence)
        assert "8:30" in message.text
    assert coming.organizer(GUEST, "clock-changed") == coming.organizer(GUEST)
    assert sweep(coming) == []
    assert len(coming.launch.messages("clock-changed")) == 1


def test_it_never_happens__a_law_moves_a_poll_and_what_waits_for_office_hours(
    house: House, request: pytest.FixtureRequest
) -> None:
    """Its dates, its end and its reminder; a letter that waits for Monday, and one for the end of a pause."""
    launch, denver = house.launch, ZoneInfo("America/Denver")
    closes_at = datetime(2026, 3, 13, 17, tzinfo=denver)
    dates = [ProposedDate(STARTS_AT + timedelta(days=days), 60) for days in (5, 6)]
    launch.do(
        lambda session, now: polls.open_for_launch(
            session, now, launch.run_id, dates, closes_at, by="Cora Venner"
        )
    )
    monday, after_a_pause = (datetime(2026, 3, day, 9, tzinfo=denver) for day in (16, 17))
    with database.unit_of_work(launch.engine, launch.now) as session:
        poll = session.exec(select(Poll)).one()
        before = (poll.closes_local, poll.remind_at)
        waits, paused, tried = session.exec(select(Message).where(Message.kind == "date-poll").limit(3))
        for message in (waits, tried):
            message.send_after = monday
        tried.attempts = 1
        paused.send_after, paused.held_because = after_a_pause, HeldBecause.PAUSE
        session.get_one(Person, paused.reader_id).paused_until = after_a_pause.date()
        kept = (waits.pk, paused.pk, tried.pk)
    assert before == ("2026-03-13T17:00:00", datetime(2026, 3, 12, 9, tzinfo=denver))
    assert sweep(house) == []
    request.getfixturevalue("another_law")

    said = sweep(house)

    assert sum("A date of a poll keeps its hour" in one for one in said) == 2
    assert sum("The end of a date poll keeps its hour" in one for one in said) == 1
    with database.reading(launch.engine) as session:
        poll = session.exec(select(Poll)).one()
        assert poll.closes_local == before[0] == wall_clock.reading(poll.closes_at, "America/Denver")
        assert poll.closes_at == datetime(2026, 3, 14, tzinfo=UTC)
        assert poll.remind_at == poll.due_at == datetime(2026, 3, 12, 16, tzinfo=UTC)
        moments = [session.get_one(Message, number).send_after for number in kept]
        assert moments == [
            datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((16, 16), (17, 16), (16, 15))
        ]
        assert [one.starts_at for one in session.exec(select(PollOption))] == [
            one.starts_at + AN_HOUR for one in dates
        ]
        assert drifted(session, launch.now) == []
    assert sweep(house) == []


def test_it_leaves_what_is_past_and_the_hour_that_comes_twice(house: House) -> None:
    twice = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert wall_clock.reading(twice, "America/Denver") == "2026-11-01T01:30:00"
    assert wall_clock.moment("2026-11-01T01:30:00", "America/Denver") == twice - AN_HOUR
    house.move(twice - STARTS_AT)
    assert sweep(house) == []
    house.launch.now = twice + AN_HOUR
    assert sweep(house) == []


def test_it_never_happens__a_law_moves_what_is_planned_by_an_hour(
    house: House, request: pytest.FixtureRequest
) -> None:
    assert sweep(house) == []
    zone = ZoneInfo("America/Denver")
    ahead = [
        touch
        for touch in house.launch.touches()
        if touch.state is TouchState.PLANNED and touch.held_because is None and touch.due_at > SUMMER
    ]
    before = {touch.id: touch.due_at.astimezone(zone).time() for touch in ahead if touch.due_at < AUTUMN}
    assert len(before) > 2
    request.getfixturevalue("another_law")

    said = sweep(house)

    assert any("messages to come keep their hour" in one for one in said)
    after = {
        touch.id: touch.due_at.astimezone(ZoneInfo("America/Denver")).time()
        for touch in house.launch.touches()
    }
    assert {number: after[number] for number in before} == before
    assert not any("to come" in one for one in sweep(house))


def test_doctor_names_it(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    settings = Settings(home=tmp_path / "home")
    engine = database.open_database(settings)
    migrations.upgrade(engine)
    launch = begin(engine, tmp_path)
    meeting_id = launch.launch_meeting().pk
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id, by="Cora Venner", starts_at=STARTS_AT
        )
    )
    assert records.hours(Patient(settings, launch.now)).state == "fine"
    request.getfixturevalue("another_law")
    found = records.hours(Patient(settings, launch.now))
    assert (found.state, "those of 2026z, and 1 of the hours to come in America/Denver" in found.finding) == (
        "warning",
        True,
    )
    engine.dispose()

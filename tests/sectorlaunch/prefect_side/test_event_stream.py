"""What Prefect is told of a launch: once, in order, up to a bound, and in nobody's way."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.deliver import heartbeat
from sectorlaunch.outbox.deliver.heartbeat import Sighting
from sectorlaunch.prefect_side import event_stream
from sectorlaunch.prefect_side.event_records import Told
from sectorlaunch.prefect_side.event_stream import EventStream
from sectorlaunch.settings import Settings
from sectorlaunch.tables import StepRun
from tests.cast import TEAM, Launch, begin

PARTNERSHIP = "sector-launch.partnership.fernwater"


class Listener:
    """A launch with a stream that tells this listener instead of Prefect."""

    def __init__(self, launch: Launch, home: Path) -> None:
        self.launch = launch
        self.settings = Settings(home=home)
        home.mkdir(exist_ok=True)
        self.told: list[Told] = []
        self.start()

    def start(self) -> None:
        """As a process that has just begun."""
        launch = self.launch
        self.stream = EventStream(
            self.settings, launch.engine, lambda: self.launch.now, {}, emit=self.told.append
        )

    def hear(self) -> list[str]:
        self.told.clear()
        while self.stream.look():
            pass
        return [one.name for one in self.told]

    def happen(self, kind: EventKind, summary: str = "It happened.", **data: Any) -> None:
        def note(session: Session, now: Any) -> None:
            events.record(session, now, self.launch.run_id, "outbox", kind, summary, **data)

        self.launch.do(note)


@pytest.fixture
def heard(engine: Engine, tmp_path: Path) -> Listener:
    listener = Listener(begin(engine, tmp_path), tmp_path / "home")
    listener.hear()
    return listener


def test_it_tells_nothing_of_what_was_before_it_began(heard: Listener) -> None:
    assert heard.hear() == []


def test_it_tells_that_a_gate_opened_of_whom_and_by_which_run(heard: Listener) -> None:
    def carry(session: Session, now: Any) -> None:
        session.exec(select(StepRun).where(StepRun.key == "build-support-team")).one().flow_run_id = "0b-0b"

    heard.launch.do(carry)
    for name in TEAM[:3]:
        heard.launch.answer(name, "shared-table", "shared-view")
    assert "sector-launch.gate-opened" in heard.hear()
    told = next(one for one in heard.told if one.name == "sector-launch.gate-opened")
    assert told.resource == {
        "prefect.resource.id": PARTNERSHIP,
        "prefect.resource.name": "Fernwater Valley Partnership",
    }
    assert {one["prefect.resource.id"] for one in told.related} == {
        "prefect.tag.fernwater",
        "sector-launch.step.fernwater.build-support-team",
        "prefect.flow-run.0b-0b",
    }
    assert told.payload["page"].endswith("/partnerships/fernwater")
    assert told.occurred == heard.launch.now


def test_it_goes_on_where_it_stopped_and_repeats_under_the_same_id(heard: Listener) -> None:
    heard.happen(EventKind.FIT_NOTED)
    heard.hear()
    first = heard.told[0].id
    heard.start()
    assert heard.hear() == []
    (heard.settings.home_folder / "prefect-events.json").write_text('{"line": 0, "late": {}}')
    heard.start()
    heard.hear()
    assert first in {one.id for one in heard.told}


def test_it_begins_anew_where_its_file_cannot_be_read(heard: Listener) -> None:
    (heard.settings.home_folder / "prefect-events.json").write_text("no json")
    heard.start()
    assert heard.hear() == []


def test_it_tells_only_the_newest_of_what_happened_while_prefect_was_away(
    heard: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "KEPT", 3)
    monkeypatch.setattr(event_stream, "AT_MOST", 2)
    for number in range(6):
        heard.happen(EventKind.FIT_NOTED, f"Move {number}.")
    heard.hear()
    assert [one.payload["summary"] for one in heard.told] == ["Move 3.", "Move 4.", "Move 5."]


def test_it_says_once_an_hour_that_sending_fails(heard: Listener) -> None:
    for name in ("Ana", "Ben"):
        heard.happen(EventKind.MESSAGE_DEAD, f"The letter to {name} was refused.", message_id=7)
    assert heard.hear() == ["sector-launch.message-dead"] * 2 + ["sector-launch.sending-fails"]
    assert heard.told[-1].payload["summary"] == "The letter to Ana was refused."
    assert heard.told[-1].payload["page"].endswith("/fernwater/messages")
    heard.launch.now += timedelta(minutes=59)
    heard.happen(EventKind.MESSAGE_DEAD)
    assert "sector-launch.sending-fails" not in heard.hear()
    heard.launch.now += timedelta(minutes=2)
    heard.happen(EventKind.MESSAGE_DEAD)
    assert "sector-launch.sending-fails" in heard.hear()


def test_it_says_that_nothing_can_leave_at_all(heard: Listener) -> None:
    heartbeat.beat(
        heard.settings, Sighting(heard.launch.now, "here/1/0", "The mail server cannot be reached.")
    )
    assert heard.hear() == ["sector-launch.sending-fails"]
    assert heard.told[0].whose == "sector-launch.installation"
    assert heard.told[0].payload["summary"] == "The mail server cannot be reached."
    assert heard.hear() == []


def test_it_says_once_that_a_step_is_late(heard: Listener) -> None:
    heard.launch.now += timedelta(days=120)
    assert heard.hear() == ["sector-launch.step-late"]
    late = heard.told[0]
    assert late.payload["gate"] == "shared-table"
    assert "should have been open" in late.payload["summary"]
    heard.launch.now += timedelta(days=1)
    assert heard.hear() == []
    heard.start()
    assert heard.hear() == []


def test_it_tells_again_what_could_not_be_told(heard: Listener) -> None:
    def away(told: Told) -> None:
        raise ConnectionError

    heard.happen(EventKind.FIT_NOTED)
    heard.stream._emit = away
    with pytest.raises(ConnectionError):
        heard.stream.look()
    heard.stream._emit = heard.told.append
    assert heard.hear() == ["sector-launch.fit-noted"]


def test_its_file_is_nobody_else_s_to_read(heard: Listener) -> None:
    heard.happen(EventKind.FIT_NOTED)
    heard.hear()
    assert (heard.settings.home_folder / "prefect-events.json").stat().st_mode & 0o077 == 0


def test_it_tells_what_happened_since_it_began_although_prefect_was_away_from_the_start(
    engine: Engine, tmp_path: Path
) -> None:
    listener = Listener(begin(engine, tmp_path), tmp_path / "home")
    listener.stream._find_the_place()
    listener.happen(EventKind.FIT_NOTED)
    listener.start()
    assert listener.hear() == ["sector-launch.fit-noted"]

"""Launches to which something happens: the date moves, somebody opts out, the machine is down, the launch is called off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from sectorlaunch.actions import do_not_contact, meetings
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.status import timeline
from sectorlaunch.tables import Message, MessageState, ToDo, TouchState
from tests.story.rehearsals import (
    DAY,
    first_morning,
    launch_of,
    looking,
    messages,
    sent,
    somebody,
    touches,
    until_days_before_launch,
)

DENVER = ZoneInfo("America/Denver")
OPTED_OUT = "Leader 07"
TWO_WEEKS = timedelta(days=14)
BY_LAUNCH_DATE = ("second-letter", "logistics", "meeting-reminder", "phone-the-silent", "promise-two-weeks")


class Moved:
    """A launch whose date moved by two weeks when the letters were out, and in which one guest opted out before."""

    def __init__(self) -> None:
        self.walk = first_morning(seed=2)
        until_days_before_launch(self.walk, 60)
        self.walk.now_do(self._opt_out)
        until_days_before_launch(self.walk, 24)
        self.before = {touch.id: (touch.state, touch.due_at) for touch in touches(self.walk)}
        self.sent_before = [message.id for message in sent(self.walk)]
        self.first_date = self._date()
        self.walk.now_do(self._move)
        self.planned_after = {touch.id: (touch.state, touch.due_at) for touch in touches(self.walk)}
        self.walk.until(self._date() + 2 * DAY)

    def _date(self) -> datetime:
        starts_at = launch_of(self.walk).starts_at
        assert starts_at is not None
        return starts_at

    def _opt_out(self, session: Session) -> None:
        person_id = somebody(session, OPTED_OUT).pk
        do_not_contact.mark(session, self.walk.stage.now, person_id, True)

    def _move(self, session: Session) -> None:
        launch = launch_of_session(session, self.walk)
        stage = self.walk.stage
        assert launch.starts_at is not None
        meetings.change(
            session,
            stage.now,
            stage.run_id,
            launch.pk,
            by="Cora Venner",
            starts_at=launch.starts_at + TWO_WEEKS,
        )


def launch_of_session(session: Session, walk: Walk):  # type: ignore[no-untyped-def]
    from sectorlaunch.records import meetings as meeting_records

    return meeting_records.launch_meeting(session, walk.stage.partnership_id)


@pytest.fixture(scope="module")
def moved() -> Moved:
    return Moved()


def test_it_moves_every_future_touch_with_the_launch(moved: Moved) -> None:
    by_id = {touch.id: touch for touch in touches(moved.walk, *BY_LAUNCH_DATE)}
    ahead = [
        touch_id
        for touch_id, (state, _) in moved.before.items()
        if state is TouchState.PLANNED and touch_id in by_id
    ]

    assert ahead
    for touch_id in ahead:
        before, after = moved.before[touch_id][1], moved.planned_after[touch_id][1]
        assert timedelta(days=10) <= after - before <= timedelta(days=18), by_id[touch_id].touch_key


def test_it_moves_nothing_that_is_past(moved: Moved) -> None:
    past = {id_: found for id_, found in moved.before.items() if found[0] is not TouchState.PLANNED}

    assert past
    assert {id_: moved.planned_after[id_] for id_ in past} == past


def test_it_never_happens__the_reference_date_moved_and_people_are_mailed_twice(moved: Moved) -> None:
    for kind in ("invitation", "second-letter", "logistics", "meeting-reminder", "save-the-date"):
        readers = [message.person_id for message in sent(moved.walk, kind)]
        assert len(readers) == len(set(readers)), kind


def test_it_never_happens__the_reference_date_moved_and_people_are_not_mailed_at_all(moved: Moved) -> None:
    reminded = sent(moved.walk, "meeting-reminder")

    assert reminded
    moved_to = moved.first_date + TWO_WEEKS
    for message in reminded:
        assert message.sent_at is not None
        assert timedelta(days=1) < moved_to - message.sent_at < timedelta(days=6)


def test_it_announces_the_move_once_to_everyone_who_had_the_date(moved: Moved) -> None:
    had_it = {
        m.person_id
        for m in sent(moved.walk, "launch-date", "invitation", "letter-copy", "save-the-date", "sign-request")
        if m.id in moved.sent_before
    }
    told = [message.person_id for message in sent(moved.walk, "meeting-moved")]

    assert sorted(told) == sorted(had_it)


def test_it_never_happens__an_opted_out_person_is_mailed(moved: Moved) -> None:
    assert sent(moved.walk, to=OPTED_OUT) == []
    assert {m.state for m in messages(moved.walk, to=OPTED_OUT)} <= {MessageState.WITHHELD}


class Interrupted:
    """A launch whose machine was off for ten days, from the eve of the second letter; then it was called off."""

    def __init__(self) -> None:
        self.walk = first_morning(seed=3)
        until_days_before_launch(self.walk, 21.5)
        self.walk.stage.now += 10 * DAY
        self.walk.turn()
        self.timeline = looking(self.walk, self._timeline)
        self.states = {touch.touch_key: touch.state for touch in touches(self.walk)}
        self.walk.until(self.walk.stage.now + 2 * DAY)
        self.called_off_at = self.walk.stage.now
        self.walk.now_do(self._call_off)
        self.walk.until(self.walk.stage.now + 20 * DAY)

    def _timeline(self, session: Session) -> list[timeline.Entry]:
        stage = self.walk.stage
        return timeline.timeline(Launch.of(session, stage.now, stage.run_id))

    def _call_off(self, session: Session) -> None:
        stage = self.walk.stage
        launch = launch_of_session(session, self.walk)
        meetings.call_off(
            session, stage.now, stage.run_id, launch.id, by="Cora Venner", why="The host has had a fire."
        )


@pytest.fixture(scope="module")
def interrupted() -> Interrupted:
    return Interrupted()


def test_it_never_happens__after_downtime_everything_is_sent(interrupted: Interrupted) -> None:
    """The second letter may be seven days late, and its moment was nine days ago."""
    assert interrupted.states["second-letter"] is TouchState.MISSED
    assert messages(interrupted.walk, "second-letter") == []


def test_it_never_happens__after_downtime_nothing_is_sent(interrupted: Interrupted) -> None:
    """What champions promised was to go out two days ago, and may be three days late."""
    assert interrupted.states["promise-two-weeks"] is TouchState.DONE
    assert sent(interrupted.walk, "champion-promise")


def test_it_shows_what_was_missed(interrupted: Interrupted) -> None:
    missed = [entry.what for entry in interrupted.timeline if entry.state == "missed"]

    assert "The second letter" in missed


def test_it_never_happens__what_was_promised_is_missed_in_silence() -> None:
    """The machine was off on the day directions and reminder were to leave, which those who had said yes were told of."""
    walk = first_morning(seed=3)
    until_days_before_launch(walk, 12)
    promised = {message.person_id for message in sent(walk, "coming-confirmed")}
    walk.stage.now += 10 * DAY
    walk.turn()

    missed = {touch.touch_key for touch in touches(walk) if touch.state is TouchState.MISSED}
    tasks = looking(
        walk, lambda session: list(session.exec(select(ToDo).where(ToDo.purpose == "promise missed")))
    )
    told = {task.occurrence.partition("#")[0]: task for task in tasks}
    assert promised
    assert {"logistics"} <= missed & told.keys(), (missed, told.keys())
    assert "did not go out: tell them another way" in told["logistics"].title
    assert [task.title for task in tasks if "tell them another way" not in task.title] == []


def test_it_never_happens__cancelled_meetings_still_send(interrupted: Interrupted) -> None:
    after = [m for m in sent(interrupted.walk) if m.sent_at and m.sent_at > interrupted.called_off_at]

    about_it = {"invitation", "second-letter", "logistics", "meeting-reminder", "debrief-call"}
    assert {m.kind for m in after} & about_it == set()


def test_it_tells_each_guest_once_that_the_launch_is_called_off(interrupted: Interrupted) -> None:
    told = [message.person_id for message in sent(interrupted.walk, "meeting-canceled")]

    assert told
    assert len(told) == len(set(told))


def test_it_never_happens__a_cancellation_sent_as_a_calendar_request(interrupted: Interrupted) -> None:
    withdrawals: list[Message] = sent(interrupted.walk, "meeting-canceled")

    assert {message.calendar_method for message in withdrawals} == {"CANCEL"}
    assert all("METHOD:CANCEL" in message.calendar_text for message in withdrawals)

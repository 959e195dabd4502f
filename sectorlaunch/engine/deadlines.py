"""Deadlines that move with the launch: what is to be answered before it is due before its new day."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import select

from sectorlaunch import events
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.records import deadlines
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Deadline, Message


def follow(launch: Launch, _moved: Happening) -> None:
    """Brings every deadline that has not passed in line with the day of the launch."""
    session = launch.session
    rows = session.exec(select(Deadline).where(Deadline.run_id == launch.run_id)).all()
    touches = {(step.key, touch.key): touch for step, _, touch in launch.playbook.touches()}
    for row in rows:
        touch = touches.get((row.step_key, row.touch_key))
        if touch is None or row.due_on < launch.today:
            continue
        due_on = deadlines.would_be(launch, touch, row.asked_on)
        if due_on is not None and due_on != row.due_on:
            _move(launch, row, rows, max(due_on, launch.today))


def _move(launch: Launch, row: Deadline, rows: Sequence[Deadline], due_on: date) -> None:
    """To another day, or to the deadline that stands on it already."""
    there = next(
        (
            one
            for one in rows
            if (one.step_key, one.touch_key, one.due_on) == (row.step_key, row.touch_key, due_on)
        ),
        None,
    )
    if there is None:
        row.due_on = due_on
        launch.session.add(row)
    else:
        for message in launch.session.exec(select(Message).where(Message.deadline_id == row.id)).all():
            message.deadline_id = there.id
            launch.session.add(message)
    launch.session.flush()
    events.touch(launch.session, launch.run_id, EventKind.DEADLINE_MOVED)

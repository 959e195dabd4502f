"""After a law has changed the clocks: what waits in the outbox for an hour leaves at that hour."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from sectorlaunch import wall_clock
from sectorlaunch.outbox.write import contact_preferences
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person


def keep_the_hours(launch: Launch) -> int:
    """How many were moved: those that wait for office hours or for the end of a pause, and were not tried yet.

    What waits for anything else waits for a moment, or is looked at again within the hour.
    """
    session = launch.session
    waiting = (
        select(Message, Person)
        .join(Person, col(Person.id) == col(Message.person_id))
        .where(
            OPEN,
            Message.run_id == launch.run_id,
            Message.state == MessageState.QUEUED,
            Message.attempts == 0,
            Message.send_after > launch.now,
            or_(col(Message.held_because).is_(None), Message.held_because == HeldBecause.PAUSE),
        )
    )
    opens = time.fromisoformat(launch.playbook.office_hours.opens)
    moved = 0
    for message, person in session.exec(waiting):
        if message.held_because is None:
            zone = person.zone or launch.partnership.zone
            day = message.send_after.astimezone(ZoneInfo(zone)).date()
            leaves_at = wall_clock.moment(datetime.combine(day, opens).isoformat(), zone)
        else:
            leaves_at = contact_preferences.pause_ends(session, message, person) or message.send_after
        if leaves_at != message.send_after:
            message.send_after = leaves_at
            session.add(message)
            moved += 1
    return moved

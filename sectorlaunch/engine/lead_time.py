"""Letting the letter leave late: a waiver of the gate's question, and a fresh look at what was held."""

from datetime import datetime, timedelta

from sqlmodel import Session

from sectorlaunch.actions import gates
from sectorlaunch.engine import held
from sectorlaunch.errors import BadInput
from sectorlaunch.records import lead_time
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Person, Waiver


def waive(
    session: Session, now: datetime, run_id: int, *, given_by: str, why: str, asked_by: Person | None = None
) -> Waiver:
    """Lets the letter leave late: who and why are kept, with the gate's question, until the day of the launch.

    Raises BadInput without who or why, and where there is nothing to waive.
    """

    launch = Launch.of(session, now, run_id)
    stands, asked = lead_time.check(launch), lead_time.questions(launch)
    if stands is None or stands.fits or not asked:
        raise BadInput("The lead time is long enough; there is nothing to waive.")
    until = max(stands.meets_on, stands.leaves_on + timedelta(days=1))
    for gate, question in asked:
        given = gates.waive(
            session, now, run_id, gate, question, given_by=given_by, why=why, until=until, asked_by=asked_by
        )
    held.look_at_held_again(session, now, run_id)
    return given

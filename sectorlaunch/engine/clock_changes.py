"""After a law has changed the clocks of a zone: each hour that was said is kept, one by one."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import clock_changes as clock_actions
from sectorlaunch.engine import set_aside
from sectorlaunch.records import clock_changes, partnerships
from sectorlaunch.records.about import About
from sectorlaunch.records.clock_changes import Drifted
from sectorlaunch.tables import AboutKind, Meeting

BY = "Sector Launch"


def sweep(session: Session, now: datetime) -> list[str]:
    """Keeps the hour of everything to come in any partnership; says in sentences what was moved."""

    def put_aside(drifted: Drifted, why: str) -> str:
        what = drifted.what
        is_meeting = isinstance(what, Meeting)
        name = (
            f"The hour of {what.title}"
            if isinstance(what, Meeting)
            else "The hour of a date that is voted on"
        )
        run_id = partnerships.run_of(session, drifted.partnership_id).pk
        about = About(AboutKind.MEETING if is_meeting else AboutKind.POLL, what.id)
        set_aside.give_task(session, now, run_id, name, why, about)
        return name

    return set_aside.each(
        session,
        clock_changes.drifted(session, now),
        lambda drifted: [clock_actions.keep_the_hour(session, now, drifted, by=BY)],
        put_aside,
    )

"""After a law has changed the clocks of a zone: each hour that was said is kept, one by one."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events, wall_clock
from sectorlaunch.actions import clock_changes as clock_actions
from sectorlaunch.engine import plan, polls, set_aside
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import office_hours
from sectorlaunch.records import clock_changes, partnerships
from sectorlaunch.records.about import About
from sectorlaunch.records.clock_changes import Drifted
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Meeting, Partnership, PollOption

BY = "Sector Launch"
MOST = 50
"""Partnerships whose plan is looked at in one round; the others have their turn in the next."""


def sweep(session: Session, now: datetime) -> list[str]:
    """Keeps the hour of everything to come in any partnership; says in sentences what was moved."""
    behind = clock_changes.planned_by_other_rules(session)
    if behind:
        wall_clock.take_up_rules()
    return _meetings_and_polls(session, now) + _messages(session, now, behind)


def _messages(session: Session, now: datetime, behind: list[Partnership]) -> list[str]:
    def keep(partnership: Partnership) -> list[str]:
        launch = Launch.of_partnership(session, now, partnership)
        moved = (
            plan.keep_the_hours(launch) + polls.keep_the_hours(launch) + office_hours.keep_the_hours(launch)
        )
        partnership.clock_rules = wall_clock.rules_version()[: clock_changes.RULES_LENGTH]
        session.add(partnership)
        if not moved:
            return []
        what = "One message to come keeps its" if moved == 1 else f"{moved} messages to come keep their"
        words = f"The clocks of {partnership.zone} change by other rules now. {what} hour."
        events.record(session, now, launch.run_id, BY, EventKind.PLANNED_HOURS_KEPT, words)
        return [words]

    def put_aside(partnership: Partnership, why: str) -> str:
        name = f"The hours of what is planned for {partnership.name}"
        set_aside.give_task(session, now, partnerships.run_of(session, partnership.pk).pk, name, why)
        return name

    return set_aside.each(session, behind[:MOST], keep, put_aside)


def _meetings_and_polls(session: Session, now: datetime) -> list[str]:
    def put_aside(drifted: Drifted, why: str) -> str:
        what = drifted.what
        name = (
            "The hour of a date that is voted on"
            if isinstance(what, PollOption)
            else f"The hour of {what.title}"
        )
        run_id = partnerships.run_of(session, drifted.partnership_id).pk
        about = About(AboutKind.MEETING if isinstance(what, Meeting) else AboutKind.POLL, what.id)
        set_aside.give_task(session, now, run_id, name, why, about)
        return name

    return set_aside.each(
        session,
        clock_changes.drifted(session, now),
        lambda drifted: [clock_actions.keep_the_hour(session, now, drifted, by=BY)],
        put_aside,
    )

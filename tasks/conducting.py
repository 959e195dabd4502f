"""The tasks of the two flows that run by the clock."""

from datetime import datetime

from prefect.context import FlowRunContext

from sectorlaunch.engine import (
    carry_out,
    clock_changes,
    gates,
    keeping_periods,
    left_tasks,
    next_due,
    polls,
    surveys,
    traces,
)
from sectorlaunch.prefect_side import repairs, sweeps
from sectorlaunch.settings import Settings
from sectorlaunch.status import rounds
from sectorlaunch.tables import TouchState
from tasks.asking_prefect import with_prefect
from tasks.telling import tell
from tasks.waiting import current_flow_run
from tasks.work import BATCH_TIMEOUT_SECONDS, named, unit_of_work


def name_of_round() -> str:
    """Names a run that the clock started: "Conductor, 21 November 22:10 UTC"."""
    flow_run = current_flow_run()
    context = FlowRunContext.get()
    name = context.flow.name if context is not None and context.flow is not None else "Round"
    moment = flow_run.expected_start_time
    return f"{name}, {moment.day} {moment:%B %H:%M} UTC" if moment is not None else name


@named("Carry out what is due", BATCH_TIMEOUT_SECONDS)
def carry_out_due() -> list[str]:
    """One batch of due touches; empty when nothing is left."""
    with unit_of_work() as (session, now):
        due = carry_out.due_now(session, now)
        said = carry_out.carry_out(session, now, due)
        done = rounds.of(session, [planned for planned in due if planned.state is TouchState.DONE])
    tell(
        f"Follow-ups: {done.words or 'nothing to write'}" if said else "Follow-ups: nothing is due",
        done.lines,
    )
    return said


@named("Attend to date polls", BATCH_TIMEOUT_SECONDS)
def attend_to_polls() -> list[str]:
    """One batch of reminders and deadlines; empty when nothing is left."""
    with unit_of_work() as (session, now):
        said = polls.carry_out_due(session, now)
    tell(f"Date polls: {len(said)} attended to" if said else "Date polls: none is due", said)
    return said


@named("Close surveys", BATCH_TIMEOUT_SECONDS)
def attend_to_surveys() -> list[str]:
    """One batch of surveys whose day is over; empty when nothing is left."""
    with unit_of_work() as (session, now):
        said = surveys.carry_out_due(session, now)
    tell(f"Surveys: {len(said)} closed" if said else "Surveys: none is due", said)
    return said


@named("Bring back waivers that have ended")
def bring_back_waivers() -> list[str]:
    with unit_of_work() as (session, now):
        said = left_tasks.bring_back_waivers(session, now)
    tell(f"Waivers: {len(said)} back with the convener" if said else "Waivers: none has ended", said)
    return said


@named("Give the convener the calls nobody has made")
def hand_up_left_calls() -> list[str]:
    with unit_of_work() as (session, now):
        said = left_tasks.hand_up_left_calls(session, now)
    tell(f"Calls: {len(said)} handed to the convener" if said else "Calls: none was left lying", said)
    return said


@named("Plan the next sweep")
def plan_next_sweep() -> datetime | None:
    """Schedules a sweep for the next due moment, if there is one."""
    with unit_of_work() as (session, _now):
        due = next_due.next_due(session)
    if due is not None:
        moment = due
        with_prefect(lambda context: sweeps.schedule_sweep(context, moment))
    return due


@named("Look again at gates nobody has looked at for a day", BATCH_TIMEOUT_SECONDS)
def look_again() -> list[str]:
    with unit_of_work() as (session, now):
        return gates.review_stale(session, now)


@named("Erase those whose keeping period is over", BATCH_TIMEOUT_SECONDS)
def keep_to_the_periods() -> list[str]:
    """Announces who will be erased, erases those whose day has come, and forgets what the installation need not know."""
    with unit_of_work() as (session, now):
        settings = Settings()
        said = keeping_periods.sweep(session, now, settings.keeping_periods)
        said += traces.sweep(session, now, settings.traces)
    tell(f"Keeping periods: {len(said)} announced or done" if said else "Keeping periods: none is over", said)
    return said


@named("Keep the hours of meetings where a law changes the clocks")
def keep_the_hours() -> list[str]:
    with unit_of_work() as (session, now):
        said = clock_changes.sweep(session, now)
    tell(f"Clocks: {len(said)} hours kept by new rules" if said else "Clocks: no rules have changed", said)
    return said


@named("Find what was lost, and mend it", BATCH_TIMEOUT_SECONDS)
def mend() -> list[str]:
    return with_prefect(repairs.mend)

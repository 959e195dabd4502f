"""The tasks of the two flows that run by the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext

from sectorlaunch import clock
from sectorlaunch.engine import carry_out, gates, left_tasks, next_due, polls
from sectorlaunch.prefect_side import repairs, sweeps
from sectorlaunch.prefect_side.requests import PrefectContext
from tasks.waiting import current_flow_run
from tasks.work import BATCH_TIMEOUT_SECONDS, engine, named, unit_of_work

T = TypeVar("T")


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
        return carry_out.due(session, now)


@named("Attend to date polls", BATCH_TIMEOUT_SECONDS)
def attend_to_polls() -> list[str]:
    """One batch of reminders and deadlines; empty when nothing is left."""
    with unit_of_work() as (session, now):
        return polls.carry_out_due(session, now)


@named("Bring back waivers that have ended")
def bring_back_waivers() -> list[str]:
    with unit_of_work() as (session, now):
        return left_tasks.bring_back_waivers(session, now)


@named("Give the convener the calls nobody has made")
def hand_up_left_calls() -> list[str]:
    with unit_of_work() as (session, now):
        return left_tasks.hand_up_left_calls(session, now)


@named("Plan the next sweep")
def plan_next_sweep() -> datetime | None:
    """Schedules a sweep for the next due moment, if there is one."""
    with unit_of_work() as (session, _now):
        due = next_due.next_due(session)
    if due is not None:
        moment = due
        _with_prefect(lambda context: sweeps.schedule_sweep(context, moment))
    return due


@named("Look again at gates nobody has looked at for a day", BATCH_TIMEOUT_SECONDS)
def look_again() -> list[str]:
    with unit_of_work() as (session, now):
        return gates.review_stale(session, now)


@named("Find what was lost, and mend it", BATCH_TIMEOUT_SECONDS)
def mend() -> list[str]:
    return _with_prefect(repairs.mend)


def _with_prefect(do: Callable[[PrefectContext], Awaitable[T]]) -> T:
    async def _do() -> T:
        async with get_client() as client:
            return await do(PrefectContext(engine(), client, clock.now))

    return asyncio.run(_do())

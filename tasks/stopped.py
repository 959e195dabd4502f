"""What a flow does when its run failed or crashed: it says so where the convener looks."""

from typing import Any

from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow

from sectorlaunch.prefect_side import stopped_runs
from tasks.work import unit_of_work


def say_why(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Notes with the step why its run stopped; on Today it stands until the step goes on."""
    with unit_of_work() as (session, now):
        stopped_runs.note(session, now, str(flow_run.id), stopped_runs.in_words(state))

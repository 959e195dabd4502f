"""Runs of the follow-ups flow for the next due moment, so that a touch leaves on time and not at the next full hour."""

from datetime import datetime

from prefect.states import Scheduled

from sectorlaunch.prefect_side.names import TAG
from sectorlaunch.prefect_side.requests import PrefectContext

FOLLOW_UPS = "follow-ups"


async def schedule_sweep(context: PrefectContext, due: datetime) -> None:
    """Schedules a run for that moment. However often it is asked, by however many, there is one."""
    await context.client.create_flow_run_from_deployment(
        await context.deployment(FOLLOW_UPS),
        state=Scheduled(scheduled_time=due),
        name=f"Follow-ups due {due:%d %B %Y %H:%M} UTC",
        tags=[TAG],
        idempotency_key=f"{FOLLOW_UPS}:{due.isoformat()}",
    )

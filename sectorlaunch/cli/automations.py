"""Prefect's automations: two that come ready."""

import asyncio
import os
from typing import Annotated

from sectorlaunch.cli import output
from sectorlaunch.cli.options import argument


def automations(
    block: Annotated[
        str, argument("BLOCK", "A notification block of Prefect, such as slack-webhook/office.")
    ],
) -> None:
    """Has Prefect notify you when a step is late and when sending fails. Running it again changes the block."""
    from sectorlaunch.errors import NotFound
    from sectorlaunch.settings import Settings
    from sectorlaunch.supervisor.prefect_environment import client_environment

    settings = Settings()
    os.environ.update(client_environment(settings))  # read when Prefect is imported, which is now
    import httpx
    from prefect.client.orchestration import get_client

    from sectorlaunch.prefect_side.automations import set_up

    async def _set_up() -> list[str]:
        async with get_client() as client:
            return await set_up(client, block)

    try:
        names = asyncio.run(_set_up())
    except httpx.TransportError:
        raise NotFound(
            f"Prefect does not answer at {settings.prefect_api}. Start it with `sector-launch up`, then try again."
        ) from None
    output.say(
        f"Prefect notifies {block} by: {', '.join(names)}.",
        "They are a convenience: a launch goes on without them. Change or delete them in Prefect under Automations.",
    )

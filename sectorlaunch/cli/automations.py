"""Prefect's automations: two that come ready."""

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
    from sectorlaunch.settings import Settings
    from sectorlaunch.supervisor.prefect_environment import client_environment

    os.environ.update(client_environment(Settings()))  # read when Prefect is imported, which is now
    from sectorlaunch.prefect_side.automations import set_up_both

    names = set_up_both(block)
    output.say(
        f"Prefect notifies {block} by: {', '.join(names)}.",
        "They are a convenience: a launch goes on without them. Change or delete them in Prefect under Automations.",
    )

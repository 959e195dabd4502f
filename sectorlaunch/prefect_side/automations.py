"""Two ready automations: a notification when a step is late, and when sending fails.

Conveniences for whoever watches Prefect, and examples for automations of one's own. No launch rests on them: Prefect's
automations may miss an event, and what moves a launch stands in our tables.
"""

import asyncio
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectNotFound

from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.prefect_side.event_records import FAMILY, SENDING_FAILS, STEP_LATE
from sectorlaunch.prefect_side.names import TAG

READY = (
    (
        "Sector Launch: a step is late",
        "The gate a launch waits at should have been open. Told once for each gate.",
        STEP_LATE,
        "{{ event.resource.name }} is late",
    ),
    (
        "Sector Launch: sending fails",
        "A letter was refused, or nothing can leave at all. Told at most once an hour for each launch.",
        SENDING_FAILS,
        "{{ event.resource.name }}: sending fails",
    ),
)
"""Name, description, the event it waits for, and the subject of the notification."""
BODY = "{{ event.payload.summary }}\n\n{{ event.payload.page }}"


def set_up_both(block: str) -> list[str]:
    """As `set_up`, with the server this process is set to speak to. Raises NotFound when it does not answer."""

    async def _set_up() -> list[str]:
        async with get_client() as client:
            return await set_up(client, block)

    try:
        return asyncio.run(_set_up())
    except httpx.TransportError:
        raise NotFound("Prefect does not answer. Start it with `sector-launch up`, then try again.") from None


async def set_up(client: PrefectClient, block: str) -> list[str]:
    """Makes both automations, or has those there are use this block; says their names.

    `block` is type and name of a notification block, such as slack-webhook/office. Raises BadInput when there is none.
    """
    block_id = await _block_id(client, block)
    for name, description, event, subject in READY:
        wanted = AutomationCore(
            name=name,
            description=description,
            enabled=True,
            trigger=EventTrigger(
                expect={event},
                match={"prefect.resource.id": [f"{FAMILY}.*"]},
                posture=Posture.Reactive,
                threshold=1,
            ),
            actions=[SendNotification(block_document_id=block_id, subject=subject, body=BODY)],
            tags=[TAG],
        )
        there = await client.read_automations_by_name(name)
        if there:
            await client.update_automation(there[0].id, wanted)
        else:
            await client.create_automation(wanted)
    return [name for name, *_ in READY]


async def _block_id(client: PrefectClient, block: str) -> UUID:
    kind, _, name = block.partition("/")
    try:
        found = await client.read_block_document_by_name(name, kind)
    except ObjectNotFound:
        found = None
    if found is None:
        known = [
            f"{one.block_type.slug}/{one.name}"
            for one in await client.read_block_documents()
            if one.block_type is not None
            and one.block_schema is not None
            and "notify" in one.block_schema.capabilities
        ]
        named = ", ".join(sorted(known)) or "none yet"
        raise BadInput(
            f"Prefect has no notification block {block}. There are: {named}. Make one in its UI under Blocks."
        )
    return found.id

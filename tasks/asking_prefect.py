"""For a task that asks the Prefect server something besides what its run asks by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from prefect.client.orchestration import get_client

from sectorlaunch import clock
from sectorlaunch.database import reading
from sectorlaunch.prefect_side.requests import PrefectContext
from tasks.work import check_not_still, engine

T = TypeVar("T")


def with_prefect(do: Callable[[PrefectContext], Awaitable[T]]) -> T:
    """What `do` brings, given a client of its own; the task waits for it. Raises NotAllowed while all stands still."""
    with reading(engine()) as session:
        check_not_still(session)

    async def _do() -> T:
        async with get_client() as client:
            return await do(PrefectContext(engine(), client, clock.now))

    return asyncio.run(_do())

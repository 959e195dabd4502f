"""The worker process: registers the deployments, loads the flows, then works until told to stop."""

import asyncio
import signal
from contextlib import suppress

import anyio
from prefect.client.orchestration import PrefectClient, get_client
from sqlalchemy import Engine

from sectorlaunch.database import open_database, reading
from sectorlaunch.prefect_side.deployments import DEPLOYMENTS, ensure_work_pool, register_deployments
from sectorlaunch.prefect_side.names import WORK_POOL
from sectorlaunch.prefect_side.warm_worker import WORKER_TYPE, WarmWorker, loaded
from sectorlaunch.records import standstills
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import EVERY_SECONDS, WORKER, Sign
from sectorlaunch.supervisor.worker_name import take_worker_name

LOOK_SECONDS = 2.0


async def serve(settings: Settings) -> None:
    """Loads the flows while the server may still be starting, registers the deployments, then works until canceled."""
    for deployed in DEPLOYMENTS:
        loaded(deployed.entrypoint)
    async with get_client() as client:
        await _until_healthy(client)
        await _until_set_going(settings)
        await ensure_work_pool(client, WORKER_TYPE)
        await register_deployments(client)
    with take_worker_name(settings.home_folder) as name:
        alive = asyncio.create_task(_give_signs(Sign(settings.home_folder, WORKER)))
        try:
            await WarmWorker(work_pool_name=WORK_POOL, name=name).start()
        finally:
            alive.cancel()


async def _give_signs(sign: Sign) -> None:
    """From the loop that takes flow runs: where it stands still, so do the signs."""
    try:
        while True:
            sign.give()
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        sign.end()


async def _until_healthy(client: PrefectClient) -> None:
    while await client.api_healthcheck() is not None:
        await anyio.sleep(0.2)


async def _until_set_going(settings: Settings) -> None:
    """A copy that was put back starts and wakes no run before somebody has looked at what would leave."""
    engine = open_database(settings)
    try:
        while _stands_still(engine):
            await anyio.sleep(LOOK_SECONDS)
    finally:
        engine.dispose()


def _stands_still(engine: Engine) -> bool:
    with reading(engine) as session:
        return standstills.is_still(session)


async def _main() -> None:
    working = asyncio.current_task()
    assert working is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await serve(Settings())


if __name__ == "__main__":
    asyncio.run(_main())

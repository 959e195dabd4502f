"""Tries again within milliseconds when the Prefect server says 503.

On SQLite the server begins its transactions with a read; when another write comes in between it gives up and
answers 503, and nothing was stored. Prefect's client then sleeps two to four seconds. A fiftieth of a second is
enough, and a person is waiting for the next line of the flow. After a few tries Prefect's own patience takes over.
"""

import random
import time

import anyio
import httpx

WAITS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3)
"""Seconds before each further try, of which up to half is left out at random: others were sent away with us."""


def _somewhat(wait: float) -> float:
    return wait * random.uniform(0.5, 1.0)


class QuickRetry(httpx.BaseTransport):
    def __init__(self, wrapped: httpx.BaseTransport) -> None:
        self._wrapped = wrapped

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._wrapped.handle_request(request)
        for wait in WAITS:
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            response.close()
            time.sleep(_somewhat(wait))
            response = self._wrapped.handle_request(request)
        return response

    def close(self) -> None:
        self._wrapped.close()


class AsyncQuickRetry(httpx.AsyncBaseTransport):
    def __init__(self, wrapped: httpx.AsyncBaseTransport) -> None:
        self._wrapped = wrapped

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._wrapped.handle_async_request(request)
        for wait in WAITS:
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            await response.aclose()
            await anyio.sleep(_somewhat(wait))
            response = await self._wrapped.handle_async_request(request)
        return response

    async def aclose(self) -> None:
        await self._wrapped.aclose()

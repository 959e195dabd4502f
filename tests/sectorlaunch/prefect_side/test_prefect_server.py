"""The Prefect server answers by its own name only, and never without its password."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from sectorlaunch.prefect_side.prefect_server import OnlyByItsOwnName

HERE = "127.0.0.1:8701"


async def _speak(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def browser() -> TestClient:
    inside = Starlette(
        routes=[Route("/", lambda _: PlainTextResponse("inside")), WebSocketRoute("/events", _speak)]
    )
    return TestClient(OnlyByItsOwnName(inside, [HERE, "localhost:8701"]), base_url=f"http://{HERE}")


@pytest.mark.parametrize("headers", [{}, {"origin": f"http://{HERE}"}, {"host": "localhost:8701"}])
def test_it_lets_its_own_pages_in(browser: TestClient, headers: dict[str, str]) -> None:
    assert browser.get("/", headers=headers).text == "inside"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "rebound.example.org:8701"},
        {"host": "127.0.0.1:9999"},
        {"origin": "https://elsewhere.example.org"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ],
)
def test_it_refuses_pages_of_other_sites(browser: TestClient, headers: dict[str, str]) -> None:
    answer = browser.get("/", headers=headers)
    assert (answer.status_code, "own address" in answer.text) == (403, True)
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect("/events", headers=headers):
        pass

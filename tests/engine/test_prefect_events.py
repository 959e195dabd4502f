"""What a real Prefect server hears from a real dispatcher, and that no letter waits for it."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import PrefectClient
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings
from sqlalchemy import update

from sectorlaunch import clock, database, events
from sectorlaunch.engine import steps
from sectorlaunch.events import EventKind
from sectorlaunch.prefect_side import automations
from sectorlaunch.tables import Message, MessageState
from tests.engine.conftest import find_free_port
from tests.engine.prefect_house import (
    FIRST,
    PREFECT_AUTH,
    House,
    child_environment,
    client_environment,
    end,
    open_house,
    running,
    running_server,
    wait_for,
)

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.prefect, pytest.mark.timeout(600)]


@contextmanager
def dispatching(house: House) -> Iterator["subprocess.Popen[bytes]"]:
    """A dispatcher as the supervised group starts it, once it has begun to tell."""
    home = house.settings.home_folder
    environment = child_environment(house.settings, client_environment(house.settings))
    with running(["sectorlaunch.supervisor.dispatcher"], environment, home / "dispatcher.log") as process:
        wait_for((home / "prefect-events.json").exists, "the dispatcher to begin to tell")
        yield process


def heard(house: House, name: str) -> list[dict[str, Any]]:
    """The events of that name about the launch, as the server keeps them."""
    resource = f"sector-launch.partnership.{house.slug}"
    asked = {"filter": {"event": {"name": [name]}, "resource": {"id": [resource]}}, "limit": 50}
    user, _, password = PREFECT_AUTH.get_secret_value().partition(":")
    answer = httpx.post(
        f"{house.settings.prefect_api}/events/filter", json=asked, timeout=10, auth=(user, password)
    )
    return list(answer.raise_for_status().json()["events"])


def all_sent(house: House) -> bool:
    """Whether nothing waits any more."""
    found = house.messages()
    return bool(found) and all(message.state is MessageState.SENT for message in found)


def write_the_first_letters(house: House) -> None:
    """What the flow of the first step does, where there is no Prefect to run it."""
    now = clock.now()
    with database.unit_of_work(house.engine, now) as session:
        steps.advance(session, now, house.step(FIRST).pk)


def make_due(house: House) -> None:
    """Whatever waits for office hours may leave now."""
    now = clock.now()
    with database.unit_of_work(house.engine, now) as session:
        session.exec(
            update(Message)
            .where(Message.run_id == house.run_id, Message.state == MessageState.QUEUED)
            .values(send_after=now - timedelta(minutes=1))
        )


def happen(house: House, kind: EventKind, summary: str) -> None:
    now = clock.now()
    with database.unit_of_work(house.engine, now) as session:
        events.record(session, now, house.run_id, "outbox", kind, summary, message_id=1)


def test_it_tells_of_each_letter_that_left_with_its_partnership_and_its_run(house: House) -> None:
    house.start_worker()
    with dispatching(house):
        house.begin()
        wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
        make_due(house)
        wait_for(lambda: all_sent(house), "the letters to leave")
        letters = len(house.messages())
        wait_for(lambda: len(heard(house, "sector-launch.message-sent")) == letters, "word of each letter")
    told = heard(house, "sector-launch.message-sent")[0]
    related = {one["prefect.resource.id"] for one in told["related"]}
    assert f"prefect.flow-run.{house.step(FIRST).flow_run_id}" in related
    assert f"prefect.tag.{house.slug}" in related
    assert told["payload"]["page"].endswith(f"/partnerships/{house.slug}")


def test_it_sends_and_stops_as_ever_while_prefect_is_away_and_tells_afterwards(tmp_path: Path) -> None:
    house = open_house(tmp_path / "home", find_free_port())
    with dispatching(house) as process:
        house.begin()
        write_the_first_letters(house)
        happen(house, EventKind.FIT_NOTED, "Prefect was away.")
        make_due(house)
        wait_for(lambda: all_sent(house), "the letters to leave without Prefect")
        began = time.monotonic()
        end(process)
        assert time.monotonic() - began < 12, "it waited for Prefect"
        assert process.returncode == 0
    with running_server(house.settings, tmp_path / "prefect.log"), dispatching(house):
        wait_for(lambda: heard(house, "sector-launch.fit-noted"), "what happened meanwhile")
    house.close()


def typed(house: House, *words: str, code: int = 0) -> str:
    """What a command says in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "sectorlaunch.cli", *words],
        env=child_environment(house.settings),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    return " ".join((ran.stdout + ran.stderr).split())


async def _named(name: str, client: PrefectClient) -> list[Any]:
    return list(await client.read_automations_by_name(name))


def test_it_says_that_prefect_is_away_and_which_blocks_there_are(house: House, tmp_path: Path) -> None:
    said = typed(house, "automations", "slack-webhook/nowhere", code=1)
    assert "Prefect has no notification block slack-webhook/nowhere. There are:" in said
    away = open_house(tmp_path / "away", find_free_port())
    assert "Prefect does not answer" in typed(away, "automations", "slack-webhook/office", code=1)
    away.close()


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    posted: list[dict[str, Any]] = []

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keep)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", posted
    server.shutdown()
    server.server_close()


def test_it_has_prefect_notify_whom_the_user_chose_when_sending_fails(
    house: House, webhook: tuple[str, list[dict[str, Any]]]
) -> None:
    url, posted = webhook
    name = f"office-{house.slug}"

    ours = {
        PREFECT_API_URL: house.settings.prefect_api,
        PREFECT_API_AUTH_STRING: PREFECT_AUTH.get_secret_value(),
    }
    with temporary_settings(ours):
        block = CustomWebhookNotificationBlock(
            name=name, url=url, json_data={"subject": "{{subject}}", "text": "{{body}}"}
        )
        block.save(name)
    assert f"Prefect notifies custom-webhook/{name}" in typed(house, "automations", f"custom-webhook/{name}")
    ready = [known for known, *_ in automations.READY]
    typed(house, "automations", f"custom-webhook/{name}")  # again: the same two
    assert [len(house.ask(partial(_named, one))) for one in ready] == [1, 1]
    with dispatching(house):
        house.begin()
        for who in ("Ana", "Ben"):
            happen(house, EventKind.MESSAGE_DEAD, f"The letter to {who} was refused.")
        wait_for(lambda: posted, "the notification")
    assert posted[0]["subject"] == "Fernwater Valley Partnership: sending fails"
    assert "The letter to Ana was refused." in posted[0]["text"]
    assert len(posted) == 1

"""Open pages are told that something has changed: those it concerns, once, and only while they are open."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from sectorlaunch import database, events
from sectorlaunch.events import EventKind
from sectorlaunch.portal.live import CHANGED, RETRY, ChangeWatch, Listener
from sectorlaunch.tables import AnswerVerdict
from tests.cast import MONDAY, Launch, begin
from tests.sectorlaunch.portal.conftest import MAIN, OTHER, House


@pytest.fixture
def launch(file_engine: Engine, tmp_path: Path) -> Launch:
    return begin(file_engine, tmp_path)


def listen(launch: Launch, deed: Callable[[ChangeWatch, Listener, Listener], Awaitable[None]]) -> None:
    """Somebody with this launch before them, and somebody with another, around one watch."""

    async def run() -> None:
        watch = ChangeWatch(launch.engine)
        async with watch.listening([launch.run_id]) as ours, watch.listening([launch.run_id + 1]) as theirs:
            await watch.look()
            await deed(watch, ours, theirs)

    asyncio.run(run())


def test_it_tells_those_whose_launch_it_is(launch: Launch) -> None:
    async def deed(watch: ChangeWatch, ours: Listener, theirs: Listener) -> None:
        assert not ours.changed.is_set()
        launch.answer("Will Work", "shared-table", "shared-view", AnswerVerdict.DONE)
        await watch.look()
        assert (ours.changed.is_set(), theirs.changed.is_set()) == (True, False)

    listen(launch, deed)


def test_it_says_nothing_twice(launch: Launch) -> None:
    async def deed(watch: ChangeWatch, ours: Listener, theirs: Listener) -> None:
        launch.answer("Will Work", "shared-table", "shared-view", AnswerVerdict.DONE)
        await watch.look()
        ours.changed.clear()
        await watch.look()
        assert not ours.changed.is_set()

    listen(launch, deed)


def test_it_sends_a_word_as_a_server_sent_event(launch: Launch) -> None:
    async def run() -> None:
        watch = ChangeWatch(launch.engine)
        stream = watch.stream([launch.run_id])
        assert await anext(stream) == RETRY
        word = asyncio.ensure_future(anext(stream))
        while watch._task is None:
            await asyncio.sleep(0)
        with database.unit_of_work(launch.engine, MONDAY) as session:
            events.record(
                session, MONDAY, launch.run_id, "Cora", EventKind.ANSWER_GIVEN, "Something happened."
            )
        assert await asyncio.wait_for(word, 30) == CHANGED
        await stream.aclose()
        assert not watch._listeners

    asyncio.run(run())


def test_it_tells_what_happened_between_the_page_and_its_stream(launch: Launch) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        event = events.record(
            session, MONDAY, launch.run_id, "Cora", EventKind.ANSWER_GIVEN, "The page was made."
        )
    launch.answer("Will Work", "shared-table", "shared-view", AnswerVerdict.DONE)

    async def run() -> None:
        watch = ChangeWatch(launch.engine)
        async with (
            watch.listening([launch.run_id], event.pk) as ours,
            watch.listening([launch.run_id + 1], event.pk) as theirs,
        ):
            assert (ours.changed.is_set(), theirs.changed.is_set()) == (True, False)

    asyncio.run(run())


@pytest.mark.parametrize("address", ["/changes", f"/partnerships/{MAIN}/changes"])
def test_it_streams_to_the_convener(convener: TestClient, address: str) -> None:
    answer = convener.get(address)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith(RETRY)


@pytest.mark.parametrize("since", [-1, 2**63, -(10**30)])
def test_it_begins_no_stream_since_what_cannot_be(convener: TestClient, since: int) -> None:
    assert convener.get(f"/partnerships/{MAIN}/changes", params={"since": since}).status_code < 500


def test_it_tells_nobody_about_a_launch_of_others(convener: TestClient) -> None:
    assert convener.get(f"/partnerships/{OTHER}/changes").status_code == 404


def test_it_keeps_a_page_with_a_mistake_in_its_form_as_it_is(house: House, convener: TestClient) -> None:
    assert "data-changes" in convener.get(f"/partnerships/{MAIN}").text
    wrong = house.form(convener, question="shared-view", verdict="", page="launch")
    answer = convener.post(f"/partnerships/{MAIN}/gates/shared-table/answers", data=wrong)
    assert (answer.status_code, "data-changes" in answer.text) == (422, False)

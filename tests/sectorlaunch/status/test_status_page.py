"""The artifact of a launch: what went out last, to whom, and where to look."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from sectorlaunch import database, links
from sectorlaunch.outbox.deliver import dispatcher
from sectorlaunch.settings import Settings
from sectorlaunch.status import last_letters, status_page
from sectorlaunch.tables import Message, StepRun
from tests.cast import Launch, begin


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)


def page(launch: Launch) -> str:
    with database.reading(launch.engine) as session:
        return status_page.artifact_markdown(session, launch.now, "fernwater")


def test_it_lists_the_letters_of_the_day_with_what_became_of_them(launch: Launch, tmp_path: Path) -> None:
    launch.now += timedelta(minutes=1)
    before = page(launch)
    assert "## Letters of Monday, March 2, 2026" in before
    assert "| Edda Teach | " in before
    assert "waiting to leave" in before
    dispatcher.run_once(launch.engine, launch.now, Settings(home=tmp_path / "home"))
    assert "| sent |" in page(launch)


def test_it_says_why_a_letter_did_not_leave(launch: Launch) -> None:
    def fail(session: object, now: object) -> None:
        letter = session.exec(select(Message).where(Message.to_name == "Edda Teach")).first()  # type: ignore[attr-defined]
        letter.state, letter.state_reason = "dead", "550 5.1.1 no | such person"

    launch.do(fail)
    assert "failed: 550 5.1.1 no \\| such person |" in page(launch)


def test_it_counts_what_it_does_not_name(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_letters, "MOST", 2)
    count = len(launch.messages())
    assert f"And {count - 2} more." in page(launch)


def test_it_leads_to_our_pages_and_to_each_step_s_run(launch: Launch) -> None:
    def note(session: object, now: object) -> None:
        step = session.exec(select(StepRun).where(StepRun.key == "build-support-team")).one()  # type: ignore[attr-defined]
        step.flow_run_id = "0b0b"

    launch.do(note)
    said = page(launch)
    assert f"]({links.partnership('fernwater')})" in said
    assert f"]({links.messages('fernwater')})" in said
    assert f"[The run of “Build the support team”]({links.prefect_run('0b0b')})" in said

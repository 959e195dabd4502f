"""Whole launches with simulated people: what must hold whatever they do."""

import json
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playbooks.calendar import Calendar
from sectorlaunch.rehearsal import rehearse
from sectorlaunch.rehearsal.result import Rehearsal
from tests import cast

SAMPLE = Path(__file__).parents[2] / "examples/high-valley-manufacturing/partnership.yaml"
BEGINS = date(2026, 3, 2)


@pytest.fixture(scope="module")
def sample() -> Rehearsal:
    return rehearse(SAMPLE, seed=1, today=BEGINS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "partnership.yaml").write_text(cast.PARTNERSHIP, encoding="utf-8")
    (folder / "contacts.csv").write_text(cast.CONTACTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(folder: Path) -> Rehearsal:
    """The small partnership, with its letters in `letters`."""
    return rehearse(folder / "partnership.yaml", seed=7, today=BEGINS, mailbox=folder / "letters")


def test_it_passes_all_six_steps_of_the_sample(sample: Rehearsal) -> None:
    assert [step.state for step in sample.steps] == ["passed"] * 6


def test_it_never_happens__duplicate_send(sample: Rehearsal, small: Rehearsal) -> None:
    for rehearsal in (sample, small):
        # Somebody on two teams has two calls, and a notice of each.
        others = [m for m in rehearsal.messages if not m.kind.startswith(("team-", "call-"))]
        sent = Counter((m.kind, m.to, m.subject, m.at) for m in others)
        assert [twice for twice, times in sent.items() if times > 1] == []


def test_it_writes_to_nobody_outside_office_hours(sample: Rehearsal, small: Rehearsal) -> None:
    calendar = Calendar("America/Denver", "US", "CO")
    for rehearsal in (sample, small):
        for message in rehearsal.messages:
            local = message.at.astimezone(ZoneInfo("America/Denver"))
            assert calendar.is_business_day(local.date()), message
            assert time(9) <= local.time() <= time(17), message


def test_it_tells_for_every_message_why_it_was_sent(sample: Rehearsal) -> None:
    assert all(message.reason and message.subject and message.to for message in sample.messages)


def test_it_ends_the_ladder_of_the_silent_as_a_phone_task(sample: Rehearsal) -> None:
    assert any("Phone the guests" in task.title for task in sample.tasks)


def test_it_tells_the_same_story_for_the_same_seed(folder: Path, small: Rehearsal) -> None:
    assert rehearse(folder / "partnership.yaml", seed=7, today=BEGINS) == small


def test_it_writes_every_message_as_a_letter_where_asked(folder: Path, small: Rehearsal) -> None:
    assert len(list((folder / "letters").glob("*.eml"))) == len(small.messages)


def test_it_is_told_for_machines_as_the_reference_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sectorlaunch.cli.main import run

    monkeypatch.chdir(tmp_path)
    (tmp_path / "partnership.yaml").write_text(cast.PARTNERSHIP, encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(cast.CONTACTS, encoding="utf-8")
    page = tmp_path / "story.html"
    words = ("rehearse", "partnership.yaml", "--start", BEGINS.isoformat(), "--html", str(page), "--json")
    assert run(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"key", "state"} <= told["steps"][0].keys()
    message = told["messages"][0]
    assert {"kind", "to", "at", "subject", "reason"} <= message.keys()
    assert datetime.fromisoformat(message["at"]).tzinfo is not None
    html = page.read_text(encoding="utf-8")
    assert "Fernwater Valley Partnership" in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "").replace("http://127.0.0.1", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "contacts.csv",
        "partnership.yaml",
        "story.html",
    ]

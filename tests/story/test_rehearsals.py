"""Whole launches with simulated people: what must hold whatever they do."""

import json
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playbooks.calendar import Calendar
from sectorlaunch.files import contacts_file
from sectorlaunch.rehearsal import by_reader, rehearse
from sectorlaunch.rehearsal.result import Rehearsal
from sectorlaunch.tables import Sector
from tests import cast
from tests.story import reading

SAMPLE = Path(__file__).parents[2] / "examples/high-valley-manufacturing/partnership.yaml"
BEGINS = date(2026, 3, 2)
OWNERS = {
    "convener": "marisol.brightwater@example.org",
    "champion": "esteban.yokemaker@example.com",
    "executive-who-accepts": "florian.gearhartmoss@example.net",
}
"""Whose mailboxes of the sample are kept as they were last read and accepted."""


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


@pytest.mark.parametrize("owner", OWNERS)
def test_it_fills_a_mailbox_that_reads_as_it_was_accepted(
    sample: Rehearsal, owner: str, accept_golden: bool
) -> None:
    mailbox = by_reader.mailboxes(sample)[OWNERS[owner]]
    assert reading.is_as_accepted(owner, mailbox, accept_golden), (
        "its words have changed: read them with `make golden` and `git diff`"
    )


def test_it_writes_to_business_leaders_in_plain_words_that_are_theirs(sample: Rehearsal) -> None:
    people = contacts_file.read(SAMPLE.with_name("contacts.csv")).contacts
    leaders = {one.email for one in people if one.sector is Sector.BUSINESS}
    names = {name for one in people for name in (one.name, one.organization)}
    letters = [message for message in sample.messages if message.to in leaders]
    assert len({letter.kind for letter in letters}) > 15
    assert reading.hard_to_read(letters, names, "en") == {}
    assert reading.said_of_ours(letters, names) == set()


def test_it_writes_each_mailbox_as_one_text_where_asked(
    tmp_path: Path, folder: Path, small: Rehearsal
) -> None:
    from sectorlaunch.cli.main import run

    words = ("rehearse", str(folder / "partnership.yaml"), "--seed", "7", "--start", BEGINS.isoformat())
    assert run((*words, "--by-reader")) == 2
    assert run((*words, "--by-reader", "--mailbox", str(tmp_path / "boxes"))) == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "boxes").iterdir()}
    assert set(written) == {f"{by_reader.file_name(message.to)}.txt" for message in small.messages}
    assert written == {
        f"{by_reader.file_name(to)}.txt": text for to, text in by_reader.mailboxes(small).items()
    }

"""The rehearsal as a preview: the same each time, nothing sent, nothing left behind, told in three ways."""

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.rehearsal import begin
from sectorlaunch.rehearsal.as_json import as_json
from sectorlaunch.rehearsal.as_page import as_page
from sectorlaunch.rehearsal.as_text import as_text
from sectorlaunch.rehearsal.chance import Chance, Temperament
from sectorlaunch.rehearsal.result import Rehearsal, gather
from sectorlaunch.tables import Person
from tests import cast
from tests.story.rehearsals import BEGINS_ON, files, finished, first_morning, looking

SEED = 2


@pytest.fixture(scope="module")
def rehearsal() -> Rehearsal:
    walk = finished(SEED)
    return looking(walk, lambda session: gather(session, walk.stage, SEED))


def test_it_is_the_same_with_the_same_seed() -> None:
    told = []
    for _ in range(2):
        walk = first_morning(SEED)
        walk.until(walk.stage.now + timedelta(days=30))
        told.append(as_json(looking(walk, lambda session, walk=walk: gather(session, walk.stage, SEED))))  # type: ignore[misc]

    assert told[0] == told[1]


def test_it_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    partnership = files()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path / "home"))
    walk = begin(partnership, seed=SEED, begins_on=BEGINS_ON)
    walk.until(walk.stage.now + timedelta(days=3))
    walk.stage.close()

    assert list(tmp_path.iterdir()) == []


def test_it_writes_every_message_as_a_letter_where_that_is_asked(tmp_path: Path) -> None:
    walk = begin(files(), seed=SEED, begins_on=BEGINS_ON, mailbox=tmp_path / "mailbox")
    walk.until(walk.stage.now + timedelta(days=5))

    sent = looking(walk, lambda session: gather(session, walk.stage, SEED)).messages

    letters = list((tmp_path / "mailbox").glob("*.eml"))
    assert len(letters) == len(sent) > 0


def test_it_names_the_mistakes_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "partnership.yaml").write_text("slug: fernwater\n", encoding="utf-8")

    with pytest.raises(FileMistakes):
        begin(tmp_path / "partnership.yaml", seed=SEED, begins_on=BEGINS_ON)


def test_it_does_without_contacts(tmp_path: Path) -> None:
    (tmp_path / "partnership.yaml").write_text(cast.PARTNERSHIP, encoding="utf-8")

    walk = begin(tmp_path / "partnership.yaml", seed=SEED, begins_on=BEGINS_ON)

    walk.until(walk.stage.now + timedelta(days=2))


def test_it_tells_machines_what_they_look_for(rehearsal: Rehearsal) -> None:
    document = json.loads(as_json(rehearsal))

    assert [step["state"] for step in document["steps"]] == ["passed"] * 6
    assert {"key", "state"} <= document["steps"][0].keys()
    assert {"kind", "to", "at", "subject", "reason"} <= document["messages"][0].keys()


def test_it_tells_people_of_every_message_and_every_gate(rehearsal: Rehearsal) -> None:
    text = as_text(rehearsal)

    assert text.count("Why: ") == len(rehearsal.messages)
    assert all(f"  {gate.title}: opened on " in text for gate in rehearsal.gates)
    assert text.endswith("All 6 steps passed.")


def test_it_puts_messages_in_the_order_they_leave(rehearsal: Rehearsal) -> None:
    moments = [message.at for message in rehearsal.messages]

    assert moments == sorted(moments)


class Reader(HTMLParser):
    """Checks that what is opened is closed, and collects what the page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [
            value or ""
            for name, value in attrs
            if name in ("src", "href") and not (value or "").startswith("#")
        ]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<line … />` opens and closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_it_makes_one_page_that_loads_nothing(rehearsal: Rehearsal) -> None:
    page = as_page(rehearsal)
    reader = Reader()
    reader.feed(page)

    assert reader.open == []
    assert reader.loads == []
    assert "url(" not in page
    assert "@import" not in page


def test_it_names_every_reader_on_the_page(rehearsal: Rehearsal) -> None:
    page = as_page(rehearsal)

    assert all(message.to in page for message in rehearsal.messages)


def test_it_hands_no_link_out(rehearsal: Rehearsal) -> None:
    """A token in a page that is sent around would be a key, even if it opens nothing."""
    told = as_page(rehearsal) + as_text(rehearsal) + as_json(rehearsal)

    assert not re.search(r"/(p|u|sign-in)/[\w-]{16,}", told)


def test_it_keeps_names_from_becoming_markup(rehearsal: Rehearsal) -> None:
    from dataclasses import replace

    page = as_page(replace(rehearsal, name='<b>&"é', region="<script>alert(1)</script>"))

    assert "<script>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_it_gives_a_person_the_same_temperament_whatever_happens_before() -> None:
    person = Person(partnership_id=1, name="Biz Alder", email="alder@example.com", created_at=cast.MONDAY)

    found = {Chance(7).temperament(person, at_the_table=False) for _ in range(5)}

    assert len(found) == 1


def test_it_knows_all_temperaments() -> None:
    people = [
        Person(partnership_id=1, name=f"Guest {number}", created_at=cast.MONDAY) for number in range(200)
    ]

    found = {Chance(1).temperament(person, at_the_table=False) for person in people}

    assert found == set(Temperament)


def test_it_begins_on_the_day_it_is_told() -> None:
    walk = begin(files(), seed=SEED, begins_on=date(2026, 3, 5))

    assert walk.stage.calendar.local_date(walk.stage.now) == date(2026, 3, 5)


def test_it_is_honest_about_a_day_five_weeks_away() -> None:
    """January 4 could not hold, and the rehearsal walked towards it without a word."""
    walk = begin(files(), seed=SEED, begins_on=cast.LAUNCH_DAY - timedelta(weeks=5))
    told = looking(walk, lambda session: gather(session, walk.stage, SEED, walk.remarks))
    walk.stage.close()
    first, second = told.remarks
    assert first.startswith("Thursday, September 10 cannot hold")
    assert "in one meeting instead of by mail" in second
    for whole in (as_text(told), as_page(told), as_json(told)):
        assert "cannot hold" in whole


def test_it_has_nothing_against_a_day_the_plan_can_hold() -> None:
    walk = begin(files(), seed=SEED, begins_on=BEGINS_ON)
    walk.stage.close()
    assert walk.remarks == ()

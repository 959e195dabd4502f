"""Playbooks of the house, on the settings page: checked, listed with who took them in, and started from."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from playbooks import loader
from sectorlaunch import database
from sectorlaunch.engine import partnerships
from sectorlaunch.files import partnership_file
from sectorlaunch.files.chosen_playbook import chosen_by
from sectorlaunch.records import house_playbooks, playbook_editions
from sectorlaunch.tables import HousePlaybook, PlaybookEdition
from tests.cast import CONVENER, PARTNERSHIP
from tests.sectorlaunch.portal.conftest import COLLEAGUE, House

OURS = (
    loader.shipped_text("sector-launch")
    .replace("key: sector-launch", "key: our-launch", 1)
    .replace('"09:00"', '"08:00"', 1)
    .replace('"17:00"', '"16:00"', 1)
)
VERSION = next(line for line in OURS.splitlines() if line.startswith("version:"))


def hand_in(house: House, client: TestClient, text: str) -> tuple[int, str]:
    answer = client.post(
        "/settings/playbooks", data=house.form(client), files={"file": ("ours.yaml", text.encode())}
    )
    return answer.status_code, answer.text


def kept(house: House) -> list[tuple[str, int, str]]:
    with database.reading(house.engine) as session:
        return [
            (row.key, session.get_one(PlaybookEdition, row.edition_digest).version, row.taken_in_by)
            for row in session.exec(select(HousePlaybook))
        ]


def test_a_partnership_is_started_from_a_playbook_that_was_taken_in(
    house: House, convener: TestClient, tmp_path: Path
) -> None:
    assert hand_in(house, convener, OURS)[0] == 303
    number = int(VERSION.split()[1])
    assert kept(house) == [("our-launch", number, CONVENER)]
    page = convener.get("/settings").text
    assert ("our-launch" in page, f"taken in by {CONVENER}" in page, "08:00 to 16:00" in page) == (
        True,
        True,
        True,
    )
    assert convener.get("/settings/playbooks/our-launch.yaml").text == OURS

    now = house.launch.now
    words = PARTNERSHIP.replace("slug: fernwater", "slug: from-ours").replace("sector-launch", "our-launch")
    with database.unit_of_work(house.engine, now) as session:
        file = partnership_file.read_as(tmp_path, words, now)
        started = partnerships.start(
            session, now, file, None, *chosen_by(file, house_playbooks.texts(session))
        )
        assert playbook_editions.of_run(session, started.run_id).office_hours.opens == "08:00"

    form = house.form(convener, action="take-out")
    assert convener.post("/settings/playbooks/our-launch", data=form).status_code == 303
    assert (kept(house), convener.post("/settings/playbooks/our-launch", data=form).status_code) == ([], 422)
    with database.reading(house.engine) as session:
        assert playbook_editions.of_run(session, started.run_id).key == "our-launch"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OURS.replace("kind: welcome", "kind: welcom", 1), "line"),
        (OURS.replace("key: our-launch", "key: sector-launch", 1), "comes with Sector Launch"),
        ("", "Choose the file"),
    ],
)
def test_it_keeps_none_with_a_mistake(house: House, convener: TestClient, text: str, said: str) -> None:
    status, answer = hand_in(house, convener, text)
    assert (status, said in answer) == (422, True)
    assert kept(house) == []


def test_other_words_need_a_higher_version(house: House, convener: TestClient) -> None:
    assert hand_in(house, convener, OURS)[0] == 303
    assert hand_in(house, convener, OURS)[0] == 303
    other = OURS.replace('closes: "16:00"', 'closes: "15:00"')
    assert (hand_in(house, convener, other)[0], len(kept(house))) == (422, 1)
    higher = other.replace(VERSION, "version: 900", 1)
    assert hand_in(house, convener, higher)[0] == 303
    assert kept(house) == [("our-launch", 900, CONVENER)]


def test_only_keepers_take_one_in(house: House) -> None:
    assert hand_in(house, house.signed_in(COLLEAGUE), OURS)[0] == 403
    assert kept(house) == []

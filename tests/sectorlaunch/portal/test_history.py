"""What happened, who did it and when; and everything on record, to take away."""

import io
import zipfile

from fastapi.testclient import TestClient

from tests.sectorlaunch.portal.conftest import House


def test_it_says_who_did_what_newest_first(house: House, convener: TestClient) -> None:
    house.launch.answer("Edda Teach", "shared-table", "shared-view")
    page = convener.get("/partnerships/fernwater/history")
    assert "Edda Teach" in page.text
    assert "message written" not in page.text
    assert "message written" in convener.get("/partnerships/fernwater/history?all=true").text


def test_it_gives_everything_away_to_the_convener_and_notes_it(house: House, convener: TestClient) -> None:
    taken = convener.post("/partnerships/fernwater/archive", data=house.form(convener))
    assert taken.headers["content-type"] == "application/zip"
    assert taken.headers["content-disposition"] == 'attachment; filename="fernwater-2026-03-02.zip"'
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(taken.content)).namelist()
    assert "took a copy of everything on record" in convener.get("/partnerships/fernwater/history").text


def test_it_gives_nothing_away_to_a_forged_form(convener: TestClient) -> None:
    assert convener.post("/partnerships/fernwater/archive", data={"form_token": "x"}).status_code == 403

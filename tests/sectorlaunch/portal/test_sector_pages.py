"""The sector pages: the order, the notes beside it, scoring alone and together, the decision, the brief."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from bench import census
from bench.census import Cell
from sectorlaunch import database
from sectorlaunch.actions import census_loading
from sectorlaunch.census import reading
from sectorlaunch.records import census_files, labor_market, scores
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.portal.conftest import MAIN, House

PAGE = f"/partnerships/{MAIN}/sector"
CELLS = (
    Cell("236115", 40, 800, 900, 1.2, 80),
    Cell("332710", 20, 600, 1100, 1.5, -60),
    Cell("332721", 3, 50, 1000, 0.9, 5, hidden="N"),
)


@pytest.fixture
def loaded(house: House, tmp_path: Path) -> House:
    load(house, tmp_path, 2024)
    return house


def load(house: House, folder: Path, year: int) -> None:
    for fips in ("08069", "08123"):
        path = census.write(folder / f"{fips}.{year}.csv", "bulk", census.area(fips, year, (3, 4), CELLS))
        house.launch.do(
            lambda s, now, path=path: census_loading.load(
                s, now, house.launch.run_id, reading.read(path), by=CONVENER
            )
        )


def post(house: House, convener: TestClient, address: str, **fields: str) -> str:
    answer = convener.post(address, data=house.form(convener, **fields))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_it_says_how_to_begin_while_nothing_is_loaded(convener: TestClient) -> None:
    page = convener.get(PAGE).text
    assert "No labor-market data is loaded yet." in page
    assert f'href="/partnerships/{MAIN}/census"' in page


def hand_in(house: House, convener: TestClient, file: Path) -> Response:
    return convener.post(
        f"/partnerships/{MAIN}/census",
        data=house.form(convener),
        files={"file": (file.name, file.read_bytes(), "text/csv")},
    )


def test_it_takes_files_in_on_the_page_each_once(house: House, convener: TestClient, tmp_path: Path) -> None:
    for fips in ("08069", "08123"):
        file = census.write(tmp_path / f"{fips}.csv", "bulk", census.area(fips, 2024, (3, 4), CELLS))
        assert hand_in(house, convener, file).headers["location"].endswith("?done=census#files")
    assert "Manufacturing is number 2 of 2" in convener.get(PAGE).text
    again = hand_in(house, convener, file)
    assert "was already on record" in convener.get(again.headers["location"]).text


def test_it_says_on_the_page_what_is_wrong_with_a_file(
    house: House, convener: TestClient, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,email\nAda,ada@example.org\n", encoding="utf-8")
    answer = hand_in(house, convener, file)
    assert answer.status_code == 422
    assert "people.csv" in answer.text
    with database.reading(house.engine) as session:
        assert not census_files.has_files(session, 1)


def test_it_shows_the_order_and_says_why(loaded: House, convener: TestClient) -> None:
    page = convener.get(PAGE).text
    assert "Manufacturing is number 2 of 2: 1,300 jobs at 46 establishments" in page
    assert "Nothing is hidden at this level: the rows add up to all 2,900 private jobs." in page
    assert "It is about as common here as in the nation" in page


def test_it_lets_one_try_weights_and_keep_them(loaded: House, convener: TestClient) -> None:
    tried = convener.get(PAGE, params={"size": "3", "growth": "0", "wage": "0", "concentration": "0"}).text
    assert "You are trying other weights" in tried
    assert "You are trying" not in convener.get(PAGE).text
    post(house=loaded, convener=convener, address=f"{PAGE}/weights", size="3")
    with database.reading(loaded.engine) as session:
        assert labor_market.choice_of(session, 1).weights.all == (3, 1, 1, 1)


def test_it_goes_down_to_industries_and_keeps_what_is_hidden_hidden(
    loaded: House, convener: TestClient
) -> None:
    page = convener.get(f"{PAGE}/332").text
    assert f'<a href="{PAGE}/3327">' in page
    assert "100% of establishments, in Larimer and Weld" in convener.get(f"{PAGE}/33272").text
    assert convener.get(f"{PAGE}/nonsense").status_code == 404


def test_it_puts_a_note_beside_the_numbers(loaded: House, convener: TestClient) -> None:
    who = str(loaded.person_id(TEAM[0]))
    text = "A <b>plant</b> closes."
    post(loaded, convener, f"{PAGE}/31-33/notes", text=text, kind="announced closure", who=who)
    page = convener.get(f"{PAGE}/31-33").text
    assert "A &lt;b&gt;plant&lt;/b&gt; closes." in page
    assert TEAM[0] in page
    assert "1 note" in convener.get(PAGE).text


def test_it_notes_nothing_for_somebody_who_is_no_number(loaded: House, convener: TestClient) -> None:
    fields = loaded.form(convener, text="A plant closes.", kind="announced closure", who="²")
    assert convener.post(f"{PAGE}/31-33/notes", data=fields).status_code == 422


def test_it_takes_no_control_characters(loaded: House, convener: TestClient) -> None:
    post(
        loaded,
        convener,
        f"{PAGE}/31-33/notes",
        text="A \0plant\x1b closes.",
        kind="announced closure",
        who="",
    )
    assert "A plant closes." in convener.get(f"{PAGE}/31-33").text


def test_it_takes_a_members_note_from_their_own_page(loaded: House, convener: TestClient) -> None:
    link = f"/p/{loaded.link(TEAM[2])}"
    visitor = loaded.visitor()
    assert "Add a note about a sector" in visitor.get(link).text
    form = {"industry": "31-33", "kind": "hidden employer", "text": "One firm makes half of it."}
    assert visitor.post(f"{link}/sector-notes", data=form).status_code == 303
    assert visitor.post(f"{link}/sector-notes", data=form | {"industry": "99"}).status_code == 422
    page = convener.get(f"{PAGE}/31-33").text
    assert "One firm makes half of it." in page
    assert f"Hidden employer · {TEAM[2]}" in page


@pytest.mark.parametrize("name", ["bubbles", "shares", "footprint", "quarters-31-33"])
def test_it_shows_pictures_with_words(loaded: House, convener: TestClient, name: str) -> None:
    answer = convener.get(f"/partnerships/{MAIN}/sector-pictures/{name}.svg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.text.startswith("<svg")


def test_it_keeps_why_the_footprint_is_the_right_size(house: House, convener: TestClient) -> None:
    address = f"/partnerships/{MAIN}/footprint"
    refused = convener.post(address, data=house.form(convener, not_too_small="Forty <b>plants</b>."))
    assert (refused.status_code, "Write both" in refused.text) == (422, True)
    assert "Forty &lt;b&gt;plants&lt;/b&gt;." in refused.text
    post(house, convener, address, not_too_small="Forty <b>plants</b>.", not_too_large="An hour by car.")
    page = convener.get(PAGE).text
    assert "Forty &lt;b&gt;plants&lt;/b&gt;." in page
    assert f"Written by {CONVENER} on" in page
    assert "written by" in convener.get(f"/partnerships/{MAIN}/gates/footprint").text


def test_it_scores_alone_first_and_then_together(loaded: House, convener: TestClient) -> None:
    post(loaded, convener, f"/partnerships/{MAIN}/scoring", **{"sector-23": "yes", "sector-31-33": "yes"})
    for name, points in ((TEAM[0], "5"), (TEAM[1], "1")):
        link = f"/p/{loaded.link(name)}"
        visitor = loaded.visitor()
        assert "Which sector should be first?" in visitor.get(link).text
        form = {"points-23": "3", "points-31-33": points, "why-31-33": "I know them."}
        assert visitor.post(f"{link}/scores", data=form).status_code == 303
    page = convener.get(PAGE).text
    assert "2 of 5 have." in page
    assert "I know them." not in page
    post(loaded, convener, f"/partnerships/{MAIN}/scoring/1/opening")
    page = convener.get(PAGE).text
    assert "1 to 5 <span" in page
    assert "talk about it" in page
    post(loaded, convener, f"/partnerships/{MAIN}/scoring/1/together", **{"points-31-33": "4"})
    with database.reading(loaded.engine) as session:
        scoring = scores.newest_round(session, 1)
        assert scoring is not None
        together = scores.scores(session, scoring)[1].together
        assert together is not None
        assert together.points == 4


def test_it_keeps_a_decision_and_shows_what_newer_data_says(
    loaded: House, convener: TestClient, tmp_path: Path
) -> None:
    address = f"/partnerships/{MAIN}/decisions"
    refused = convener.post(address, data=loaded.form(convener, industry="31-33"))
    assert refused.status_code == 422
    assert "Name those who agree" in refused.text
    agrees = {f"agrees-{loaded.person_id(TEAM[0])}": "yes"}
    post(loaded, convener, address, industry="31-33", reasons="They pay.", **agrees)
    load(loaded, tmp_path, 2025)
    page = convener.get(PAGE).text
    assert "Then, 2024-Q4" in page
    assert "Newer data are loaded, up to 2025-Q4. The decision stands" in page


def test_it_draws_up_the_brief_and_sends_it(loaded: House, convener: TestClient) -> None:
    post(loaded, convener, f"/partnerships/{MAIN}/briefs")
    assert convener.get(f"/partnerships/{MAIN}/briefs/1.pdf").content.startswith(b"%PDF-")
    assert convener.get(f"/partnerships/{MAIN}/briefs/1.docx").content.startswith(b"PK")
    link = f"/p/{loaded.link(TEAM[0])}"
    assert loaded.visitor().get(f"{link}/brief.pdf").status_code == 404
    post(loaded, convener, f"/partnerships/{MAIN}/briefs/1/sending")
    assert loaded.visitor().get(f"{link}/brief.pdf").headers["content-type"] == "application/pdf"
    assert "the data brief, two pages" in loaded.visitor().get(link).text

"""Figures: what they count, that they say it in words too, and that the drawings call nothing."""

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.actions import invitations
from sectorlaunch.portal import charts
from sectorlaunch.portal.charts import Figure, Series
from sectorlaunch.portal.views import figures
from sectorlaunch.records import meetings
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AnswerVerdict, InvitationState, Partnership, Person
from tests.sectorlaunch.portal.conftest import MAIN, House

BASE = f"/partnerships/{MAIN}"


@pytest.fixture
def answered(house: House) -> dict[str, Figure]:
    """The figures after three business leaders and a partner were invited, and two of them said something."""
    now, run_id = house.launch.now, house.launch.run_id
    with database.unit_of_work(house.engine, now) as session:
        launch = meetings.launch_meeting(session, 1)
        assert launch is not None
        names = ("Biz Alder", "Biz Birch", "Biz Cedar", "Pub Partner")
        guests = [session.get_one(Person, house.launch.person(session, name)) for name in names]
        invitations.invite(session, now, launch.pk, guests)
        for guest, state in zip(guests, (InvitationState.ACCEPTED, InvitationState.TENTATIVE), strict=False):
            invitations.reply(session, now, run_id, launch.pk, guest, invitations.Reply(state))
    with database.reading(house.engine) as session:
        found = figures.figures(Launch.of(session, now, run_id))
        return {figure.key: figure for figure in found}


def test_it_counts_business_leaders_against_the_plan(answered: dict[str, Figure]) -> None:
    funnel = answered["funnel"]
    assert funnel.labels == ("Present", "Signed up", "Interested", "Contacted")
    assert [series.values for series in funnel.series] == [(15, 23, 40, 75), (None, 1, 2, 3)]
    assert funnel.says == "3 business leaders are on the list; 2 showed interest, 1 said they come."


def test_it_counts_answers_by_day(answered: dict[str, Figure]) -> None:
    answers = answered["answers"]
    assert answers.labels == ("2 Mar",)
    assert {series.name: series.values for series in answers.series} == {
        "Come": (1,),
        "Perhaps": (1,),
        "Cannot": (0,),
    }


def test_it_sets_the_days_of_each_step_beside_the_plan(answered: dict[str, Figure]) -> None:
    planned, taken = answered["steps"].series
    assert all(days and days > 0 for days in planned.values)
    assert taken.values == (None, None, None, None, None, 1)


def test_it_counts_who_of_the_team_has_answered_at_each_gate(house: House) -> None:
    house.launch.answer("Will Work", "shared-table", "shared-view")
    house.launch.answer("Edda Teach", "shared-table", "shared-view", AnswerVerdict.STILL_OPEN, "Who pays?")
    with database.reading(house.engine) as session:
        _partnership, run_id = session.get_one(Partnership, 1), house.launch.run_id
        found = {f.key: f for f in figures.figures(Launch.of(session, house.launch.now, run_id))}
    assert found["team"].says == "At “One shared table”, 2 of 4 have answered."
    assert {series.name: series.values for series in found["team"].series} == {
        "Silent": (2,),
        "Agree": (1,),
        "Still open": (1,),
    }


@pytest.mark.parametrize("shape", ["bars", "stacks"])
def test_it_draws_without_scripts_or_addresses(shape: str) -> None:
    figure = Figure(
        "x", "A <b>title</b>", "Says", shape, ("one", "two"), (Series("A", (1, None)), Series("B", (2, 3)))
    )
    drawing = charts.svg(figure).decode()
    assert drawing.count("<svg") == 1
    assert "<script" not in drawing
    assert "@import" not in drawing
    assert "prefers-color-scheme:dark" in drawing


def test_it_shows_every_figure_with_its_words_and_numbers(
    answered: dict[str, Figure], convener: TestClient
) -> None:
    page = convener.get(f"{BASE}/figures").text
    for key, figure in answered.items():
        assert f'src="{BASE}/figures/{key}.svg"' in page
        assert figure.says in page
        drawing = convener.get(f"{BASE}/figures/{key}.svg")
        assert drawing.headers["content-type"] == "image/svg+xml"
    assert convener.get(f"{BASE}/figures/other.svg").status_code == 404


def test_it_makes_one_page_for_a_board_packet(answered: dict[str, Figure], convener: TestClient) -> None:
    page = convener.get(f"{BASE}/status").text
    assert ("On time for" in page, "What it waits for" in page, "funnel.svg" in page) == (True, True, True)


def test_it_runs_scripts_for_conveners_only(house: House, convener: TestClient) -> None:
    assert "script-src 'self'" in convener.get(BASE).headers["content-security-policy"]
    guest = house.visitor().get(f"/p/{house.link('Will Work')}").headers["content-security-policy"]
    assert "script-src" not in guest

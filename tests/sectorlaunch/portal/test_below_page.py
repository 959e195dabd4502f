"""Above and below: a convener plans, starts the next one, asks another to hang below, and reads where it stands."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import roles
from sectorlaunch.records import partnerships, people, umbrella
from sectorlaunch.tables import HangingAsk, Partnership, PlannedRegion, RoleKind
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.portal.conftest import CORA, MAIN, OTHER, House

PAGE = f"/partnerships/{MAIN}/below"
THEIRS = f"/partnerships/{OTHER}/below"


def press(house: House, client: TestClient, action: str, page: str = PAGE, **fields: str) -> str:
    """Where one is sent after a form of the page; what it says where it is shown again."""
    answer = client.post(page, data=house.form(client, action=action, **fields))
    return answer.headers.get("location", "") or f"{answer.status_code} {answer.text}"


def asked(house: House, client: TestClient, slug: str = OTHER) -> str:
    """The number of the ask for a partnership to hang below the main one."""
    assert press(house, client, "ask", slug=slug).endswith("done=below-asked")
    with database.reading(house.engine) as session:
        return str(session.exec(select(HangingAsk)).one().pk)


def test_it_plans_regions_and_starts_the_next_one_from_here(house: House, convener: TestClient) -> None:
    assert (
        press(house, convener, "plan-region", region="Upper Valley", counties="Boulder, Grand")
        == f"{PAGE}?done=below-planned"
    )
    with database.reading(house.engine) as session:
        place = str(session.exec(select(PlannedRegion)).one().pk)
    fields = {
        f"role-{house.person_id(TEAM[0])}": "support team",
        f"role-{house.person_id('Champ One')}": "champion",
    }
    cora = str(house.person_id(CONVENER))
    again = press(
        house, convener, "start", name="Upper Makers", launch="2020-01-01", convener=cora, place=place
    )
    assert again.startswith("422")
    assert "has gone by" in again
    done = press(
        house,
        convener,
        "start",
        name="Upper Makers",
        launch="2026-11-12",
        convener=cora,
        place=place,
        **fields,
    )
    assert done == f"{PAGE}?done=below-started"
    with database.reading(house.engine) as session:
        child = partnerships.find(session, "upper-makers")
        assert (child.region, child.counties) == ("Upper Valley", ["Boulder", "Grand"])
        kinds = {kind for _, kind in people.roles_held(session, child.pk)}
        assert kinds == {RoleKind.CONVENER, RoleKind.SUPPORT_TEAM, RoleKind.CHAMPION}
    page = convener.get(PAGE).text
    for words in ("0 held, 1 planned, 1 left", "Upper Makers", "1 of 6", "3 people"):
        assert words in page
    assert convener.get("/partnerships/upper-makers").status_code == 200


def test_it_hangs_another_below_once_its_own_convener_agrees_and_takes_it_out(
    house: House, convener: TestClient, colleague: TestClient
) -> None:
    number = asked(house, convener)
    assert "Elsewhere Partnership" not in convener.get(PAGE).text, "nothing is said of who is asked"
    assert press(house, convener, "ask", slug="no-such-one").endswith("done=below-asked")
    listed = convener.get(PAGE).text
    assert [listed.count(f"<b>{slug}</b>") for slug in (OTHER, "no-such-one")] == [1, 1], (
        "both are shown alike"
    )
    assert "Fernwater Valley Partnership asks you to hang" in colleague.get("/").text
    assert "Hang it below" in colleague.get(THEIRS).text
    assert press(house, colleague, "agree", THEIRS, ask=number).endswith("done=below-agreed")
    page = convener.get(PAGE).text
    assert ("Elsewhere Partnership" in page, "otto@example.org" in page) == (True, False)
    assert "Take it out from there" in colleague.get(THEIRS).text
    assert convener.get(f"/partnerships/{OTHER}").status_code == 404, "a row of the table opens nothing"

    assert press(house, colleague, "leave", THEIRS).endswith("done=below-left")
    assert "Elsewhere Partnership" not in convener.get(PAGE).text


def test_it_never_happens__somebody_pulls_anothers_partnership_under_theirs(
    house: House, convener: TestClient, colleague: TestClient
) -> None:
    """The asker agrees in place of whoever is asked; and who was not asked agrees to somebody else's ask."""
    number = asked(house, convener)
    for client, page in ((convener, PAGE), (colleague, PAGE), (convener, THEIRS)):
        press(house, client, "agree", page, ask=number)
    assert press(house, colleague, "decline", THEIRS, ask=number).endswith("done=below-declined")
    assert "Nothing is asked any more" in press(house, colleague, "agree", THEIRS, ask=number)
    with database.reading(house.engine) as session:
        assert {one.parent_id for one in session.exec(select(Partnership))} == {None}


def test_it_is_done_at_once_where_one_convenes_both(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        now = house.launch.now
        roles.name_role(session, now, OTHER, RoleKind.CO_CONVENER, "cora@example.org", CORA)
    assert press(house, convener, "ask", slug=OTHER).endswith("done=below-hung")
    with database.reading(house.engine) as session:
        assert [one.slug for one in umbrella.below(session, partnerships.find(session, MAIN).pk)] == [OTHER]


def test_it_says_how_many_are_planned(house: House, convener: TestClient) -> None:
    found = re.search(r'name="made_from" value="([^"]+)"', convener.get(PAGE).text)
    made_from = found[1] if found else ""
    assert "from 1 to 200" in press(house, convener, "plan", planned="900", made_from=made_from)
    assert press(house, convener, "plan", planned="16", made_from=made_from).endswith("done=below-planned")
    assert "0 held, 16 planned, 16 left" in convener.get(PAGE).text


@pytest.mark.parametrize("action", ["", "fly"])
def test_it_does_nothing_it_was_not_told(house: House, convener: TestClient, action: str) -> None:
    assert press(house, convener, action).startswith("422")

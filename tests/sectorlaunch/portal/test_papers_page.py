"""Papers on the convener's pages: documents drafted and taken along, seats changed and kept, what step 2 asks for."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import invitations
from sectorlaunch.records import meetings
from sectorlaunch.tables import InvitationState, LaborData, OtherEffort, Partnership, Person
from tests.sectorlaunch.portal.conftest import MAIN, House

BASE = f"/partnerships/{MAIN}"


@pytest.fixture
def meeting(house: House) -> str:
    """The launch, to which three leaders and a partner come."""
    now, run_id = house.launch.now, house.launch.run_id
    with database.unit_of_work(house.engine, now) as session:
        found = meetings.launch_meeting(session, 1)
        assert found is not None
        for name in ("Biz Alder", "Biz Birch", "Biz Cedar", "Pub Partner"):
            person = session.get_one(Person, house.launch.person(session, name))
            invitations.invite(session, now, found.pk, [person])
            invitations.reply(
                session, now, run_id, found.pk, person, invitations.Reply(InvitationState.ACCEPTED)
            )
        return f"{BASE}/meetings/{found.id}"


@pytest.mark.parametrize("paper", ["status", "invitation-letter", "role-sheets"])
def test_it_hands_out_a_paper_as_a_file(convener: TestClient, paper: str) -> None:
    answer = convener.get(f"{BASE}/papers/{paper}.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    wanted = rf'attachment; filename="{MAIN}-{paper}-\d{{4}}-\d\d-\d\d\.pdf"'
    assert re.fullmatch(wanted, answer.headers["content-disposition"])
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("paper", ["names", "seating", "name-cards"])
def test_it_hands_out_what_lies_on_the_table(convener: TestClient, meeting: str, paper: str) -> None:
    answer = convener.get(f"{meeting}/{paper}.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert paper in answer.headers["content-disposition"]


@pytest.mark.parametrize("where", ["papers/secrets.pdf", "papers/%2e%2e.pdf", "meetings/1/secrets.pdf"])
def test_it_knows_no_other_paper(convener: TestClient, where: str) -> None:
    assert convener.get(f"{BASE}/{where}").status_code == 404


def test_it_drafts_a_document_and_hands_it_out(house: House, convener: TestClient) -> None:
    words = {"kind": "agenda", "title": "The <first> agenda", "body": "Welcome\n\n- #panic()\n- Vote"}
    answer = convener.post(f"{BASE}/documents", data=house.form(convener, **words))
    where = answer.headers["location"].partition("?")[0]
    shown = convener.get(where).text
    assert "<h2>Welcome</h2><ul><li>#panic()</li><li>Vote</li></ul>" in shown
    assert "The &lt;first&gt; agenda" in convener.get(f"{BASE}/documents").text
    made = convener.get(f"{where}/pdf")
    assert made.content.startswith(b"%PDF-")
    assert f"{MAIN}-agenda-" in made.headers["content-disposition"]


@pytest.mark.parametrize(
    "wrong", [{"body": " "}, {"kind": "invitation letter"}, {"kind": "novel"}, {"body": "x" * 20_001}]
)
def test_it_says_why_a_document_is_not_drafted(
    house: House, convener: TestClient, wrong: dict[str, str]
) -> None:
    form = house.form(convener, **{"kind": "agenda", "title": "T", "body": "B", **wrong})
    answer = convener.post(f"{BASE}/documents", data=form)
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)


def seats(page: str) -> list[str]:
    return re.findall(r"<li><b>([^<]+)</b>", page)


def test_it_shows_who_sits_with_whom(convener: TestClient, meeting: str) -> None:
    page = convener.get(f"{meeting}/seating").text
    assert page.index("At the table") < page.index("Biz Alder</b>") < page.index("Around it")
    assert page.index("Around it") < page.index("Pub Partner</b>")
    assert "Business leads the room: " in page


def test_it_has_two_people_change_places_and_keeps_the_rest(
    house: House, convener: TestClient, meeting: str
) -> None:
    before = seats(convener.get(f"{meeting}/seating").text)
    alder, partner = (str(house.person_id(name)) for name in ("Biz Alder", "Pub Partner"))
    form = house.form(convener, action="move", person=alder, to=partner)
    assert convener.post(f"{meeting}/seating", data=form).status_code == 303
    swapped = {"Biz Alder": "Pub Partner", "Pub Partner": "Biz Alder"}
    page = convener.get(f"{meeting}/seating").text
    assert seats(page) == [swapped.get(name, name) for name in before]
    assert "The seats are kept." in page
    convener.post(f"{meeting}/seating", data=house.form(convener, action="afresh"))
    assert seats(convener.get(f"{meeting}/seating").text) == before


def test_it_moves_somebody_to_the_chairs_around(house: House, convener: TestClient, meeting: str) -> None:
    form = house.form(convener, action="move", person=str(house.person_id("Biz Birch")), to="around")
    convener.post(f"{meeting}/seating", data=form)
    assert seats(convener.get(f"{meeting}/seating").text)[-1] == "Biz Birch"


@pytest.mark.parametrize("wrong", [{"action": "dance"}, {"to": ""}, {"to": "99999"}, {"person": "x"}])
def test_it_says_why_nobody_was_moved(
    house: House, convener: TestClient, meeting: str, wrong: dict[str, str]
) -> None:
    alder = str(house.person_id("Biz Alder"))
    form = house.form(convener, **{"action": "move", "person": alder, "to": "around", **wrong})
    answer = convener.post(f"{meeting}/seating", data=form)
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)


def test_it_records_an_effort_a_picture_and_the_scope(house: House, convener: TestClient) -> None:
    for form in (
        {"action": "effort", "name": "Valley Skills Fund", "note": "Pays for courses."},
        {"action": "data", "source": "State office", "quarter": "2026-Q1", "published": "2026-02-10"},
        {"action": "change", "counties": "Alpha, Beta\nGamma", "naics": "332, 333"},
    ):
        assert convener.post(f"{BASE}/scope", data=house.form(convener, **form)).status_code == 303
    with database.reading(house.engine) as session:
        partnership = session.get_one(Partnership, 1)
        effort = session.exec(select(OtherEffort)).first()
        data = session.exec(select(LaborData)).first()
    assert (partnership.counties, partnership.naics) == (["Alpha", "Beta", "Gamma"], ["332", "333"])
    assert effort is not None
    assert data is not None
    page = convener.get(f"{BASE}/scope").text
    assert ("Valley Skills Fund" in page, "State office, 2026-Q1" in page) == (True, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": ""},
        {"action": "effort", "name": " "},
        {"action": "data", "source": "", "quarter": ""},
        {"action": "data", "source": "S", "quarter": "Q", "published": "soon"},
        {"action": "change"},
        {"action": "change", "naics": "steel"},
    ],
)
def test_it_says_what_cannot_be_recorded(house: House, convener: TestClient, wrong: dict[str, str]) -> None:
    assert convener.post(f"{BASE}/scope", data=house.form(convener, **wrong)).status_code == 422


def test_it_drafts_the_summary_from_the_notes_of_the_launch(house: House, convener: TestClient) -> None:
    assert "from the notes of the launch</button>" not in convener.get(f"{BASE}/documents").text
    form = house.form(convener, kind="executive summary", action="notes")
    where = convener.post(f"{BASE}/documents", data=form).headers["location"]
    assert "business leaders and" in convener.get(where).text

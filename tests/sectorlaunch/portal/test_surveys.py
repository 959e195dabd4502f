"""Surveys from the page that opens one to the results: asked, answered on one's own page, closed, and nobody told apart."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from languages import Language
from playbooks.surveys import Privacy
from sectorlaunch import database
from sectorlaunch.actions import surveys
from sectorlaunch.actions.surveys import Said
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.export import archive
from sectorlaunch.facts import gather
from sectorlaunch.records import surveys as records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Event, Person, SurveyPlace, SurveyRating, SurveyRound
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

PAGE = f"/partnerships/{MAIN}/surveys"
RATERS = (CONVENER, *TEAM)


def opened(house: House, key: str = "pulse", privacy: Privacy | None = None) -> int:
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        return surveys.open_round(session, now, house.launch.run_id, key, by=CONVENER, privacy=privacy).pk


def fields(*points: object, words: str = "") -> dict[str, str]:
    keys = ("business-leads", "partners-as-one", "plan-moves")
    return {
        **{f"point-{key}": str(point) for key, point in zip(keys, points, strict=False)},
        "words-plan-moves": words,
    }


def everyone_answers(house: House, round_id: int, point: int = 0) -> None:
    for name in RATERS:
        house.visitor().post(f"/p/{house.link(name)}/surveys/{round_id}", data=fields(point, point, point))


def ratings(house: House) -> list[SurveyRating]:
    with database.reading(house.engine) as session:
        return list(session.exec(select(SurveyRating)))


def test_it_goes_from_the_button_to_the_results(house: House, convener: TestClient) -> None:
    form = {**house.form(convener), "survey": "pulse", "days": "10", "privacy": "grouped"}
    answer = convener.post(PAGE, data=form)
    assert answer.headers["location"].endswith("done=survey-opened")
    page = convener.get(f"{PAGE}/1").text
    assert "Nobody sees results before it is closed" in page
    assert MEMBER in page
    everyone_answers(house, 1, 1)
    page = convener.get(f"{PAGE}/1").text
    assert "closed" in page
    assert "Between meetings things move." in page
    assert convener.get(f"{PAGE}/1/trend.svg").status_code == 200


def test_it_says_before_the_form_that_a_grouped_sheet_is_final(house: House) -> None:
    opened(house)
    page = house.visitor().get(f"/p/{house.link(MEMBER)}").text
    assert page.index("cannot be changed") < page.index("Send my answers for good")
    assert "<script" not in page


def test_it_takes_a_grouped_sheet_once(house: House) -> None:
    number = opened(house)
    address, visitor = f"/p/{house.link(MEMBER)}/surveys/{number}", house.visitor()
    assert visitor.post(address, data=fields(0, 1, "cannot-say", words="Slow.")).status_code == 303
    kept = ratings(house)
    assert visitor.post(address, data=fields(2, 2, 2)).status_code >= 400
    assert len(ratings(house)) == len(kept) == 3
    assert all(one.person_id is None for one in kept)
    assert [one.field for one in kept if one.words] == [""]


def test_it_lets_a_named_sheet_be_changed_until_it_closes(house: House) -> None:
    number = opened(house, privacy=Privacy.NAMED)
    address, visitor = f"/p/{house.link(MEMBER)}/surveys/{number}", house.visitor()
    visitor.post(address, data=fields(0, 0, 0))
    visitor.post(address, data=fields(2, 2, 2))
    assert [one.point for one in ratings(house)] == [2, 2, 2]


def test_it_keeps_nothing_of_a_sheet_that_is_not_whole(house: House) -> None:
    number = opened(house)
    answer = house.visitor().post(f"/p/{house.link(MEMBER)}/surveys/{number}", data=fields(0, 1))
    assert answer.status_code >= 400
    assert "Choose an answer to each statement" in answer.text
    assert ratings(house) == []


def test_it_refuses_to_promise_what_so_few_cannot_be_given(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        survey = Launch.of(session, house.launch.now, house.launch.run_id).playbook.survey("debrief")
        assert survey.raters == "debrief-raters"
        with pytest.raises(BadInput, match="with names"):
            surveys.open_round(
                session,
                house.launch.now,
                house.launch.run_id,
                "debrief",
                by=CONVENER,
                privacy=Privacy.GROUPED,
            )
        assert session.exec(select(SurveyRound)).all() == []


def test_it_shows_nobody_anything_before_it_is_closed(house: House) -> None:
    number = opened(house)
    with database.reading(house.engine) as session:
        found = session.get_one(SurveyRound, number)
        with pytest.raises(NotAllowed):
            records.results(session, found)


def test_it_keeps_out_of_the_archive_what_is_said_while_it_is_open(house: House) -> None:
    number = opened(house)
    house.visitor().post(f"/p/{house.link(MEMBER)}/surveys/{number}", data=fields(2, 2, 2, words="Slow."))
    assert "Slow." not in _archived(house)


def test_it_removes_what_too_few_said(house: House) -> None:
    number = opened(house)
    house.visitor().post(f"/p/{house.link(MEMBER)}/surveys/{number}", data=fields(2, 2, 2, words="Slow."))
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        surveys.close(session, now, house.launch.run_id, number, by=CONVENER)
    assert ratings(house) == []
    assert "Slow." not in _archived(house)


def test_it_keeps_no_field_where_one_of_both_is_too_small(house: House) -> None:
    number = opened(house)
    everyone_answers(house, number)
    assert {one.field for one in ratings(house)} == {""}


def test_it_ties_no_person_and_no_hour_to_a_sheet(house: House) -> None:
    number = opened(house)
    everyone_answers(house, number)
    with database.reading(house.engine) as session:
        history = [
            one.summary for one in session.exec(select(Event).where(col(Event.kind) == "survey answered"))
        ]
        places = session.exec(select(SurveyPlace)).all()
    assert history == []
    assert all(one.answered_on == house.launch.now.date() for one in places)


def test_it_asks_again_when_something_fell(house: House) -> None:
    everyone_answers(house, opened(house), 0)
    house.launch.now += timedelta(days=91)
    everyone_answers(house, opened(house), 2)
    with database.reading(house.engine) as session:
        launch = Launch.of(session, house.launch.now, house.launch.run_id)
        found = gather(launch).look_up("survey.fell", "pulse")
        assert found.value == 3
        since = house.launch.now - timedelta(days=92)
        spanish = records.for_the_agenda(launch, Language.SPANISH, since)
        assert "Entre una reunión y otra hay avances." in spanish
        assert len(spanish) == found.value


def test_it_stands_beside_what_each_said_what_was_settled_together(
    house: House, convener: TestClient
) -> None:
    number = opened(house)
    everyone_answers(house, number, 0)
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        surveys.rate_together(session, now, house.launch.run_id, number, {"plan-moves": 1}, by=CONVENER)
        stated = records.results(session, session.get_one(SurveyRound, number)).of("plan-moves")
    assert stated is not None
    assert stated.whole is not None
    assert (stated.whole.counts, stated.joint) == ((5, 0, 0), 1)


def test_it_closes_at_its_day_and_not_for_somebody_who_is_not_asked(house: House) -> None:
    number = opened(house)
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        stranger = session.exec(select(Person).where(Person.name == "Biz Alder")).first()
        assert stranger is not None
        with pytest.raises(Exception, match="not asked"):
            surveys.answer(session, now, house.launch.run_id, number, stranger, {"plan-moves": Said(0)})


def _archived(house: House) -> str:
    file = BytesIO()
    with database.reading(house.engine) as session:
        archive.write(Launch.of(session, house.launch.now, house.launch.run_id), file)
    with zipfile.ZipFile(file) as found:
        return "\n".join(found.read(name).decode("utf-8", "replace") for name in found.namelist())

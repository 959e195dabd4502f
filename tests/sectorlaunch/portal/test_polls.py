"""Date polls on the pages: voting on one's own page, and the convener's grid."""

import re
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import polls
from sectorlaunch.records import meetings, partnerships
from sectorlaunch.records import polls as poll_records
from sectorlaunch.rules.poll_dates import ProposedDate
from sectorlaunch.tables import Person, Poll, PollChoice, PollState, PollVote
from tests.cast import CONVENER, MONDAY, TEAM
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House, everything

PAGE = f"/partnerships/{MAIN}/polls"
DATES = (
    datetime(2026, 9, 15, 15, 0, tzinfo=MONDAY.tzinfo),
    datetime(2026, 9, 16, 15, 0, tzinfo=MONDAY.tzinfo),
)
CLOSES = MONDAY + timedelta(days=11)


@pytest.fixture
def poll(house: House) -> Poll:
    with database.unit_of_work(house.engine, MONDAY) as session:
        return polls.open_for_launch(
            session, MONDAY, house.launch.run_id, [ProposedDate(d, 90) for d in DATES], CLOSES, by=CONVENER
        )


def fields(house: House, poll: Poll, *said: str) -> dict[str, str]:
    with database.reading(house.engine) as session:
        dates = poll_records.options(session, poll)
    return {f"date-{option.id}": word for option, word in zip(dates, said, strict=False)}


def votes_of(house: House, name: str) -> list[str]:
    with database.reading(house.engine) as session:
        person_id = house.launch.person(session, name)
        found = session.exec(select(PollVote).where(PollVote.person_id == person_id)).all()
        return [vote.choice.value for vote in found]


def launch_starts_at(house: House) -> datetime | None:
    with database.reading(house.engine) as session:
        partnership_id = partnerships.partnership_of(session, house.launch.run_id).id
        launch = meetings.launch_meeting(session, partnership_id or 0)
        return launch.starts_at if launch is not None else None


def test_it_asks_for_every_date_with_three_answers_and_no_script(house: House, poll: Poll) -> None:
    page = house.visitor().get(f"/p/{house.link(MEMBER)}").text
    assert "Which date works for you?" in page
    assert page.count('value="if need be"') == len(DATES)
    assert "Tuesday, September 15, 2026, 9:00–10:30 a.m." in page
    assert "<script" not in page


def test_it_takes_the_answer_and_lets_it_be_changed(house: House, poll: Poll) -> None:
    token, visitor = house.link(MEMBER), house.visitor()
    first = visitor.post(f"/p/{token}/polls/{poll.id}", data=fields(house, poll, "yes", "no"))
    assert first.headers["location"].endswith("done=date-vote")
    assert votes_of(house, MEMBER) == ["yes", "no"]
    page = visitor.get(first.headers["location"]).text
    assert "until the poll closes" in page
    assert re.search(r'value="yes" checked', page)
    visitor.post(f"/p/{token}/polls/{poll.id}", data=fields(house, poll, "if need be", "yes"))
    assert votes_of(house, MEMBER) == ["yes", "no", "if need be", "yes"]


def test_it_changes_nothing_when_a_scanner_opens_every_link(house: House, poll: Poll) -> None:
    token = house.link(MEMBER)
    before = everything(house.engine)
    for path in (f"/p/{token}", f"/p/{token}?date-1=yes", f"/p/{token}/polls/{poll.id}"):
        house.visitor().get(path)
        house.visitor().head(path)
    assert everything(house.engine) == before


def test_it_says_which_answer_is_missing_and_keeps_what_was_chosen(house: House, poll: Poll) -> None:
    answer = house.visitor().post(
        f"/p/{house.link(MEMBER)}/polls/{poll.id}", data=fields(house, poll, "if need be")
    )
    assert answer.status_code == 422
    assert "to every date" in answer.text
    assert answer.text.count('value="if need be" checked') == 1
    assert votes_of(house, MEMBER) == []


@pytest.mark.parametrize("word", ["perhaps", "", "YES"])
def test_it_takes_no_other_word(house: House, poll: Poll, word: str) -> None:
    answer = house.visitor().post(
        f"/p/{house.link(MEMBER)}/polls/{poll.id}", data=fields(house, poll, "yes", word)
    )
    assert answer.status_code == 422
    assert votes_of(house, MEMBER) == []


def test_it_refuses_a_person_who_is_not_asked(house: House, poll: Poll) -> None:
    token = house.link("Biz Alder")
    assert "Which date works for you?" not in house.visitor().get(f"/p/{token}").text
    answer = house.visitor().post(f"/p/{token}/polls/{poll.id}", data=fields(house, poll, "yes", "yes"))
    assert answer.status_code == 404
    assert votes_of(house, "Biz Alder") == []


def test_it_refuses_a_stranger(house: House, poll: Poll) -> None:
    answer = house.visitor().post(f"/p/unknown/polls/{poll.id}", data=fields(house, poll, "yes", "yes"))
    assert answer.status_code == 404


def test_it_takes_no_vote_after_the_deadline(house: House, poll: Poll) -> None:
    token = house.link(MEMBER)
    house.launch.now = CLOSES
    answer = house.visitor().post(f"/p/{token}/polls/{poll.id}", data=fields(house, poll, "yes", "yes"))
    assert answer.status_code == 404
    assert votes_of(house, MEMBER) == []


def test_it_says_when_the_last_vote_closed_the_poll(house: House, poll: Poll) -> None:
    with database.unit_of_work(house.engine, MONDAY) as session:
        for person in poll_records.asked(session, session.get_one(Poll, poll.id)):
            if person.name != MEMBER:
                said = {option.pk: PollChoice.YES for option in poll_records.options(session, poll)}
                polls.vote(session, MONDAY, house.launch.run_id, poll.pk, person, said)
    answer = house.visitor().post(
        f"/p/{house.link(MEMBER)}/polls/{poll.id}", data=fields(house, poll, "no", "yes")
    )
    assert answer.headers["location"].endswith("done=date-settled")
    assert launch_starts_at(house) == DATES[1]


def test_it_shows_the_convener_who_said_what(house: House, convener: TestClient, poll: Poll) -> None:
    house.visitor().post(
        f"/p/{house.link(MEMBER)}/polls/{poll.id}", data=fields(house, poll, "yes", "if need be")
    )
    page = convener.get(PAGE).text
    assert f"1 of {len(TEAM) + 2} people have voted" in page
    assert all(name in page for name in TEAM)
    assert "✓ yes" in page
    assert "<b>Ahead:</b> Tue, Sep 15, 2026, 9:00 a.m." in page


def opening(house: House, client: TestClient, **changed: str) -> dict[str, str]:
    given = {
        "what": "launch",
        "date1": "2026-09-15",
        "time1": "09:00",
        "date2": "2026-09-16",
        "time2": "14:30",
        "minutes": "90",
        "closes_on": "2026-03-13",
        "closes_time": "17:00",
    }
    return house.form(client, **{**given, **changed})


def test_it_opens_a_poll_in_the_time_of_the_partnership(house: House, convener: TestClient) -> None:
    assert convener.post(PAGE, data=opening(house, convener)).status_code == 303
    with database.reading(house.engine) as session:
        poll = session.exec(select(Poll)).one()
        starts = [option.starts_at for option in poll_records.options(session, poll)]
    assert [f"{start:%d %H:%M}" for start in starts] == ["15 15:00", "16 20:30"]
    assert f"{poll.closes_at:%d %H:%M}" == "13 23:00"
    assert len(house.launch.messages("date-poll")) == len(TEAM) + 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"date2": ""}, "Name two to five dates; there are 1."),
        ({"date1": "2026-09-19"}, "is a Saturday"),
        ({"date1": "2026-09-07"}, "is Labor Day"),
        ({"date1": "2026-04-06"}, "less than 30 days"),
        ({"date1": "soon"}, "Write the day as 2027-03-04"),
        ({"time1": "25:00"}, "Write the hour on the 24-hour clock"),
        ({"time1": ""}, "Write the hour on the 24-hour clock"),
        ({"minutes": "an hour"}, "how many minutes"),
        ({"what": "the moon"}, "what the date is for"),
        ({"closes_on": "2026-02-27"}, "close in the past"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    house: House, convener: TestClient, changed: dict[str, str], said: str
) -> None:
    answer = convener.post(PAGE, data=opening(house, convener, **changed))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="14:30"' in answer.text
    assert not house.launch.messages("date-poll")


def test_it_takes_a_weekend_that_is_meant(house: House, convener: TestClient) -> None:
    form = opening(house, convener, date1="2026-09-19", days_off="yes")
    assert convener.post(PAGE, data=form).status_code == 303


def test_it_closes_early_and_calls_off(house: House, convener: TestClient, poll: Poll) -> None:
    house.visitor().post(f"/p/{house.link(MEMBER)}/polls/{poll.id}", data=fields(house, poll, "no", "yes"))
    assert convener.post(f"{PAGE}/{poll.id}/closing", data=house.form(convener)).status_code == 303
    page = convener.get(PAGE).text
    assert f"{CONVENER} closed the poll early." in page
    assert "<b>Chosen:</b> Wed, Sep 16, 2026, 9:00 a.m." in page
    again = convener.post(f"{PAGE}/{poll.id}/calling-off", data=house.form(convener, why="x"))
    assert again.status_code == 422
    assert "over already" in again.text
    assert launch_starts_at(house) == DATES[1]


def test_it_does_not_know_the_poll_of_another_partnership(
    house: House, colleague: TestClient, poll: Poll
) -> None:
    for deed in ("closing", "calling-off"):
        address = f"/partnerships/elsewhere/polls/{poll.id}/{deed}"
        assert colleague.post(address, data=house.form(colleague)).status_code == 404
    with database.reading(house.engine) as session:
        assert session.get_one(Poll, poll.id).state is PollState.OPEN


def test_it_shows_a_name_with_markup_as_a_name(house: House, convener: TestClient, poll: Poll) -> None:
    with database.unit_of_work(house.engine, MONDAY) as session:
        ours = partnerships.partnership_of(session, house.launch.run_id)
        person = session.exec(
            select(Person).where(Person.name == MEMBER, Person.partnership_id == ours.pk)
        ).one()
        person.name = "<b>Will</b>"
        session.add(person)
        assert ours.slug == MAIN
    page = convener.get(PAGE).text
    assert "<b>Will</b>" not in page
    assert "&lt;b&gt;Will&lt;/b&gt;" in page

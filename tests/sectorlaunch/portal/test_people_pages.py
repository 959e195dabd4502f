"""People on the convener's pages: the list, one person, the pipeline, calls, imports and merging."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from sectorlaunch import database, known_addresses
from sectorlaunch.actions import addresses
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    ContactNote,
    Merge,
    Message,
    MessageState,
    Person,
    ToDo,
    ToDoKind,
)
from tests.cast import CONTACTS, CONVENER
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, MEMBER, House, everything

BASE = f"/partnerships/{MAIN}"


def page_of(house: House, name: str) -> str:
    return f"{BASE}/people/{house.person_id(name)}"


def test_it_lists_people_by_role(convener: TestClient) -> None:
    everybody = convener.get(f"{BASE}/people").text
    assert "Pub Partner" in everybody
    champions = convener.get(f"{BASE}/people?role=champion").text
    assert ("Champ One" in champions, "Pub Partner" in champions) == (True, False)


def test_it_shows_what_was_sent_and_said(house: House, convener: TestClient) -> None:
    noted = house.form(convener, kind="call", words="Sees the point.", on="2026-03-01")
    assert convener.post(f"{page_of(house, MEMBER)}/talks", data=noted).status_code == 303
    page = convener.get(page_of(house, MEMBER)).text
    assert f"Sees the point. ({CONVENER})" in page
    assert "/messages/" in page


@pytest.mark.parametrize("wrong", [{"words": " "}, {"kind": "dream"}, {"on": "2026-04-01"}, {"on": "once"}])
def test_it_says_what_a_note_lacks(house: House, convener: TestClient, wrong: dict[str, str]) -> None:
    noted = house.form(convener, **{"kind": "call", "words": "Short.", "on": "2026-03-02", **wrong})
    assert convener.post(f"{page_of(house, MEMBER)}/talks", data=noted).status_code == 422


def test_it_has_no_page_for_somebody_of_another_partnership(house: House, convener: TestClient) -> None:
    assert convener.get(page_of(house, COLLEAGUE)).status_code == 404


def test_it_mends_an_address_and_finishes_the_task(house: House, convener: TestClient) -> None:
    person_id, now = house.person_id(MEMBER), house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        known_addresses.note_refused(session, now, "will@example.org")
        task = {"kind": ToDoKind.ADDRESS, "purpose": "mend address", "occurrence": "x", "title": "Mend it"}
        session.add(
            ToDo(
                run_id=house.launch.run_id,
                owner_id=house.launch.person(session, CONVENER),
                about_id=person_id,
                due_on=now.date(),
                created_at=now,
                **task,
            )
        )
    assert "was refused on" in convener.get(page_of(house, MEMBER)).text
    mended = house.form(convener, email="Will.New@example.org", phone="970-555-0199")
    assert convener.post(f"{page_of(house, MEMBER)}/address", data=mended).status_code == 303
    person = house.launch.someone(MEMBER)
    assert person.email == "will.new@example.org"
    assert "was refused on" not in convener.get(page_of(house, MEMBER)).text
    assert [todo.outcome for todo in house.launch.todos()] == ["mended"]


def test_it_sends_what_waits_to_the_new_address(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        message = session.exec(select(Message).order_by(col(Message.id))).first()
        assert message is not None
        message.state = MessageState.QUEUED
        person = session.get_one(Person, message.person_id)
        addresses.mend(session, house.launch.now, person, email="new@example.org", by="x")
        assert message.to_address == "new@example.org"


def test_it_lets_two_people_share_an_address_and_says_so(house: House, convener: TestClient) -> None:
    shared = house.form(convener, email="edda@example.org", phone="")
    assert convener.post(f"{page_of(house, MEMBER)}/address", data=shared).status_code == 303
    assert house.launch.someone(MEMBER).email == "edda@example.org"
    assert "Edda Teach has this address too" in convener.get(f"{BASE}/history").text


def test_it_takes_nothing_back_that_the_person_said_themselves(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        known_addresses.stop(session, house.launch.now, "will@example.org")
    page = convener.get(page_of(house, MEMBER)).text
    assert "Only they can undo that" in page
    assert "They can be written to again" not in page
    answer = convener.post(
        f"{page_of(house, MEMBER)}/contact", data=house.form(convener, wish="contact again")
    )
    assert (answer.status_code, "Only they can undo that" in answer.text) == (422, True)


def test_it_leaves_alone_whoever_asked_for_it(house: House, convener: TestClient) -> None:
    address = f"{page_of(house, MEMBER)}/contact"
    convener.post(address, data=house.form(convener, wish="leave alone"))
    assert house.launch.someone(MEMBER).do_not_contact_since is not None
    convener.post(address, data=house.form(convener, wish="contact again"))
    assert house.launch.someone(MEMBER).do_not_contact_since is None


def test_it_moves_a_champion_with_what_they_said(house: House, convener: TestClient) -> None:
    person_id = house.person_id("Champ One")
    form = house.form(convener, stage="agreed", note="Over coffee.")
    assert convener.post(f"{BASE}/pipeline/{person_id}", data=form).status_code == 303
    with database.reading(house.engine) as session:
        champion = session.exec(select(Champion).where(Champion.person_id == person_id)).one()
    assert champion.stage is ChampionStage.AGREED
    assert "Agreed <small>1</small>" in convener.get(f"{BASE}/pipeline").text


def test_it_puts_somebody_else_on_the_pipeline_with_an_owner(house: House, convener: TestClient) -> None:
    person, owner = str(house.person_id("Biz Alder")), str(house.person_id("Edda Teach"))
    form = house.form(convener, person=person, owner=owner)
    assert convener.post(f"{BASE}/pipeline", data=form).status_code == 303
    with database.reading(house.engine) as session:
        champion = session.exec(select(Champion).where(Champion.person_id == int(person))).one()
    assert champion.owner_id == int(owner)
    for wrong in ({"person": ""}, {"person": str(house.person_id(MEMBER))}, {"owner": "9999"}):
        assert convener.post(f"{BASE}/pipeline", data={**form, **wrong}).status_code == 422


def test_it_notes_how_somebody_fits_and_who_asks_them(house: House, convener: TestClient) -> None:
    address = f"{BASE}/pipeline/{house.person_id('Champ One')}/fit"
    owner = str(house.person_id("Will Work"))
    form = house.form(convener, owner=owner, decides="yes", region="yes")
    assert convener.post(address, data=form).status_code == 303
    page = convener.get(f"{BASE}/pipeline").text
    assert ("Asked by Will Work" in page, "Decides and cares for the region" in page) == (True, True)


@pytest.mark.parametrize(("name", "stage"), [("Champ One", "delighted"), (MEMBER, "agreed")])
def test_it_moves_nobody_elsewhere(house: House, convener: TestClient, name: str, stage: str) -> None:
    address = f"{BASE}/pipeline/{house.person_id(name)}"
    assert convener.post(address, data=house.form(convener, stage=stage)).status_code == 422


def test_it_takes_the_outcome_of_a_call_from_the_list(house: House, convener: TestClient) -> None:
    house.launch.wait(10)
    page = convener.get(f"{BASE}/calls").text
    assert "970-555-010" in page
    assert "their answer to what is open" in page
    task = house.launch.todos()[0]
    form = house.form(convener, page="calls", call="left-message", outcome="")
    answer = convener.post(f"{BASE}/tasks/{task.id}", data=form)
    assert answer.headers["location"] == f"{BASE}/calls?done=put-off"
    form = house.form(convener, page="calls", call="call-back", outcome="", on="")
    wrong = convener.post(f"{BASE}/tasks/{task.id}", data=form)
    assert (wrong.status_code, "Choose a day to call back" in wrong.text) == (422, True)


def send(house: House, convener: TestClient, action: str, words: str = CONTACTS) -> str:
    form = house.form(convener, action=action)
    file = {"file": ("guests.csv", words.encode(), "text/csv")}
    return convener.post(f"{BASE}/imports", data=form, files=file).text


def test_it_checks_a_list_without_storing_it(house: House, convener: TestClient) -> None:
    new = CONTACTS + "Biz Dogwood,dogwood@example.com,,Owner,Dogwood Dies,business,business leader,yes,,\n"
    before = everything(house.engine)
    page = send(house, convener, "check", new)
    assert ("Biz Dogwood" in page, "Nothing was stored" in page) == (True, True)
    assert everything(house.engine) == before
    assert "1 taken" in send(house, convener, "take", new)
    assert house.launch.someone("Biz Dogwood").email == "dogwood@example.com"


def test_it_names_every_mistake_in_a_list(house: House, convener: TestClient) -> None:
    page = send(house, convener, "take", CONTACTS.replace("alder@example.com", "alder"))
    assert ('role="alert"' in page, "not an e-mail address" in page) == (True, True)
    assert 'role="alert"' in send(house, convener, "take", "")


def test_it_takes_a_long_list_from_nobody_who_has_not_signed_in(house: House, convener: TestClient) -> None:
    long = CONTACTS + "x" * 300_000
    assert 'role="alert"' in send(house, convener, "check", long)
    file = {"file": ("guests.csv", long.encode(), "text/csv")}
    assert house.visitor().post(f"{BASE}/imports", data={"action": "check"}, files=file).status_code == 413


def test_it_joins_two_entries_and_parts_them_again(house: House, convener: TestClient) -> None:
    twin = CONTACTS.splitlines()[0] + "\nBiz Alder,b.alder@example.com,970-555-0112,President,Alder Tools,"
    send(house, convener, "take", twin + "business,business leader,yes,,\n")
    page = convener.get(f"{BASE}/duplicates").text
    assert "They are the same person" in page
    keep = house.person_id("Biz Alder")
    with database.reading(house.engine) as session:
        go = session.exec(select(Person.id).where(Person.email == "b.alder@example.com")).one()
    form = house.form(convener, keep=str(keep), go=str(go))
    assert convener.post(f"{BASE}/duplicates", data=form).status_code == 303
    with database.reading(house.engine) as session:
        merge = session.exec(select(Merge)).one()
    assert (
        convener.post(f"{BASE}/duplicates", data=house.form(convener, merge=str(merge.id))).status_code == 303
    )
    with database.reading(house.engine) as session:
        assert session.get_one(Merge, merge.id).undone_at is not None


def test_it_joins_nobody_of_another_partnership(house: House, convener: TestClient) -> None:
    form = house.form(convener, keep=str(house.person_id(MEMBER)), go=str(house.person_id(COLLEAGUE)))
    assert convener.post(f"{BASE}/duplicates", data=form).status_code == 422


def test_it_keeps_talks_in_the_touch_log(house: House, convener: TestClient) -> None:
    noted = house.form(convener, kind="meeting", words="At the fair.", on="")
    convener.post(f"{page_of(house, 'Champ One')}/talks", data=noted)
    with database.reading(house.engine) as session:
        note = session.exec(select(ContactNote)).one()
    assert note.happened_on == house.launch.now.date()


def test_it_puts_somebody_new_on_record_with_a_role(house: House, convener: TestClient) -> None:
    page = f"/partnerships/{MAIN}/people"
    new = {
        "role": "facilitator",
        "email": "nora@example.org",
        "name": "Nora Neutral",
        "organization": "Open College",
        "sector": "education",
    }
    answer = convener.post(page, data=house.form(convener, **new))
    person = answer.headers["location"].partition("?")[0]
    assert "They have not accepted the role yet." in convener.get(person).text
    convener.post(f"{person}/role-sheet", data=house.form(convener))
    assert "role sheet open" not in convener.get(person).text


@pytest.mark.parametrize("wrong", [{"role": "convener"}, {"role": "pilot"}, {"email": "nobody@example.org"}])
def test_it_says_why_a_role_is_not_given(house: House, convener: TestClient, wrong: dict[str, str]) -> None:
    form = house.form(convener, **{"role": "scribe", "email": "biz@example.org", **wrong})
    assert convener.post(f"/partnerships/{MAIN}/people", data=form).status_code == 422


def test_it_finds_somebody_by_name_or_organization(convener: TestClient) -> None:
    page = f"/partnerships/{MAIN}/people"
    found = convener.get(page, params={"q": "aLDer"}).text
    assert ("Biz Alder" in found, "Biz Birch" in found) == (True, False)
    assert "Nobody on record matches." in convener.get(page, params={"q": "<nobody>"}).text

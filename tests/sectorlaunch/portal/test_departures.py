"""Doors for when somebody leaves, or asks what is on record of them."""

import json

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import roles
from sectorlaunch.outbox.write import tasks
from sectorlaunch.records import people
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import Erasure, Event, LinkPurpose, Person, RoleKind, ToDo, ToDoKind
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House


@pytest.fixture
def of_member(house: House) -> str:
    return f"/partnerships/{MAIN}/people/{house.person_id(MEMBER)}"


def give_a_task(house: House) -> int:
    person_id = house.person_id(MEMBER)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        launch = LaunchAtHand.of(session, house.launch.now, house.launch.run_id)
        owner = session.get_one(Person, person_id)
        tasks.create(
            launch,
            tasks.Task(
                ToDoKind.OTHER, purpose="test", occurrence="once", owner=owner, about=None, title="Look it up"
            ),
        )
    return person_id


def test_it_hands_over_what_somebody_holds_and_then_ends_their_access(
    house: House, convener: TestClient, of_member: str
) -> None:
    person_id, to = give_a_task(house), house.person_id("Enid Grow")
    token, unsubscribe = house.link(MEMBER), house.link(MEMBER, LinkPurpose.UNSUBSCRIBE)
    refused = convener.post(f"{of_member}/ending", data=house.form(convener))
    assert (refused.status_code, "Hand it over first" in refused.text) == (422, True)
    given = convener.post(f"{of_member}/handing-over", data=house.form(convener, to=str(to)))
    assert given.status_code == 303
    with database.reading(house.engine) as session:
        assert not session.exec(select(ToDo).where(ToDo.owner_id == person_id, ToDo.done_at == None)).all()  # noqa: E711
    assert convener.post(f"{of_member}/ending", data=house.form(convener)).status_code == 303
    with database.reading(house.engine) as session:
        assert people.roles_of(session, 1, person_id) == []
    assert house.visitor().get(f"/p/{token}").status_code == 404
    assert house.visitor().get(f"/u/{unsubscribe}").status_code == 200


def test_it_ends_links_with_the_last_role(house: House) -> None:
    token, person_id, now = house.link(MEMBER), house.person_id(MEMBER), house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        roles.end_role(session, now, MAIN, person_id, RoleKind.SUPPORT_TEAM, by=CONVENER)
    assert house.visitor().get(f"/p/{token}").status_code == 404


def test_it_ends_the_links_somebody_holds_and_leaves_their_role(
    house: House, convener: TestClient, of_member: str
) -> None:
    token = house.link(MEMBER)
    assert "End the links they hold" in convener.get(of_member).text
    assert convener.post(f"{of_member}/links", data=house.form(convener)).status_code == 303
    assert house.visitor().get(f"/p/{token}").status_code == 404
    assert "End the links they hold" not in convener.get(of_member).text


def test_it_gives_somebody_what_is_on_record_of_them(
    house: House, convener: TestClient, of_member: str
) -> None:
    answer = convener.post(f"{of_member}/own-data", data=house.form(convener))
    found = json.loads(answer.content)
    assert (found["of"], found["entry"]["email"]) == (MEMBER, "will@example.org")
    assert {row["person_id"] for row in found["records"]["role"]} == {str(house.person_id(MEMBER))}
    assert "/p/" not in answer.text or "/p/…" in answer.text
    with database.reading(house.engine) as session:
        last = session.exec(select(Event).where(Event.kind == "records taken away")).one()
    assert (last.actor, MEMBER in last.summary) == (CONVENER, True)


def test_it_erases_somebody_once_their_name_was_typed(
    house: House, convener: TestClient, of_member: str
) -> None:
    answer = convener.post(f"{of_member}/erasure", data=house.form(convener, name="Will"))
    assert (answer.status_code, "to say that you mean it" in answer.text) == (422, True)
    person_id = house.person_id(MEMBER)
    assert (
        convener.post(f"{of_member}/erasure", data=house.form(convener, name="will  work")).status_code == 303
    )
    with database.reading(house.engine) as session:
        assert session.get_one(Person, person_id).email is None
        assert session.exec(select(Erasure)).one().asked_by == CONVENER
    assert MEMBER not in convener.get(f"/partnerships/{MAIN}/history?all=true").text


@pytest.mark.parametrize("deed", ["ending", "erasure"])
def test_it_lets_nobody_lock_themselves_out(house: House, convener: TestClient, deed: str) -> None:
    own = f"/partnerships/{MAIN}/people/{house.person_id(CONVENER)}/{deed}"
    answer = convener.post(own, data=house.form(convener, name=CONVENER))
    assert (answer.status_code, "Let a colleague do that" in answer.text) == (422, True)


def test_it_says_in_the_copy_who_took_it(house: House, convener: TestClient) -> None:
    import io
    import zipfile

    taken = convener.post(f"/partnerships/{MAIN}/archive", data=house.form(convener))
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        name = next(one for one in archive.namelist() if one.endswith("event.csv"))
        history = archive.read(name).decode()
    assert f"{CONVENER} took a copy of everything on record." in history

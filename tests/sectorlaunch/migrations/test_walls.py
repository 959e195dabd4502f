"""Somebody with a place in two partnerships, from the first revision to the newest: an entry of their own in each."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, insert
from sqlmodel import Session, col, select

from sectorlaunch import known_addresses, migrations
from sectorlaunch.actions.merging import merge
from sectorlaunch.tables import (
    AccessLink,
    Account,
    Answer,
    Champion,
    Event,
    Invitation,
    Meeting,
    Message,
    Organization,
    Person,
    PlannedTouch,
    Role,
    ToDo,
)
from tests.sample import count_on

from .databases import BOTH, empty_database
from .filled import NOW, row, shape_of

A, B = 1, 2
"""The partnerships, their runs, meetings and organizations."""
ANN, BEN, OLD_ANN = 1, 2, 3
"""Ann convenes A and champions B; Ben is only in B; an earlier entry of Ann, merged into hers."""


def _put(connection: Connection, table: str, number: int, **given: Any) -> None:
    found = shape_of(connection).tables[table]
    connection.execute(insert(found).values(row(connection, found, number, **given)))


def _fill(connection: Connection) -> None:
    _put(connection, "playbookedition", 1, digest="one")
    for here in (A, B):
        _put(connection, "partnership", here, zone="America/Denver")
        _put(connection, "playbookrun", here, partnership_id=here, edition_digest="one", ended_at=None)
        _put(connection, "organisation", here, sector="business")
    ann = {"name": "Ann Lee", "email": "ann@example.com", "organisation_id": A, "merged_into_id": None}
    _put(
        connection, "person", ANN, **ann, anonymised_at=None, do_not_contact_since=NOW, address_failed_at=NOW
    )
    ben = {"name": "Ben", "email": "ben@example.com", "organisation_id": B, "merged_into_id": None}
    _put(
        connection, "person", BEN, **ben, anonymised_at=None, do_not_contact_since=NOW, address_failed_at=None
    )
    old = {"name": "A. Lee", "email": "al@example.com", "organisation_id": None, "merged_into_id": ANN}
    _put(connection, "person", OLD_ANN, **old, anonymised_at=None, address_failed_at=None)
    _put(connection, "role", 1, partnership_id=A, person_id=ANN, kind="convener", ended_at=None)
    _put(connection, "role", 2, partnership_id=B, person_id=ANN, kind="champion", ended_at=None)
    _put(connection, "role", 3, partnership_id=B, person_id=BEN, kind="convener", ended_at=None)
    _put(connection, "champion", 1, partnership_id=B, person_id=ANN, owner_id=BEN, stage="signed")
    for here in (A, B):
        parts = {"host_id": ANN, "facilitator_id": None, "chair_id": None, "agenda_by_id": ANN}
        _put(
            connection,
            "meeting",
            here,
            partnership_id=here,
            roles={"welcome": ANN},
            kind="launch",
            place_kind=None,
            **parts,
        )
        _put(connection, "invitation", here, meeting_id=here, person_id=ANN, state="accepted")
        _put(connection, "answer", here, run_id=here, person_id=ANN, verdict="done")
        of_run = {"run_id": here, "person_id": ANN, "occurrence": f"person:{ANN}"}
        _put(connection, "message", here, **of_run, state="sent", meeting_id=None, kind="champion-ask")
        _put(
            connection,
            "todo",
            here,
            run_id=here,
            owner_id=ANN,
            about_id=ANN,
            kind="phone",
            occurrence=f"person:{ANN}",
        )
        _put(
            connection,
            "plannedtouch",
            here,
            run_id=here,
            occurrence=f"person:{ANN}",
            state="planned",
            result="",
        )
        link = {"person_id": ANN, "partnership_id": here, "purpose": "personal", "meeting_id": None}
        _put(connection, "accesslink", here, **link, team_id=None)
        _put(connection, "event", here, run_id=here, kind="fit noted", data={"person_id": ANN})
    wishes = {"kind": "do not contact", "run_id": A}
    _put(connection, "event", 3, **wishes, actor="Ann Lee", data={"person_id": ANN, "on": True})
    _put(connection, "event", 4, **wishes, actor="Bo Convener", data={"person_id": BEN, "on": True})
    _put(
        connection,
        "accesslink",
        3,
        person_id=ANN,
        purpose="sign in",
        partnership_id=None,
        team_id=None,
        meeting_id=None,
    )
    moves = [
        {"table": "role", "key": {"id": 1}, "before": {"person_id": OLD_ANN}, "after": {"person_id": ANN}},
        {"table": "role", "key": {"id": 2}, "before": {"person_id": OLD_ANN}, "after": {"person_id": ANN}},
        {
            "table": "person",
            "key": {"id": ANN},
            "before": {"address_failed_at": None, "phone": ""},
            "after": {"address_failed_at": None, "phone": "phone-1"},
        },
        {
            "table": "person",
            "key": {"id": OLD_ANN},
            "before": {"merged_into_id": None},
            "after": {"merged_into_id": ANN},
        },
    ]
    _put(connection, "merge", 1, kept_id=ANN, gone_id=OLD_ANN, undone_at=None, undone_by="", moves=moves)
    count_on(connection, shape_of(connection).sorted_tables)


@pytest.fixture(params=BOTH, scope="module")
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One for all tests here: what they change they take back, but for the last one."""
    with empty_database(request, request.param, tmp_path_factory.mktemp("walls")) as engine:
        command.upgrade(migrations.configuration(engine), "0001")
        with engine.begin() as connection:
            _fill(connection)
        migrations.upgrade(engine)
        yield engine


@pytest.fixture
def session(upgraded: Engine) -> Iterator[Session]:
    with Session(upgraded) as opened:
        yield opened


def _ann(session: Session, partnership: int) -> Person:
    found = select(Person).where(Person.partnership_id == partnership, Person.email == "ann@example.com")
    return session.exec(found).one()


def test_it_gives_whoever_sits_in_two_partnerships_an_entry_in_each(session: Session) -> None:
    here, there = _ann(session, A), _ann(session, B)
    assert here.id == ANN
    assert there.id not in (ANN, BEN, OLD_ANN)
    assert (here.name, here.phone, here.created_at) == (there.name, there.phone, there.created_at)
    assert session.get_one(Person, BEN).partnership_id == B


def test_it_keeps_everything_with_the_entry_of_its_partnership(session: Session) -> None:
    for partnership in (A, B):
        person = _ann(session, partnership).pk
        meeting = session.get_one(Meeting, partnership)
        assert (meeting.host_id, meeting.agenda_by_id, meeting.roles) == (person, person, {"welcome": person})
        for table in (Invitation, Answer, Message, AccessLink):
            assert session.get_one(table, partnership).person_id == person, table
        task = session.get_one(ToDo, partnership)
        assert (task.owner_id, task.about_id, task.occurrence) == (person, person, f"person:{person}")
        for kind in (Message, PlannedTouch):
            assert session.get_one(kind, partnership).occurrence == f"person:{person}"
        touch = session.get_one(PlannedTouch, partnership)
        assert (touch.about_kind.value, touch.about_id) == ("person", person)
        assert session.get_one(Event, partnership).data == {"person_id": person}
        roles = select(Role.person_id).where(Role.partnership_id == partnership)
        assert person in session.exec(roles).all()
    champion = session.get_one(Champion, 1)
    assert (champion.person_id, champion.owner_id) == (_ann(session, B).pk, BEN)


def test_it_gives_each_partnership_its_own_organizations(session: Session) -> None:
    here, there = (session.get_one(Organization, _ann(session, one).organization_id) for one in (A, B))
    assert (here.name, here.partnership_id, there.partnership_id) == (there.name, A, B)
    assert here.id == A


def test_it_opens_one_account_for_both(session: Session) -> None:
    accounts = {account.email: account.pk for account in session.exec(select(Account))}
    assert set(accounts) == {"ann@example.com", "ben@example.com"}
    assert _ann(session, A).account_id == _ann(session, B).account_id == accounts["ann@example.com"]


def test_it_keeps_with_the_address_what_its_owner_wished_and_what_was_refused(session: Session) -> None:
    assert known_addresses.refused_at(session, "ann@example.com") is not None
    assert known_addresses.stopped_at(session, "ann@example.com") is not None
    assert _ann(session, A).do_not_contact_since is None
    assert known_addresses.stopped_at(session, "ben@example.com") is None
    assert session.get_one(Person, BEN).do_not_contact_since is not None, "his convener noted it"


def test_it_finds_the_person_by_an_earlier_address_in_each(session: Session) -> None:
    for partnership in (A, B):
        old = session.exec(
            select(Person).where(Person.partnership_id == partnership, Person.email == "al@example.com")
        ).one()
        assert old.merged_into_id == _ann(session, partnership).id


def test_it_lets_an_earlier_merge_be_taken_back_in_each(session: Session) -> None:
    for number, partnership in ((1, A), (2, B)):
        done = merge.unmerge(session, NOW, number, by="Cora")
        assert done.left == 0
        old = session.exec(
            select(Person).where(Person.partnership_id == partnership, Person.email == "al@example.com")
        ).one()
        assert old.merged_into_id is None
        of_old = select(Role.partnership_id).where(Role.person_id == old.pk).order_by(col(Role.id))
        assert session.exec(of_old).all() == [partnership]


def test_it_becomes_one_entry_again_on_the_way_back(upgraded: Engine) -> None:
    command.downgrade(migrations.configuration(upgraded), "0022")
    with upgraded.connect() as connection:
        person, role = (shape_of(connection).tables[name] for name in ("person", "role"))
        found = (
            connection.execute(person.select().where(person.c.email == "ann@example.com")).mappings().one()
        )
        assert found["id"] == ANN
        holders = connection.execute(role.select().order_by(role.c.id)).mappings().all()
        assert [one["person_id"] for one in holders] == [ANN, ANN, BEN]

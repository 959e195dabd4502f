"""A member names a peer for their team: nobody writes to them before the member lets the welcome go."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import peers, teams
from sectorlaunch.actions.peers import Peer
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records import people
from sectorlaunch.records import teams as team_records
from sectorlaunch.tables import ActionTeam, NamedPeer, Person, Role, RoleKind
from tests.cast import CONVENER, Launch

NELL = Peer("Nell Sample", "Sample Forge", "nell@example.org", words="You know this better than I do.")
ALDER = "Biz Alder"


@pytest.fixture
def team_id(launch: Launch) -> int:
    """A team led by a business leader."""

    def form(session: Session, now: datetime) -> int:
        partnership_id = session.get_one(Person, launch.person(session, ALDER)).partnership_id
        team = ActionTeam(partnership_id=partnership_id, name="Welders", formed_at=now)
        session.add(team)
        session.flush()
        lead = session.get_one(Person, launch.person(session, ALDER))
        teams.join(session, now, launch.run_id, team.pk, lead, by=CONVENER, lead=True)
        return team.pk

    return launch.do(form)


def named(launch: Launch, team_id: int, who: Peer = NELL, by: str = ALDER) -> int:
    def deed(session: Session, now: datetime) -> int:
        namer = session.get_one(Person, launch.person(session, by))
        return peers.name(session, now, launch.run_id, team_id, who, namer, by=by).pk

    return launch.do(deed)


def test_it_writes_to_nobody_until_the_welcome_is_let_go(launch: Launch, team_id: int) -> None:
    number = named(launch, team_id)
    launch.wait(10)
    assert not [one for one in launch.messages() if one.to_address == "nell@example.org"]
    with database.reading(launch.engine) as session:
        assert session.exec(select(Person).where(Person.email == "nell@example.org")).first() is None
    (task,) = [one for one in launch.todos() if "would bring in Nell Sample of Sample Forge" in one.title]
    assert task.done_at is None
    launch.do(lambda session, now: peers.welcome(session, now, launch.run_id, number, by=ALDER).pk)
    (letter,) = launch.messages("peer-welcome")
    assert letter.to_name == "Nell Sample"
    assert letter.subject == "Biz Alder would like to have you at the table"
    assert NELL.words in letter.text
    assert [one.done_at for one in launch.todos() if one.id == task.id] == [launch.now]


def test_it_gives_them_an_owner_and_a_place_in_the_team(launch: Launch, team_id: int) -> None:
    number = named(launch, team_id)
    launch.do(lambda session, now: peers.welcome(session, now, launch.run_id, number, by=ALDER).pk)
    with database.reading(launch.engine) as session:
        nell = session.exec(select(Person).where(Person.name == "Nell Sample")).one()
        assert nell in team_records.members(session, session.get_one(ActionTeam, team_id))
        role = session.exec(select(Role).where(Role.person_id == nell.pk)).one()
        assert role.kind is RoleKind.BUSINESS_LEADER
        owner = people.owner_of(session, nell.partnership_id, nell.pk)
        assert owner is not None
        assert owner.name == ALDER


def test_it_meets_somebody_on_the_list_again(launch: Launch, team_id: int) -> None:
    number = named(launch, team_id, Peer("B. Birch", "Birch Metals", "birch@example.com"))
    launch.do(lambda session, now: peers.welcome(session, now, launch.run_id, number, by=ALDER).pk)
    with database.reading(launch.engine) as session:
        (birch,) = session.exec(select(Person).where(Person.email == "birch@example.com")).all()
        assert birch.name == "Biz Birch"
    with pytest.raises(NotAllowed, match="on this team already"):
        named(launch, team_id, Peer("B. Birch", "Birch Metals", "birch@example.com"))


def test_it_keeps_one_who_is_named_twice_once(launch: Launch, team_id: int) -> None:
    assert named(launch, team_id) == named(launch, team_id)
    with pytest.raises(NotAllowed, match="named for this team already"):
        named(launch, team_id, by="Champ One")


def test_it_keeps_no_address_of_one_whose_name_is_taken_back(launch: Launch, team_id: int) -> None:
    number = named(launch, team_id)
    launch.do(lambda session, now: peers.let_be(session, now, launch.run_id, number, by=ALDER).pk)
    with database.reading(launch.engine) as session:
        peer = session.get_one(NamedPeer, number)
        assert (peer.email, peer.words) == (None, "")
    assert launch.todos()[-1].outcome == "Not for now."


@pytest.mark.parametrize(
    "wrong",
    [
        Peer("", "Forge", "a@example.org"),
        Peer("A B", "", "a@example.org"),
        Peer("A B", "F", "a@"),
        Peer("A B", "F"),
    ],
)
def test_it_refuses_what_nobody_can_be_reached_by(launch: Launch, team_id: int, wrong: Peer) -> None:
    with pytest.raises(BadInput):
        named(launch, team_id, wrong)

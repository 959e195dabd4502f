"""How often a page asks the database: as often for a crowd as for a few, and for many partnerships as for one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import Session, col, select

from bench.pages import clone
from sectorlaunch import database
from sectorlaunch.records import meetings, people
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    Answer,
    AnswerVerdict,
    Champion,
    ChampionStage,
    Commitment,
    ContactKind,
    ContactNote,
    GateRun,
    GateState,
    Invitation,
    Organization,
    Person,
    PlannedTouch,
    Priority,
    Role,
    RoleKind,
    Sector,
    TeamMember,
    ToDo,
    ToDoKind,
)
from tests.cast import CONVENER, LAUNCH_DAY, MONDAY
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

PAGES = {
    "today": "/",
    "list": "/partnerships",
    "partnership": f"/partnerships/{MAIN}",
    "status": f"/partnerships/{MAIN}/status",
    "timeline": f"/partnerships/{MAIN}/timeline",
    "calls": f"/partnerships/{MAIN}/calls",
    "guests": f"/partnerships/{MAIN}/guests",
    "mailbox": "/mailbox",
}
GUEST, CHAMPION = "Biz Alder", "Champ One"
MOST_OF_A_PARTNERSHIP, MOST_OF_A_PERSON = 30, 30


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def counts(house: House) -> dict[str, int]:
    """How many queries each page takes, once it has been opened before."""
    where = {**PAGES, **{name: f"/p/{house.link(name)}" for name in (GUEST, CHAMPION, MEMBER)}}
    browser, found = house.signed_in(CONVENER), {}
    for name, address in where.items():
        assert browser.get(address).status_code == 200
        with asked(house.engine) as sent:
            browser.get(address)
        found[name] = len(sent)
    return found


def shut_every_gate(house: House) -> None:
    """So that the pages judge all of them, and look at everything evidence rests on."""
    with database.unit_of_work(house.engine, MONDAY) as session:
        session.exec(update(GateRun).values(state=GateState.SHUT))


def more_people(house: House, names: range) -> None:
    """Each in every part there is: on the support team, a champion, invited, leading a team, to be called."""
    with database.unit_of_work(house.engine, MONDAY) as session:
        for number in names:
            _one_more(session, house, number)


def _one_more(session: Session, house: House, number: int) -> None:
    run_id, launch = house.launch.run_id, meetings.launch_meeting(session, 1)
    assert launch is not None
    company = Organization(partnership_id=1, name=f"Works {number}", sector=Sector.BUSINESS)
    priority = Priority(partnership_id=1, words=f"Priority {number}", position=number, chosen_at=MONDAY)
    session.add_all([company, priority])
    session.flush()
    person = Person(
        partnership_id=1,
        name=f"Leader {number}",
        email=f"leader{number}@example.com",
        organization_id=company.id,
        created_at=MONDAY,
    )
    session.add(person)
    session.flush()
    team = ActionTeam(
        partnership_id=1, priority_id=priority.pk, name=f"Team {number}", lead_id=person.pk, formed_at=MONDAY
    )
    promise = Commitment(
        partnership_id=1, owner_id=person.pk, what=f"Promise {number}", due_on=LAUNCH_DAY, made_at=MONDAY
    )
    session.add_all([team, promise])
    session.flush()
    gate = session.exec(
        select(GateRun).where(GateRun.run_id == run_id).order_by(col(GateRun.position))
    ).first()
    assert gate is not None
    session.add_all(
        [
            Role(partnership_id=1, person_id=person.pk, kind=RoleKind.SUPPORT_TEAM, since=MONDAY),
            Champion(
                partnership_id=1,
                person_id=person.pk,
                stage=ChampionStage.ASKED,
                asked_at=MONDAY,
                owner_id=person.pk,
            ),
            Invitation(meeting_id=launch.pk, person_id=person.pk),
            TeamMember(team_id=team.pk, person_id=person.pk, joined_at=MONDAY),
            ContactNote(
                partnership_id=1,
                person_id=person.pk,
                kind=ContactKind.CALL,
                happened_on=MONDAY.date(),
                words="We talked.",
                noted_at=MONDAY,
            ),
            Answer(
                run_id=run_id,
                gate_key=gate.key,
                question_key="shared-view",
                person_id=person.pk,
                verdict=AnswerVerdict.DONE,
                answered_at=MONDAY,
            ),
            *(
                PlannedTouch(
                    run_id=run_id,
                    step_key="prepare-to-launch",
                    activity_key="ask-champions",
                    touch_key="champion-follow-up",
                    occurrence=str(about),
                    about_kind=about.kind,
                    about_id=about.id,
                    anchor_on=LAUNCH_DAY,
                    due_at=MONDAY,
                )
                for about in (About(AboutKind.PERSON, person.pk), About(AboutKind.COMMITMENT, promise.id))
            ),
            *(
                ToDo(
                    run_id=run_id,
                    kind=ToDoKind.PHONE,
                    purpose="prepare-to-launch/champion-call",
                    occurrence=f"person:{person.pk}/{owner}",
                    owner_id=owner,
                    about_id=person.pk,
                    title="Call",
                    due_on=LAUNCH_DAY,
                    created_at=MONDAY,
                )
                for owner in (person.pk, people.convener(session, 1).id)
            ),
        ]
    )


@pytest.fixture
def crowded(house: House) -> House:
    shut_every_gate(house)
    more_people(house, range(1))
    return house


def test_it_asks_no_more_for_more_people(crowded: House) -> None:
    few = counts(crowded)
    more_people(crowded, range(1, 6))
    assert counts(crowded) == few


def test_it_asks_no_more_for_more_partnerships(crowded: House) -> None:
    alone = counts(crowded)
    clone(crowded.engine, 5)
    assert counts(crowded) == alone


def test_it_reads_once_what_a_page_needs(house: House) -> None:
    found = counts(house)
    assert found["partnership"] <= MOST_OF_A_PARTNERSHIP
    assert max(found[name] for name in (GUEST, CHAMPION, MEMBER)) <= MOST_OF_A_PERSON

"""The short week of a champion who asked for it, and what the convener's week says of others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import champions, invitations
from sectorlaunch.engine import carry_out, plan
from sectorlaunch.records import meetings
from sectorlaunch.tables import ChampionStage, InvitationState, Person, StepRun, StepState
from tests.cast import Launch

ONE, TWO, ALDER, BIRCH = "Champ One", "Champ Two", "Biz Alder", "Biz Birch"


@pytest.fixture
def agreed(launch: Launch) -> Launch:
    """Two champions have agreed, the guests are listed."""

    def begin(session: Session, now: datetime) -> None:
        for name in (ONE, TWO):
            champions.move(session, now, launch.run_id, someone(session, name), ChampionStage.AGREED, by=name)
        step = session.exec(
            select(StepRun).where(StepRun.run_id == launch.run_id, StepRun.key == "prepare-to-launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = {"ask-champions": now.isoformat()}
        session.add(step)
        invitations.list_guests(session, now, launch.run_id)
        plan.replan(session, now, launch.run_id)

    work(launch, begin)
    return launch


def someone(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def work(launch: Launch, deed: Callable[[Session, Any], Any]) -> Any:
    with database.unit_of_work(launch.engine, launch.now) as session:
        return deed(session, launch.now)


def wish(launch: Launch, name: str, wanted: bool = True) -> None:
    work(
        launch,
        lambda s, now: (
            champions.wish_digest(s, now, launch.run_id, someone(s, name), wanted, by=name) and None
        ),
    )


def reply(launch: Launch, name: str, state: InvitationState) -> None:
    def deed(session: Session, now: Any) -> None:
        meeting = meetings.launch_meeting(session, 1)
        assert meeting is not None
        invitations.reply(
            session, now, launch.run_id, meeting.pk, someone(session, name), invitations.Reply(state)
        )

    work(launch, deed)


def a_week(launch: Launch) -> None:
    launch.now += timedelta(days=7)
    work(launch, lambda session, now: carry_out.due_of(session, now, launch.run_id))


def notes(launch: Launch) -> list[str]:
    return [message.to_name for message in launch.messages("champion-digest")]


def test_it_comes_to_nobody_who_has_not_asked_for_it(agreed: Launch) -> None:
    a_week(agreed)
    assert not notes(agreed)
    assert not agreed.touches("champion-digest")


def test_it_comes_each_monday_to_whoever_asked_for_it(agreed: Launch) -> None:
    wish(agreed, ONE)
    a_week(agreed)
    assert notes(agreed) == [ONE]
    a_week(agreed)
    assert notes(agreed) == [ONE, ONE]
    wish(agreed, ONE, False)
    a_week(agreed)
    a_week(agreed)
    assert notes(agreed) == [ONE, ONE]


def test_it_names_who_comes_with_their_companies_and_no_address(agreed: Launch) -> None:
    wish(agreed, ONE)
    reply(agreed, ALDER, InvitationState.ACCEPTED)
    reply(agreed, BIRCH, InvitationState.DECLINED)
    reply(agreed, "Pub Partner", InvitationState.ACCEPTED)
    a_week(agreed)
    (note,) = agreed.messages("champion-digest")
    assert note.subject.startswith("One leader is coming so far")
    assert "Biz Alder, Alder Tools" in note.text
    assert "Welcome the guests at the launch" in note.text
    assert BIRCH not in note.text
    assert "Pub Partner" not in note.text
    assert "example.com" not in note.text.replace("champ1@example.com", "")


def test_it_ends_with_stepping_back(agreed: Launch) -> None:
    wish(agreed, ONE)
    work(
        agreed,
        lambda s, now: (
            champions.move(s, now, agreed.run_id, someone(s, ONE), ChampionStage.DECLINED, by=ONE) and None
        ),
    )
    a_week(agreed)
    assert not notes(agreed)

"""One executive, two partnerships, one month: nobody is asked twice unless the convener says so."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from sectorlaunch.actions import do_not_contact
from sectorlaunch.engine import double_asks as double_ask_engine
from sectorlaunch.errors import NotAllowed
from sectorlaunch.outbox.write import double_asks
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Message,
    MessageState,
    Partnership,
    Person,
    PlaybookRun,
    ToDo,
)
from tests.cast import Launch
from tests.sectorlaunch.engine.test_touches import reach_the_champions

ONE = "Champ One"


def asked_elsewhere(launch: Launch, days_ago: float, kind: str = "champion-ask") -> None:
    """Another partnership has asked the first champion so many days ago."""
    with Session(launch.engine) as session, session.begin():
        run = session.get_one(PlaybookRun, launch.run_id)
        other = Partnership(
            slug="upstream", name="Upstream Partnership", zone="America/Denver", created_at=launch.now
        )
        session.add(other)
        session.flush()
        theirs = PlaybookRun(
            partnership_id=other.pk, edition_digest=run.edition_digest, started_at=launch.now
        )
        session.add(theirs)
        session.flush()
        email = session.get_one(Person, launch.person(session, ONE)).email
        their_own = Person(partnership_id=other.pk, name="C. One", email=email, created_at=launch.now)
        session.add(their_own)
        session.flush()
        sent_at = launch.now - timedelta(days=days_ago)
        session.add(
            Message(
                run_id=theirs.id,
                person_id=their_own.pk,
                kind=kind,
                purpose="ask",
                occurrence="run",
                reason="ask",
                to_name=ONE,
                to_address="champ1@example.com",
                sender_name="Somebody",
                subject="Will you?",
                text="",
                html="",
                message_id="elsewhere@example.org",
                state=MessageState.SENT,
                queued_at=sent_at,
                send_after=sent_at,
                sent_at=sent_at,
            )
        )


def ask(launch: Launch) -> Message:
    reach_the_champions(launch)
    launch.wait(0)
    return next(m for m in launch.messages("champion-ask") if m.to_name == ONE)


def stage(launch: Launch) -> ChampionStage:
    with Session(launch.engine) as session:
        person_id = launch.person(session, ONE)
        return session.exec(select(Champion).where(Champion.person_id == person_id)).one().stage


def choice(launch: Launch) -> ToDo:
    return next(todo for todo in launch.todos() if todo.purpose == double_asks.PURPOSE)


@pytest.mark.parametrize(("days_ago", "held"), [(1, True), (29, True), (31, False)])
def test_it_holds_an_ask_for_a_month_after_another_partnership_asked(
    launch: Launch, days_ago: float, held: bool
) -> None:
    asked_elsewhere(launch, days_ago)
    message = ask(launch)
    assert (message.state is MessageState.WITHHELD) == held
    assert (message.state_reason == double_asks.ASKED) == held
    assert stage(launch) is (ChampionStage.PROSPECT if held else ChampionStage.ASKED)


def test_it_gives_the_convener_the_choice_once(launch: Launch) -> None:
    asked_elsewhere(launch, 3)
    message = ask(launch)
    launch.wait(1)
    choices = [todo for todo in launch.todos() if todo.purpose == double_asks.PURPOSE]
    assert [todo.title for todo in choices] == [
        "Champ One was asked by another partnership this month: ask, or let it be"
    ]
    assert f"messages release {message.id}" in choices[0].script


def test_it_leaves_the_others_alone(launch: Launch) -> None:
    asked_elsewhere(launch, 3)
    ask(launch)
    others = [m.state for m in launch.messages("champion-ask") if m.to_name != ONE]
    assert others == [MessageState.QUEUED]


def test_it_sends_what_the_convener_releases_and_asks_the_champion(launch: Launch) -> None:
    asked_elsewhere(launch, 3)
    message = ask(launch)
    launch.do(lambda session, now: double_ask_engine.release(session, now, message.pk, by="Cora"))
    released = next(m for m in launch.messages("champion-ask") if m.id == message.pk)
    assert (released.state, released.state_reason) == (MessageState.QUEUED, "")
    assert stage(launch) is ChampionStage.ASKED
    assert choice(launch).done_at is not None


def test_it_lets_it_be_when_the_convener_says_so_and_follows_nothing_up(launch: Launch) -> None:
    asked_elsewhere(launch, 3)
    message = ask(launch)
    todo = choice(launch)
    launch.do(lambda session, now: double_ask_engine.decide(session, now, todo, False, by="Cora"))
    for _ in range(10):
        launch.wait(1)
    left = next(m for m in launch.messages("champion-ask") if m.id == message.id)
    assert (left.state, "let be by Cora." in left.state_reason) == (MessageState.CANCELED, True)
    assert not [m for m in launch.messages("champion-follow-up") if m.to_name == ONE]


def test_it_releases_nothing_the_person_does_not_want(launch: Launch) -> None:
    asked_elsewhere(launch, 3)
    message = ask(launch)
    launch.do(lambda session, now: do_not_contact.mark(session, now, launch.person(session, ONE), True))
    with pytest.raises(NotAllowed, match="asked not to be contacted"):
        launch.do(lambda session, now: double_ask_engine.release(session, now, message.pk, by="Cora"))

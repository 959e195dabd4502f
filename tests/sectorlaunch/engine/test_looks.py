"""Two champions look at the summary before it leaves; their silence holds it no longer than two business days."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import champions, documents, invitations, looks, meetings
from sectorlaunch.facts import outcome
from sectorlaunch.facts.fact_reader import FactReader
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    ChampionStage,
    Document,
    DocumentKind,
    DocumentLook,
    DocumentState,
    Meeting,
    MeetingKind,
    Person,
    Role,
    RoleKind,
)
from tests.cast import CONVENER, MONDAY, Launch

NAMES = ("Champ One", "Champ Two", "Biz Alder")


@pytest.fixture
def written(launch: Launch) -> Launch:
    """The launch was held, three champions were there, and the summary has just been handed on by its scribe."""

    def deed(session: Session, now: datetime) -> None:
        people = [session.get_one(Person, launch.person(session, name)) for name in NAMES]
        meeting = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.LAUNCH)).one()
        meeting.starts_at = now - timedelta(hours=3)
        invitations.invite(session, now, meeting.pk, people)
        for person in people:
            champions.propose(session, now, launch.run_id, person, None, CONVENER)
            champions.move(session, now, launch.run_id, person, ChampionStage.AGREED, by=person.name)
        edda = launch.person(session, "Edda Teach")
        partnership_id = meeting.partnership_id
        session.add(Role(partnership_id=partnership_id, person_id=edda, kind=RoleKind.SCRIBE, since=now))
        meetings.hold(session, now, launch.run_id, meeting.pk, people, by=CONVENER)
        kind = DocumentKind.EXECUTIVE_SUMMARY
        documents.draft(
            session, now, launch.run_id, kind, "What we heard", "They chose three.", by="Edda Teach"
        )
        documents.settle(session, now, launch.run_id, kind, DocumentState.READY, by="Edda Teach")

    launch.do(deed)
    return launch


def looked_at(launch: Launch) -> bool:
    with database.reading(launch.engine) as session:
        reader = FactReader.on_launch(LaunchAtHand.of(session, launch.now, launch.run_id))
        return outcome.facts(reader).summary_looked_at.value


def say(launch: Launch, name: str, words: str = "") -> None:
    def deed(session: Session, now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, name))
        document = session.exec(select(Document)).one()
        looks.say(session, now, launch.run_id, document.pk, person, words, by=name)

    launch.do(deed)


def test_it_shows_it_to_two_champions_first(written: Launch) -> None:
    letters = written.messages("summary-first-look")
    assert sorted(one.to_name for one in letters) == ["Champ One", "Champ Two"]
    assert "They chose three." in letters[0].text
    with database.reading(written.engine) as session:
        until = {look.until for look in session.exec(select(DocumentLook))}
    assert until == {date(2026, 3, 4)}


def test_it_waits_for_both_and_no_longer_than_two_business_days(written: Launch) -> None:
    assert not looked_at(written)
    say(written, "Champ One")
    assert not looked_at(written)
    say(written, "Champ Two")
    assert looked_at(written)


def test_it_goes_on_without_them_after_that(written: Launch) -> None:
    written.now = MONDAY + timedelta(days=2)
    assert not looked_at(written)
    written.now = MONDAY + timedelta(days=3)
    assert looked_at(written)


def test_it_hands_what_they_say_to_the_scribe_and_asks_nobody_twice(written: Launch) -> None:
    say(written, "Champ One")
    assert written.messages("summary-remark") == []
    say(written, "Champ Two", "Housing came up twice.")
    (letter,) = written.messages("summary-remark")
    assert letter.to_name == "Edda Teach"
    assert "Housing came up twice." in letter.text

    def again(session: Session, now: datetime) -> None:
        kind = DocumentKind.EXECUTIVE_SUMMARY
        documents.draft(session, now, written.run_id, kind, "What we heard", "Housing too.", by="Edda Teach")
        documents.settle(session, now, written.run_id, kind, DocumentState.READY, by="Edda Teach")

    written.do(again)
    assert len(written.messages("summary-first-look")) == 2

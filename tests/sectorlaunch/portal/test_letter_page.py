"""The convener's page of the joint letter."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import champions
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.records import letter, meetings
from sectorlaunch.tables import ChampionStage, LetterRevision, Message, Person, Signature, Waiver
from tests.cast import CONVENER, Launch
from tests.sectorlaunch.portal.conftest import MAIN, OTHER, House, everything

PAGE = f"/partnerships/{MAIN}/letter"
ONE, TWO = "Champ One", "Champ Two"


@pytest.fixture
def agreed(house: House) -> House:
    """Both champions have agreed; nothing is drafted or signed."""

    def agree(session: Session, now: datetime) -> None:
        for name in (ONE, TWO):
            person = session.exec(select(Person).where(Person.name == name)).one()
            champions.move(session, now, house.launch.run_id, person, ChampionStage.AGREED, by=name)

    with database.unit_of_work(house.engine, house.launch.now) as session:
        agree(session, house.launch.now)
    return house


def post(house: House, client: TestClient, path: str = "", **fields: str) -> str:
    """Sends a form of the page; the page that comes back, or the one it leads to."""
    response = client.post(f"{PAGE}{path}", data=house.form(client, **fields))
    if response.status_code == 303:
        response = client.get(response.headers["location"].partition("#")[0])
    return response.text


def rows(house: House, table: type) -> list[object]:  # type: ignore[type-arg]
    with database.reading(house.engine) as session:
        return list(session.exec(select(table)))


def test_it_shows_the_standard_letter_and_what_is_missing_before_anything_is_drafted(
    house: House, convener: TestClient
) -> None:
    page = convener.get(PAGE).text
    assert "standard letter" in page
    assert "0 of 2" in page
    assert "It stays here for now" in page
    assert "What is in it for your company" in page
    assert "market shares stay out of the room" in page
    assert not rows(house, LetterRevision)


def test_it_shows_what_was_typed_as_text_and_as_mail_and_keeps_nothing(
    house: House, convener: TestClient
) -> None:
    before = everything(house.engine)
    page = post(house, convener, action="look", paragraph="A mill <b>closed</b> here.")
    assert "not kept yet" in page
    assert "A mill &lt;b&gt;closed&lt;/b&gt; here." in page
    mail = convener.post(f"{PAGE}/look", data=house.form(convener, paragraph="A mill <b>closed</b> here."))
    assert "A mill &lt;b&gt;closed&lt;/b&gt; here." in mail.text
    assert "sandbox" in mail.headers["content-security-policy"]
    assert everything(house.engine) == before


def test_it_keeps_the_paragraph_as_a_revision(house: House, convener: TestClient) -> None:
    page = post(house, convener, action="keep", paragraph="A mill closed here.")
    assert "revision 1" in page
    assert "This is the letter the champions sign." in page
    with database.reading(house.engine) as session:
        revision = session.exec(select(LetterRevision)).one()
    assert revision.body.startswith("A mill closed here.")
    assert revision.drafted_by == CONVENER


def test_it_unfolds_the_whole_letter_to_be_changed(house: House, convener: TestClient) -> None:
    page = post(house, convener, action="whole", paragraph="A mill closed here.")
    (body,) = re.findall(r'<textarea id="body"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert body.startswith("A mill closed here.")
    assert "What is in it for your company" in body


def test_it_offers_the_letter_to_each_champion_once(agreed: House, convener: TestClient) -> None:
    assert f"{ONE} and {TWO} have agreed and not been asked to sign." in convener.get(PAGE).text
    page = post(agreed, convener, "/signatures", action="offer")
    assert page.count("Asked on") == 2
    assert "Ask for signatures" not in page
    with database.reading(agreed.engine) as session:
        asked = session.exec(select(Message.to_name).where(Message.kind == "sign-request")).all()
    assert sorted(asked) == [ONE, TWO]
    assert "nobody to ask" in post(agreed, convener, "/signatures", action="offer")


def test_a_champion_who_was_offered_it_here_is_not_asked_again_by_the_plan(
    agreed: House, convener: TestClient
) -> None:
    post(agreed, convener, "/signatures", action="offer")
    agreed.launch.wait(3)
    assert len(agreed.launch.messages("sign-request")) == 2


def test_it_shows_who_signed_which_revision_when_and_what_an_edit_did(
    agreed: House, convener: TestClient
) -> None:
    post(agreed, convener, action="keep", paragraph="First.")
    person = str(agreed.person_id(ONE))
    page = post(agreed, convener, "/signatures", action="note", person=person, note="On paper")
    assert f"Revision 1, Mon, Mar 2, 2026, 9:00 a.m., recorded by {CONVENER}" in page
    assert "1 of 2" in page
    assert f"Other words become revision 2 and need new signatures: {ONE} will be asked again." in page
    page = post(agreed, convener, action="keep", paragraph="Second.")
    assert "0 of 2" in page
    assert "counts no longer" in page
    assert "Asked on" in page
    assert len(rows(agreed, Signature)) == 1


def test_it_notes_no_signature_under_words_that_were_changed_meanwhile(
    agreed: House, convener: TestClient
) -> None:
    post(agreed, convener, action="keep", paragraph="First.")
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', convener.get(PAGE).text)
    post(agreed, convener, action="keep", paragraph="Second.")
    page = post(agreed, convener, "/signatures", person=str(agreed.person_id(ONE)), seen=seen)
    assert "The letter has changed in the meantime" in page
    assert not rows(agreed, Signature)


def test_it_takes_no_signature_of_somebody_who_is_not_on_the_pipeline(
    agreed: House, convener: TestClient
) -> None:
    page = post(agreed, convener, "/signatures", person=str(agreed.person_id("Biz Alder")))
    assert "Choose the champion who has signed." in page
    assert not rows(agreed, Signature)


def test_it_says_that_it_would_leave_too_late_proposes_a_date_and_takes_a_reason(
    agreed: House, convener: TestClient
) -> None:
    _date_the_launch(agreed.launch, days=20)
    page = convener.get(PAGE).text
    assert "The letter would have 20 days until the launch; 30 are needed. The next date that fits is" in page
    assert 'role="alert"' in post(agreed, convener, "/waivers", why=" ")
    assert not rows(agreed, Waiver)
    page = post(agreed, convener, "/waivers", why="All have agreed by phone.")
    assert f"Waived by {CONVENER}: All have agreed by phone." in page
    assert rows(agreed, Waiver)


def test_it_takes_no_other_words_once_the_letter_has_left(agreed: House, convener: TestClient) -> None:
    post(agreed, convener, action="keep", paragraph="First.")
    with database.unit_of_work(agreed.engine, agreed.launch.now) as session:
        message = session.exec(select(Message).where(Message.run_id == agreed.launch.run_id)).first()
        assert message is not None
        message.kind = "invitation"
        session.add(message)
        assert letter.has_gone_to(session, agreed.launch.run_id) == 1
    page = convener.get(PAGE).text
    assert "The letter has gone to one guest; its words stand." in page
    assert "Save this wording" not in page
    assert "Write to them separately" in post(agreed, convener, action="keep", paragraph="Second.")


def test_it_stays_with_its_own_partnership(agreed: House, convener: TestClient) -> None:
    post(agreed, convener, action="keep", paragraph="First.")
    colleague = agreed.signed_in("Otto Elsewhere")
    assert "First." not in colleague.get(f"/partnerships/{OTHER}/letter").text


def _date_the_launch(launch: Launch, days: int) -> None:
    at = datetime(2026, 3, 2, 16, 0, tzinfo=UTC) + timedelta(days=days)

    def settle(session: Session, now: datetime) -> None:
        meeting = meetings.launch_meeting(session, 1)
        assert meeting is not None
        meeting_actions.change(session, now, launch.run_id, meeting.pk, by=CONVENER, starts_at=at)

    with database.unit_of_work(launch.engine, launch.now) as session:
        settle(session, launch.now)

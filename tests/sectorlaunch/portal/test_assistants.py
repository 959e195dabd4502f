"""Assistants: a copy of what concerns the calendar, a link of their own, answers that say who gave them."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from sectorlaunch import access_links, database
from sectorlaunch.actions import assistants, champions, invitations
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import about, meetings
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    AboutKind,
    Champion,
    ChampionStage,
    Invitation,
    LinkPurpose,
    Meeting,
    Message,
    MessageState,
    Person,
    PlaybookRun,
)
from tests.sectorlaunch.outbox.cast import PretendWire
from tests.sectorlaunch.portal.conftest import House

ONE = "Champ One"
NINE = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)


def with_assistant(house: House) -> None:
    house.launch.do(
        lambda session, now: assistants.name_assistant(
            session,
            now,
            session.get_one(Person, house.launch.person(session, ONE)),
            "Ada Desk",
            "Ada@example.com",
            by="Cora Venner",
        )
    )


def the_launch(house: House) -> int:
    """The launch of the main partnership."""
    with database.reading(house.engine) as session:
        partnership_id = session.get_one(PlaybookRun, house.launch.run_id).partnership_id
        launch = meetings.launch_meeting(session, partnership_id)
    assert launch is not None
    return launch.pk


def called_off(house: House) -> list[Message]:
    """What goes out when a meeting the champion had in hand is called off."""
    with_assistant(house)
    meeting_id = the_launch(house)

    def call_off(session: Session, now: datetime) -> None:
        person = session.get_one(Person, house.launch.person(session, ONE))
        invitations.invite(session, now, meeting_id, [person])
        meeting = session.get_one(Meeting, meeting_id)
        meeting.starts_at = NINE
        session.add(meeting)
        session.flush()
        draft = Draft(
            "meeting-canceled",
            person,
            about=about.About(AboutKind.MEETING, meeting_id),
            purpose="meeting-canceled",
            reason="It is called off",
        )
        # the one message, without the whole story before it
        enqueue.write(LaunchAtHand.of(session, now, house.launch.run_id), draft)

    house.launch.do(call_off)
    return house.launch.messages("meeting-canceled")


def assistants_page(house: House) -> str:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        partnership_id = session.get_one(PlaybookRun, house.launch.run_id).partnership_id
        token = access_links.issue(
            session,
            house.launch.now,
            house.launch.person(session, ONE),
            LinkPurpose.PERSONAL,
            partnership_id,
            for_assistant=True,
        )
    return f"/p/{token}"


def test_it_sends_the_assistant_a_copy_with_links_of_their_own(house: House) -> None:
    own, copy = called_off(house)
    assert (own.to_address, copy.to_address) == ("champ1@example.com", "ada@example.com")
    assert copy.subject == f"For Champ One: {own.subject}"
    assert copy.calendar_text == ""
    assert "you keep the calendar of Champ One" in copy.text
    links = [
        set(re.findall(r"/[pu]/(\S+)", message.text)) for message in map(house.as_it_leaves, (own, copy))
    ]
    assert links[1]
    assert not links[0] & links[1]


def test_it_forgets_the_assistant_alone_when_they_want_no_more(house: House) -> None:
    _, copy = called_off(house)
    found = re.search(r"/u/[\w-]+", house.as_it_leaves(copy).text)
    assert found is not None
    path = found[0]
    assert "ada@example.com" in house.visitor().get(path).text
    assert house.visitor().post(path).status_code == 200
    person = house.launch.someone(ONE)
    assert (person.assistant_email, person.do_not_contact_since) == ("", None)
    drain(house.engine, house.launch.now, PretendWire())
    own, copy = house.launch.messages("meeting-canceled")
    assert (own.state, copy.state) == (MessageState.SENT, MessageState.WITHHELD)


def test_it_notes_who_answered_for_the_executive(house: House) -> None:
    with_assistant(house)
    meeting_id = the_launch(house)

    def invite(session: Session, now: datetime) -> None:
        meeting = session.get_one(Meeting, meeting_id)
        meeting.starts_at = NINE
        session.add(meeting)
        invitations.invite(
            session, now, meeting_id, [session.get_one(Person, house.launch.person(session, ONE))]
        )

    house.launch.do(invite)
    page = assistants_page(house)
    assert "You keep the calendar for Champ One" in house.visitor().get(page).text
    house.visitor().post(f"{page}/meetings/{meeting_id}", data={"reply": "accepted"})
    with Session(house.engine) as session:
        place = session.exec(
            select(Invitation).where(Invitation.person_id == house.launch.person(session, ONE))
        ).one()
    assert (place.state, place.replied_by) == ("accepted", "assistant Ada Desk")


def test_it_lets_nobody_sign_the_letter_for_somebody_else(house: House) -> None:
    with_assistant(house)
    answer = house.visitor().post(f"{assistants_page(house)}/champion", data={"choice": "signed"})
    assert answer.status_code == 422
    assert "Champ One signs the letter in person" in answer.text


def test_it_ends_the_links_of_an_assistant_who_has_left(house: House) -> None:
    with_assistant(house)
    page = assistants_page(house)
    house.launch.do(
        lambda session, now: assistants.name_assistant(
            session,
            now,
            session.get_one(Person, house.launch.person(session, ONE)),
            "Bea Next",
            "bea@example.com",
            by="Cora Venner",
        )
    )
    assert house.visitor().get(page).status_code == 404


def test_it_wants_an_address_for_an_assistant(house: House) -> None:
    with pytest.raises(BadInput):
        house.launch.do(
            lambda session, now: assistants.name_assistant(
                session, now, session.get_one(Person, house.launch.person(session, ONE)), "Ada", "", by="Cora"
            )
        )


def test_it_proposes_to_the_convener_whom_a_champion_would_ask_instead(house: House) -> None:
    house.launch.do(
        lambda session, now: champions.move(
            session,
            now,
            house.launch.run_id,
            session.get_one(Person, house.launch.person(session, ONE)),
            ChampionStage.ASKED,
            by="Edda Teach",
        )
    )
    house.visitor().post(
        f"/p/{house.link(ONE)}/champion", data={"choice": "declined", "suggest": "Ida <b>Peer</b>\nof Peers"}
    )
    (todo,) = [todo for todo in house.launch.todos() if todo.purpose == "champion-suggested"]
    assert todo.title == "Champ One would ask Ida <b>Peer</b> of Peers to be a champion"
    with Session(house.engine) as session:
        champion = session.exec(
            select(Champion).where(Champion.person_id == house.launch.person(session, ONE))
        ).one()
    assert champion.stage is ChampionStage.DECLINED

"""What somebody hears back after a yes, after a no, and after a promise."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Component
from sqlmodel import Session

from sectorlaunch.actions import invitations, meetings, outcomes
from sectorlaunch.actions.invitations import Reply
from sectorlaunch.tables import Commitment, InvitationState, Message, MessageState, Person
from tests.cast import CONVENER, TEAM, Launch

GUEST, OTHER = "Biz Alder", "Champ One"
YES, NO, MAYBE = InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.TENTATIVE
STARTS_AT = datetime(2026, 9, 10, 14, 30, tzinfo=UTC)
REPLIES = ("coming-confirmed", "declined-thanks")


@pytest.fixture
def invited(launch: Launch) -> Launch:
    """A launch with a day, and two guests on its list."""
    meeting_id = launch.launch_meeting().pk

    def deed(session: Session, now: datetime) -> None:
        meetings.change(
            *(session, now, launch.run_id, meeting_id),
            by=CONVENER,
            starts_at=STARTS_AT,
            place="Town Hall",
            getting_there="Park behind the hall.",
        )
        guests = [session.get_one(Person, launch.person(session, name)) for name in (GUEST, OTHER)]
        invitations.invite(session, now, meeting_id, guests)

    launch.do(deed)
    return launch


def answer(launch: Launch, state: InvitationState, name: str = GUEST, substitute: str = "") -> None:
    meeting_id = launch.launch_meeting().pk

    def deed(session: Session, now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, name))
        reply = Reply(state, substitute=substitute)
        invitations.reply(session, now, launch.run_id, meeting_id, person, reply)

    launch.do(deed)


def replies(launch: Launch, name: str = GUEST) -> list[Message]:
    return [one for one in launch.messages() if one.kind in REPLIES and one.to_name == name]


def leave(launch: Launch) -> None:
    """Has what waits arrive."""

    def deed(session: Session, now: datetime) -> None:
        for message in launch.messages():
            row = session.get_one(Message, message.pk)
            if row.state is MessageState.QUEUED:
                row.state, row.sent_at = MessageState.SENT, now
                session.add(row)

    launch.do(deed)


def entry(message: Message) -> Component:
    (event,) = Calendar.from_ical(message.calendar_text).walk("VEVENT")
    return event


def test_it_confirms_a_yes_at_once_with_entry_way_there_and_who_else_comes(invited: Launch) -> None:
    answer(invited, YES, OTHER)
    answer(invited, YES)
    (confirmed,) = replies(invited)
    assert confirmed.send_after == invited.now
    assert "Park behind the hall." in confirmed.text
    assert OTHER in confirmed.text
    attendee = entry(confirmed)["ATTENDEE"]
    assert attendee.params["PARTSTAT"] == "ACCEPTED"
    assert attendee.params["RSVP"] == "FALSE"
    assert "unsubscribe" in confirmed.text


def test_it_thanks_for_a_no_and_names_who_comes_instead(invited: Launch) -> None:
    answer(invited, NO, substitute="Ada Desk")
    (thanks,) = replies(invited)
    assert thanks.kind == "declined-thanks"
    assert "Ada Desk in your place" in thanks.text
    assert "one page on what the others decide" in thanks.text


def test_it_never_says_the_same_twice(invited: Launch) -> None:
    answer(invited, YES)
    leave(invited)
    answer(invited, YES)
    answer(invited, MAYBE)
    answer(invited, YES)
    assert [one.kind for one in replies(invited)] == ["coming-confirmed"]


def test_it_gives_an_answer_that_is_changed_the_reply_that_fits(invited: Launch) -> None:
    for state in (YES, NO, YES):
        answer(invited, state)
        leave(invited)
    first, second, third = replies(invited)
    assert [first.kind, second.kind, third.kind] == [
        "coming-confirmed",
        "declined-thanks",
        "coming-confirmed",
    ]
    assert "no longer works" in " ".join(second.text.split())
    assert "after all" in third.text
    assert "after all" not in first.text


def test_it_withdraws_a_reply_that_has_not_left_when_they_answer_otherwise(invited: Launch) -> None:
    answer(invited, YES)
    answer(invited, NO)
    first, second = replies(invited)
    assert first.state is MessageState.CANCELED
    assert "does not work" in " ".join(second.text.split())


def test_it_confirms_anew_once_the_date_has_moved(invited: Launch) -> None:
    answer(invited, YES)
    leave(invited)
    meeting_id = invited.launch_meeting().pk
    invited.do(
        lambda session, now: meetings.change(
            *(session, now, invited.run_id, meeting_id), by=CONVENER, starts_at=STARTS_AT + timedelta(days=7)
        )
    )
    answer(invited, YES)
    assert [one.kind for one in replies(invited)] == ["coming-confirmed"] * 2


def test_it_says_nothing_to_whoever_has_no_address_and_nothing_after_the_meeting(invited: Launch) -> None:
    invited.do(lambda session, _: setattr(_guest(invited, session), "email", None))
    answer(invited, YES)
    invited.now = STARTS_AT + timedelta(hours=3)
    answer(invited, YES, OTHER)
    assert replies(invited) + replies(invited, OTHER) == []


def _guest(launch: Launch, session: Session) -> Person:
    return session.get_one(Person, launch.person(session, GUEST))


def test_it_gives_the_assistant_the_same_with_an_entry_that_asks_nobody(invited: Launch) -> None:
    def name_assistant(session: Session, _now: datetime) -> None:
        guest = _guest(invited, session)
        guest.assistant_name, guest.assistant_email = "Ada Desk", "ada@example.org"
        session.add(guest)

    invited.do(name_assistant)
    answer(invited, YES)
    (copy,) = [one for one in invited.messages("coming-confirmed") if one.to_name == "Ada Desk"]
    assert copy.calendar_method == "PUBLISH"
    assert "METHOD:PUBLISH" in copy.calendar_text
    assert "ATTENDEE" not in entry(copy)
    assert entry(copy)["UID"] == entry(replies(invited)[0])["UID"]


def promise(launch: Launch, what: str, name: str = GUEST, due_on: date | None = None) -> Commitment:
    return launch.do(
        lambda session, now: outcomes.commit_to(
            *(session, now, launch.run_id, what),
            session.get_one(Person, launch.person(session, name)),
            due_on or date(2026, 10, 1),
            by=CONVENER,
        )
    )


def noted(launch: Launch, name: str = GUEST) -> list[Message]:
    return [
        one
        for one in launch.messages("promise-noted")
        if one.to_name == name and one.state is not MessageState.CANCELED
    ]


def test_it_says_a_promise_back_with_its_day(launch: Launch) -> None:
    promise(launch, "Open the plant")
    (said,) = noted(launch)
    assert "Open the plant, by Thursday, October 1" in said.text


def test_it_says_two_promises_in_one_letter(launch: Launch) -> None:
    promise(launch, "Open the plant")
    promise(launch, "Bring two peers")
    (said,) = noted(launch)
    assert "Open the plant" in said.text
    assert "Bring two peers" in said.text


def test_it_says_the_new_day_of_a_promise_and_a_day_only_once(launch: Launch) -> None:
    commitment = promise(launch, "Open the plant")
    leave(launch)
    for _ in range(2):
        launch.do(
            lambda session, now: outcomes.postpone(
                *(session, now, launch.run_id, commitment.pk, date(2026, 10, 8)), by=GUEST
            )
        )
    first, second = noted(launch)
    assert "Thursday, October 8" in second.text
    assert "Thursday, October 8" not in first.text


def test_it_says_nothing_back_to_the_convener_whose_list_it_is(launch: Launch) -> None:
    promise(launch, "Call the mill", CONVENER)
    assert noted(launch, CONVENER) == []


def test_it_writes_to_whoever_else_has_taken_something_on(launch: Launch) -> None:
    promise(launch, "Book the room", TEAM[0])
    assert len(noted(launch, TEAM[0])) == 1

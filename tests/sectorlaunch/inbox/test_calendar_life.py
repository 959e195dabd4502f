"""The launch as it stands in a guest's calendar, from the invitation to the cancellation."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from notifications.wires.mime import letter_bytes
from sectorlaunch import database
from sectorlaunch.actions import meetings
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.tables import InvitationState, Message, MessageState
from tests.conftest import do_without
from tests.notifications import libical
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import answer, attendee
from tests.sectorlaunch.inbox.conftest import GUEST, House

ALDER = "alder@example.com"


def parts(house: House) -> list[Message]:
    """The letters to Biz Alder that carry a calendar part, in order."""
    return [m for m in house.launch.messages() if m.to_address == ALDER and m.calendar_text]


def entry(message: Message) -> Any:
    (event,) = Calendar.from_ical(message.calendar_text).walk("VEVENT")
    return event


def call_off(house: House) -> None:
    meeting_id = house.launch.messages("invitation")[0].meeting_id or 0
    house.launch.do(
        lambda session, now: meetings.call_off(
            session, now, house.launch.run_id, meeting_id, by="Cora Venner", why="Snow."
        )
    )


def accept(house: House) -> None:
    text = answer(
        attendee(ALDER), uid=house.meeting.uid, sequence=house.meeting.sequence, stamp="20260303T150000Z"
    )
    house.comes(came_back.from_outlook(text, house.organizer(GUEST)))


def test_it_announces_a_move_once_with_a_sequence_raised_once(house: House) -> None:
    before = house.meeting.sequence
    house.sent(GUEST)
    house.move(timedelta(days=7))
    house.move(timedelta(0))
    first, second = parts(house)
    assert [m.calendar_method for m in (first, second)] == ["REQUEST", "REQUEST"]
    assert [int(entry(m)["SEQUENCE"]) for m in (first, second)] == [before, before + 1]
    assert entry(second).decoded("DTSTART") - entry(first).decoded("DTSTART") == timedelta(days=7)


def test_it_raises_no_sequence_for_what_is_not_time_or_place(house: House) -> None:
    meeting_id, before = house.meeting.pk, house.meeting.sequence
    house.launch.do(
        lambda session, now: meetings.change(
            session, now, house.launch.run_id, meeting_id, by="Cora Venner", title="The launch", note="Tea."
        )
    )
    assert house.meeting.sequence == before
    assert len(parts(house)) == 1


@pytest.mark.parametrize("kind", ["save-the-date", "second-letter", "logistics", "meeting-reminder"])
def test_it_asks_for_no_answer_again_in_a_reminder(house: House, kind: str) -> None:
    """A second entry that asks would put the answer back to open in some calendars; the reply to a yes asks nothing."""
    accept(house)
    before = house.meeting.sequence
    house.write(kind, GUEST)
    assert house.launch.messages(kind)
    invitation, confirmed = parts(house)
    assert (invitation.kind, confirmed.kind) == ("invitation", "coming-confirmed")
    assert entry(confirmed)["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert house.meeting.sequence == before
    assert house.place(GUEST).state is InvitationState.ACCEPTED


def test_it_cancels_once_and_is_silent_after(house: House) -> None:
    house.sent(GUEST)
    house.write("logistics", GUEST)
    call_off(house)
    call_off(house)
    assert house.launch.messages("logistics")[0].state is MessageState.CANCELED
    _, last = parts(house)
    assert last.calendar_method == "CANCEL"
    assert int(entry(last)["SEQUENCE"]) == int(entry(parts(house)[0])["SEQUENCE"]) + 1
    about = [m for m in house.launch.messages() if m.to_address == ALDER]
    for _ in range(30):
        house.launch.wait(7)
    after = [m for m in house.launch.messages() if m.to_address == ALDER][len(about) :]
    assert [m for m in after if m.meeting_id == last.meeting_id] == []


def test_it_says_the_same_uid_and_organizer_from_first_to_last(house: House) -> None:
    house.sent(GUEST)
    house.move(timedelta(days=7))
    house.sent(GUEST, "meeting-moved")
    house.move(timedelta(days=7))
    call_off(house)
    entries = [entry(message) for message in parts(house)]
    assert len(entries) == 4
    assert len({str(event["UID"]) for event in entries}) == 1
    assert len({str(event["ORGANIZER"]) for event in entries}) == 1
    assert {str(event["ATTENDEE"]) for event in entries} == {f"mailto:{ALDER}"}
    assert [int(event["SEQUENCE"]) for event in entries] == sorted({int(e["SEQUENCE"]) for e in entries})


def test_it_keeps_the_rules_of_rfc_5546_in_every_part(house: House) -> None:
    try:
        libical.library()
    except LookupError as error:
        do_without(str(error))
    house.sent(GUEST)
    house.move(timedelta(days=7))
    call_off(house)
    assert len(parts(house)) == 3
    for message in parts(house):
        assert libical.complaints(message.calendar_text) == []


def test_it_becomes_a_letter_a_calendar_understands(house: House) -> None:
    """The organizer is not the recipient, the attendee is, and the method is said twice alike."""
    message = house.sent(GUEST)
    with database.reading(house.launch.engine) as session:
        row = session.get_one(Message, message.id)
        row.attempts = 1
        content = letter_bytes(envelope_of(session, house.launch.now, row, "launch@example.org"))
    assert b"method=REQUEST" in content
    assert b"Reply-To: cora@example.org" in content


def test_it_tells_a_guest_who_has_answered_of_the_move(house: House) -> None:
    accept(house)
    house.move(timedelta(days=7))
    assert parts(house)[-1].kind == "meeting-moved"
    assert parts(house)[-1].state is MessageState.QUEUED

"""Pauses, channels, digests and full weeks: applied when a message is written, and again when it would leave."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from notifications.envelope import Outcome, Receipt
from sectorlaunch import database, known_addresses
from sectorlaunch.actions import contact_preferences
from sectorlaunch.actions.contact_preferences import Preferences
from sectorlaunch.engine import carry_out
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.write.contact_preferences import room_left
from sectorlaunch.records import partnerships
from sectorlaunch.records.delivery import oldest_waiting
from sectorlaunch.status import status
from sectorlaunch.tables import Channel, Message, MessageState
from tests.cast import MONDAY, Launch
from tests.sectorlaunch.outbox.cast import PretendWire

EDDA = "Edda Teach"
TODAY = MONDAY.date()


def wish(launch: Launch, name: str, **chosen: object) -> list[str]:
    return launch.do(
        lambda session, now: contact_preferences.prefer(
            session, now, launch.person(session, name), Preferences(**chosen)
        )  # type: ignore[arg-type]
    )


def go_live(launch: Launch, tag: str = "email", url: str = "letter://mail.example.org/") -> None:
    launch.do(
        lambda session, now: session.add(Channel(tag=tag, url=url, masked=url, tested_at=now, live_since=now))
    )


def to(launch: Launch, name: str) -> list[Message]:
    return [message for message in launch.messages() if message.to_name == name]


def test_it_lets_a_message_wait_for_the_end_of_a_pause(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=2))
    drain(launch.engine, launch.now, PretendWire())
    (message,) = to(launch, EDDA)
    assert (message.state, message.state_reason) == (
        MessageState.QUEUED,
        "has asked for a pause until 2026-03-04.",
    )
    drain(launch.engine, message.send_after, PretendWire())
    assert to(launch, EDDA)[0].state is MessageState.SENT


def test_it_withholds_what_would_come_too_late_after_a_pause(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=60))
    drain(launch.engine, launch.now, PretendWire())
    assert to(launch, EDDA)[0].state is MessageState.WITHHELD
    assert any("was withheld from Edda Teach" in todo.title for todo in launch.todos())


def test_it_holds_a_message_back_already_when_it_is_written(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=6))
    launch.wait(4)
    reminder = next(m for m in to(launch, EDDA) if m.kind == "answer-reminder")
    assert reminder.send_after > launch.now
    assert "pause" in reminder.state_reason


def test_it_lets_go_of_what_waited_when_the_pause_is_ended(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=2))
    drain(launch.engine, launch.now, PretendWire())
    wish(launch, EDDA, end_pause=True)
    drain(launch.engine, launch.now, PretendWire())
    assert to(launch, EDDA)[0].state is MessageState.SENT


def test_it_tells_people_in_a_pause_that_a_meeting_is_called_off(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=20))
    with Session(launch.engine) as session, session.begin():
        message = session.get_one(Message, to(launch, EDDA)[0].id)
        message.kind = "meeting-canceled"
        session.add(message)
    drain(launch.engine, launch.now, PretendWire())
    assert to(launch, EDDA)[0].state is MessageState.SENT


def fill_the_week(launch: Launch, name: str, count: int) -> None:
    """So many messages sent yesterday, all to one person."""
    (first, *_) = to(launch, name)
    with Session(launch.engine) as session, session.begin():
        for number in range(count):
            fields = first.model_dump(exclude={"id"}) | {
                "purpose": f"filler/{number}",
                "message_id": f"filler-{number}@example.org",
                "state": MessageState.SENT,
                "sent_at": launch.now - timedelta(days=5),
            }
            session.add(Message(**fields))


def test_it_lets_the_sixth_message_of_a_week_wait_until_there_is_room(launch: Launch) -> None:
    go_live(launch)
    fill_the_week(launch, EDDA, 5)
    drain(launch.engine, launch.now, PretendWire())
    (waiting,) = [m for m in to(launch, EDDA) if m.purpose.count("filler") == 0]
    assert waiting.state is MessageState.QUEUED
    assert waiting.send_after == launch.now + timedelta(days=2)
    assert "5 messages reached them within a week" in waiting.state_reason
    drain(launch.engine, waiting.send_after, PretendWire())
    (sent,) = [m for m in to(launch, EDDA) if m.purpose.count("filler") == 0]
    assert sent.state is MessageState.SENT


def three_at_once(launch: Launch) -> list[Message]:
    """The welcome that waits, and two more letters that are due at the same moment."""
    (first,) = to(launch, EDDA)
    with Session(launch.engine) as session, session.begin():
        for kind, gate in (("answer-request", "shared-table"), ("answer-reminder", "shared-table")):
            fields = first.model_dump(exclude={"id"}) | {
                "kind": kind,
                "stop_gate": gate,
                "planned_id": None,
                "purpose": f"more/{kind}",
                "message_id": f"{kind}@example.org",
                "subject": f"About {kind}",
            }
            session.add(Message(**fields))
    return to(launch, EDDA)


def test_it_joins_what_is_due_when_the_week_has_one_place_left(launch: Launch) -> None:
    go_live(launch)
    three_at_once(launch)
    fill_the_week(launch, EDDA, 4)
    wire = PretendWire()
    drain(launch.engine, launch.now, wire)
    assert [one.to_name for one in wire.handed].count(EDDA) == 1
    (letter,) = [one for one in wire.handed if one.to_name == EDDA]
    assert letter.subject.endswith("(and two more)")
    assert letter.text.count("Dear Edda") == 1
    assert letter.text.count("You need no password") + letter.text.count("you need no password") == 2
    assert "put-in-when-it-leaves" not in letter.text
    drain(launch.engine, launch.now + timedelta(minutes=20), wire)
    ours = [m for m in to(launch, EDDA) if "filler" not in m.purpose]
    assert {message.state for message in ours} == {MessageState.SENT}
    assert len({message.sent_at for message in ours}) == 1


def test_it_counts_a_letter_that_was_joined_once(launch: Launch) -> None:
    go_live(launch)
    three_at_once(launch)
    fill_the_week(launch, EDDA, 4)
    for minutes in (0, 20):
        drain(launch.engine, launch.now + timedelta(minutes=minutes), PretendWire())
    with database.reading(launch.engine) as session:
        message = to(launch, EDDA)[0]
        later = launch.now + timedelta(days=3)
        assert room_left(session, later, message) == 4  # the four of last week are a week old by then


def test_it_loses_nothing_where_the_letter_it_was_joined_to_does_not_arrive(launch: Launch) -> None:
    go_live(launch)
    three_at_once(launch)
    fill_the_week(launch, EDDA, 4)
    refused = PretendWire([Receipt(Outcome.NEVER, 554, "5.7.1", "no thanks")])
    drain(launch.engine, launch.now, refused)
    wire = PretendWire()
    for minutes in (20, 40):
        drain(launch.engine, launch.now + timedelta(minutes=minutes), wire)
    ours = [m for m in to(launch, EDDA) if "filler" not in m.purpose]
    assert sorted(message.state for message in ours) == [
        MessageState.DEAD,
        MessageState.SENT,
        MessageState.SENT,
    ]
    assert [one.to_name for one in wire.handed].count(EDDA) == 1


def test_it_counts_nothing_while_messages_stay_on_the_machine(launch: Launch) -> None:
    fill_the_week(launch, EDDA, 5)
    drain(launch.engine, launch.now, PretendWire())
    assert {message.state for message in to(launch, EDDA)} == {MessageState.SENT}


def test_it_writes_to_the_phone_of_those_who_wish_it_once_that_can_leave(launch: Launch) -> None:
    wish(launch, EDDA, channel="sms")
    launch.wait(4)
    go_live(launch, "sms", "twilio://AC0000000000000000000000000000000a:b@15555550100")
    launch.wait(4)
    sent = {m.purpose.split("/")[1]: (m.channel, m.to_address) for m in to(launch, EDDA)}
    assert sent["shared-table-reminder"] == ("email", "edda@example.org")
    assert sent["shared-table-reminder-again"] == ("sms", "970-555-0102")


def test_it_writes_to_the_phone_of_those_whose_mail_address_failed(launch: Launch) -> None:
    """What goes to a phone is not held when it is written, and not when it is sent."""
    wish(launch, EDDA, channel="sms")
    go_live(launch, "sms", "twilio://AC0000000000000000000000000000000a:b@15555550100")
    with Session(launch.engine) as session, session.begin():
        known_addresses.note_refused(session, launch.now, "edda@example.org")
    launch.wait(4)
    (text,) = [message for message in to(launch, EDDA) if message.channel == "sms"]
    assert (text.state, text.held_because) == (MessageState.QUEUED, None)
    drain(launch.engine, text.send_after, PretendWire())
    assert {m.channel: m.state for m in to(launch, EDDA)} == {
        "email": MessageState.WITHHELD,
        "sms": MessageState.SENT,
    }


def test_it_sends_no_digest_to_whoever_wants_none(launch: Launch) -> None:
    wish(launch, "Cora Venner", wants_digest=False)
    for _ in range(8):
        launch.wait(1)
    digests = launch.messages("weekly-digest")
    assert digests
    assert {(m.state, m.why) for m in digests} == {(MessageState.WITHHELD, "has asked for no digest.")}


@pytest.mark.parametrize(
    "chosen", [{"paused_until": TODAY}, {"channel": "pigeon"}], ids=["a pause that is over", "no channel"]
)
def test_it_refuses_a_wish_it_cannot_keep(launch: Launch, chosen: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        wish(launch, EDDA, **chosen)


def test_it_counts_what_was_sent_by_any_partnership_and_not_what_failed(launch: Launch) -> None:
    go_live(launch)
    fill_the_week(launch, EDDA, 5)
    with Session(launch.engine) as session, session.begin():
        filler = next(m for m in to(launch, EDDA) if m.purpose == "filler/0")
        row = session.get_one(Message, filler.id)
        row.state = MessageState.DEAD
        session.add(row)
    drain(launch.engine, launch.now, PretendWire([Receipt(Outcome.SENT, 250)]))
    with Session(launch.engine) as session:
        assert oldest_waiting(session, launch.now) == (0, None)


def test_it_plans_on_as_before_for_everybody_else(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=30))
    launch.do(carry_out.due)
    drain(launch.engine, launch.now, PretendWire())
    others = [m for m in launch.messages() if m.to_name != EDDA]
    assert {message.state for message in others} == {MessageState.SENT}


def test_it_tells_the_convener_in_status_and_digest_what_is_held_back(launch: Launch) -> None:
    wish(launch, EDDA, paused_until=TODAY + timedelta(days=2))
    wish(launch, "Will Work", paused_until=TODAY + timedelta(days=60))
    drain(launch.engine, launch.now, PretendWire())
    with Session(launch.engine) as session:
        said = status.of(session, partnerships.partnership_of(session, launch.run_id)).held_back
    assert [("Edda Teach waits: has asked for a pause until 2026-03-04." in one) for one in said].count(
        True
    ) == 1
    assert any("to Will Work is withheld: has asked for a pause until 2026-05-01" in one for one in said)
    launch.now += timedelta(hours=1)
    for _ in range(8):
        launch.wait(1)
    assert "to Will Work is withheld" in launch.messages("weekly-digest")[-1].text

"""A message sent again by hand: the same words, once more, and nothing that is no longer true."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch.actions import meetings
from sectorlaunch.engine import carry_out
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.outbox.write import resend
from sectorlaunch.tables import Message, MessageState, Person
from tests.cast import LAUNCH_DAY, Launch, begin


@pytest.fixture
def launch(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Launch:
    started = begin(engine, tmp_path_factory.mktemp("again"))
    started.do(carry_out.due)
    return started


def again(launch: Launch, message: Message) -> Message:
    return launch.do(lambda session, now: resend.send_again(session, now, launch.run_id, message.pk, "Cora"))


def sent(launch: Launch, **changes: object) -> Message:
    """The first welcome, as if it had left."""
    first = launch.messages("welcome")[0]

    def deed(session: Session, _now: object) -> None:
        message = session.get_one(Message, first.id)
        for name, value in {"state": MessageState.SENT, **changes}.items():
            setattr(message, name, value)
        session.add(message)

    launch.do(deed)
    return next(message for message in launch.messages() if message.id == first.id)


def test_it_writes_the_same_words_as_a_message_of_its_own(launch: Launch) -> None:
    first = sent(launch)
    second, third = again(launch, first), again(launch, first)
    assert (second.text, second.state) == (first.text, MessageState.QUEUED)
    assert len({one.message_id for one in (first, second, third)}) == 3
    assert third.occurrence.endswith("#again-2")


def test_it_goes_to_where_the_person_is_reached_now(launch: Launch) -> None:
    first = sent(launch)

    def move(session: Session, _now: object) -> None:
        session.get_one(Person, first.person_id).email = "elsewhere@example.org"

    launch.do(move)
    assert again(launch, first).to_address == "elsewhere@example.org"


def test_it_needs_an_address(launch: Launch) -> None:
    first = sent(launch)

    def forget(session: Session, _now: object) -> None:
        session.get_one(Person, first.person_id).email = None

    launch.do(forget)
    with pytest.raises(BadInput, match="Mend it first"):
        again(launch, first)


def test_it_repeats_nothing_that_is_on_its_way(launch: Launch) -> None:
    with pytest.raises(NotAllowed, match="on its way"):
        again(launch, launch.messages("welcome")[0])


def test_it_repeats_no_link_that_is_good_once(launch: Launch) -> None:
    with pytest.raises(NotAllowed, match="good once"):
        again(launch, sent(launch, kind="sign-in"))


def test_it_does_not_put_an_old_time_into_calendars(launch: Launch) -> None:
    meeting = launch.launch_meeting()
    first = sent(
        launch,
        meeting_id=meeting.id,
        calendar_text="BEGIN:VEVENT\nSEQUENCE:4\nEND:VEVENT",
        calendar_sequence=4,
    )
    with pytest.raises(NotAllowed, match="the old one"):
        again(launch, first)
    launch.do(
        lambda session, now: meetings.call_off(
            session, now, launch.run_id, meeting.pk, by="Cora", why=f"Not on {LAUNCH_DAY}"
        )
    )
    with pytest.raises(NotAllowed, match="called off"):
        again(launch, first)


def test_it_knows_only_messages_of_this_partnership(launch: Launch) -> None:
    with pytest.raises(NotFound):
        launch.do(lambda session, now: resend.send_again(session, now, 99, 1, "Cora"))

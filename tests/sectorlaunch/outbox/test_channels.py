"""Channels: nothing leaves the machine by surprise."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from notifications.envelope import Outcome
from notifications.wires.mailbox import LocalMailbox
from sectorlaunch.database import unit_of_work
from sectorlaunch.errors import BadInput, ChannelNotReady, NotFound
from sectorlaunch.outbox import channels
from sectorlaunch.outbox.deliver import dispatcher
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Channel, Event, MessageState
from tests.notifications.wires.servers import Postbox, free_port, real_server
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, needed

HERE = frozenset({"127.0.0.1"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def address(port: int) -> str:
    return f"letter://127.0.0.1:{port}/?from=launch@example.org&mode=none"


def add(engine: Engine, url: str, tag: str = "email", sender: str = "") -> None:
    with unit_of_work(engine, NOON) as session:
        channels.add(session, NOON, tag, url, sender, hosts=HERE)


def go_live(engine: Engine, tag: str = "email") -> None:
    with unit_of_work(engine, NOON) as session:
        channels.go_live(session, NOON, tag)


def test_it_sends_to_the_local_mailbox_until_a_channel_is_live(
    launch: OutboxLaunch, settings: Settings
) -> None:
    message_id = launch.queue()
    postbox = Postbox()
    with real_server(postbox) as port:
        add(launch.engine, address(port))
        dispatcher.run_once(launch.engine, NOON, settings, needed)
    assert launch.message(message_id).state is MessageState.SENT
    assert postbox.letters == []
    (entry,) = LocalMailbox(settings.mailbox).entries()
    assert entry.subject == "Letter 1"
    assert LocalMailbox(settings.mailbox).read(entry.name).sender == "Cora Convener <cora@example.org>"


def test_it_sends_by_the_channel_once_it_is_tested_and_live(launch: OutboxLaunch, settings: Settings) -> None:
    launch.queue()
    postbox = Postbox()
    with real_server(postbox) as port:
        add(launch.engine, address(port))
        assert (
            channels.send_test(launch.engine, NOON, "email", "cora@example.org", HERE).outcome is Outcome.SENT
        )
        go_live(launch.engine)
        dispatcher.run_once(launch.engine, NOON, settings, needed)
    assert [kept.recipients for kept in postbox.letters] == [["cora@example.org"], ["gus@example.org"]]
    assert postbox.letters[1].sender == "launch@example.org"
    assert not settings.mailbox.exists()


def test_it_writes_a_test_message_that_says_by_which_channel_it_came(launch: OutboxLaunch) -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        add(launch.engine, address(port))
        channels.send_test(launch.engine, NOON, "email", "cora@example.org", HERE)
    letter = message_from_bytes(postbox.letters[0].content, policy=policy.default)
    assert letter["Subject"] == "Test: messages leave by email"
    assert letter["Reply-To"] == "cora@example.org"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert text.startswith("Dear cora@example.org,")  # nobody signs in by this address
    assert "River Valley" in text


def test_it_sends_to_the_mailbox_again_after_standing_down(launch: OutboxLaunch, settings: Settings) -> None:
    with real_server(Postbox()) as port:
        add(launch.engine, address(port))
        channels.send_test(launch.engine, NOON, "email", "cora@example.org", HERE)
    go_live(launch.engine)
    with unit_of_work(launch.engine, NOON) as session:
        channels.stand_down(session, NOON, "email")
    launch.queue()
    dispatcher.run_once(launch.engine, NOON, settings, needed)
    assert len(LocalMailbox(settings.mailbox).entries()) == 1


def test_it_does_not_go_live_untested(engine: Engine) -> None:
    add(engine, address(2525))
    with pytest.raises(ChannelNotReady, match="Send a test message first"):
        go_live(engine)


def test_it_does_not_go_live_after_a_test_that_failed(engine: Engine) -> None:
    add(engine, address(free_port()))
    receipt = channels.send_test(engine, NOON, "email", "cora@example.org", HERE)
    assert receipt.outcome is Outcome.LATER
    with pytest.raises(ChannelNotReady):
        go_live(engine)


def test_it_asks_for_another_test_when_the_address_changes(engine: Engine) -> None:
    with real_server(Postbox()) as port:
        add(engine, address(port))
        channels.send_test(engine, NOON, "email", "cora@example.org", HERE)
        go_live(engine)
    add(engine, address(2525))
    with Session(engine) as session:
        (line,) = channels.list_channels(session)
    assert (line.tested_at, line.live_since, line.state) == (None, None, "not tested")


def test_it_keeps_a_channel_live_when_the_same_address_is_set_again(engine: Engine) -> None:
    with real_server(Postbox()) as port:
        add(engine, address(port))
        channels.send_test(engine, NOON, "email", "cora@example.org", HERE)
        go_live(engine)
        add(engine, address(port))
    with Session(engine) as session:
        assert channels.list_channels(session)[0].state == "live"


def test_it_does_not_count_a_test_through_an_address_that_has_changed(engine: Engine) -> None:
    add(engine, address(2525))
    with unit_of_work(engine, NOON) as session:
        from notifications.envelope import Receipt

        channels.note_test(session, NOON, "email", address(2526), Receipt(Outcome.SENT, 250))
    with pytest.raises(ChannelNotReady):
        go_live(engine)


@pytest.mark.parametrize(
    ("tag", "url", "remedy"),
    [
        ("email", "slack://aaaaaaaaa/bbbbbbbbb/sesame", "cannot carry letters"),
        ("email", "mailto://u:sesame@example.org", "write letter://"),
        ("email", "letter://u:sesame@mail.example.org", "need a sender"),
        ("email", "letter://u:sesame@mail.example.org?from=launch", "not one plain"),
        ("chat", "slack://sesame", "not a complete address"),
        ("two words", "letter://mail.example.org?from=a@example.org", "one short word"),
    ],
)
def test_it_refuses_a_bad_address_with_the_remedy_and_without_the_secret(
    engine: Engine, tag: str, url: str, remedy: str
) -> None:
    with pytest.raises(BadInput, match=remedy) as refused:
        add(engine, url, tag)
    assert "sesame" not in str(refused.value)
    with Session(engine) as session:
        assert channels.list_channels(session) == []


def test_it_shows_no_secret_in_lists_and_events(engine: Engine) -> None:
    add(engine, "letters://launch:sesame-password@mail.example.org/?from=launch@example.org")
    with Session(engine) as session:
        (line,) = channels.list_channels(session)
        events = session.exec(select(Event)).all()
        assert "sesame-password" in session.exec(select(Channel)).one().url
    assert line.masked == "letters://****@mail.example.org/?from=launch@example.org"
    assert "sesame" not in str(line) + str(events)


def test_it_names_the_channels_there_are_when_one_is_unknown(engine: Engine) -> None:
    add(engine, address(2525))
    with pytest.raises(NotFound, match="There are: email"):
        go_live(engine, "sms")


def test_it_waits_when_the_address_of_a_live_channel_broke(launch: OutboxLaunch, settings: Settings) -> None:
    add(launch.engine, address(2525))
    launch.change(Channel, 1, url="letter://?", live_since=NOON, tested_at=NOON)
    message_id = launch.queue()
    dispatcher.run_once(launch.engine, NOON, settings, needed)
    assert launch.message(message_id).state is MessageState.QUEUED
    assert "not a complete address" in launch.message(message_id).state_reason


CONFIGURATION = """
urls:
  - slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ:
    - tag: team-chat, board
  - jsons://hooks.example.org/room:
    - tag: board
  - syslog://:
    - tag: log
"""


def test_it_takes_an_address_from_an_apprise_configuration_by_its_tag(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "apprise.yml"
    file.write_text(CONFIGURATION)
    add(engine, channels.address_in(file, "team-chat"), tag="team-chat")
    with Session(engine) as session:
        assert channels.list_channels(session)[0].masked == "slack://****"


@pytest.mark.parametrize(
    ("tag", "remedy"),
    [
        ("board", "2 addresses"),
        ("log", "Its tags are: board, team-chat"),
        ("none", "No address in that file"),
    ],
)
def test_it_says_which_tags_an_apprise_configuration_has(tmp_path: Path, tag: str, remedy: str) -> None:
    file = tmp_path / "apprise.yml"
    file.write_text(CONFIGURATION)
    with pytest.raises(BadInput, match=remedy):
        channels.address_in(file, tag)


def test_it_says_that_there_is_no_such_configuration(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        channels.address_in(tmp_path / "nowhere.yml", "email")


def test_it_leads_no_channel_inside_unless_the_host_is_allowed(engine: Engine) -> None:
    with (
        unit_of_work(engine, NOON) as session,
        pytest.raises(BadInput, match="SECTOR_LAUNCH_CHANNEL_HOSTS"),
    ):
        channels.add(session, NOON, "email", address(2525))


def test_it_finds_a_channel_that_was_set_live_before_it_needed_leave_to_lead_inside(engine: Engine) -> None:
    with real_server(Postbox()) as port:
        add(engine, address(port))
        channels.send_test(engine, NOON, "email", "cora@example.org", HERE)
    go_live(engine)
    with Session(engine) as session:
        assert channels.cut_off(session, HERE) == {}
        assert "SECTOR_LAUNCH_CHANNEL_HOSTS" in channels.cut_off(session, frozenset())["email"]

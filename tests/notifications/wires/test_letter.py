"""letter:// and letters:// against real servers, and against one that misbehaves on purpose."""

import ssl
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from apprise import Apprise

from notifications.envelope import Outcome
from notifications.wires import letter
from notifications.wires.opening import open_wire
from notifications.wires.wire import BadWireAddress, Wire
from tests.notifications.wires.letters import envelope
from tests.notifications.wires.servers import HANG_UP, Postbox, free_port, real_server, scripted

HERE = frozenset({"127.0.0.1"})


def plain_wire(port: int) -> Wire:
    return open_wire(f"letter://127.0.0.1:{port}/?from=launch@example.org&mode=none", HERE)


def test_it_delivers_a_letter_to_a_real_server() -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        wire = plain_wire(port)
        receipt = wire.send(envelope())
        wire.close()
    (kept,) = postbox.letters
    assert (receipt.outcome, receipt.code, receipt.enhanced_code) == (Outcome.SENT, 250, "2.0.0")
    assert (kept.sender, kept.recipients) == ("launch@example.org", ["gus@example.com"])
    message = message_from_bytes(kept.content, policy=policy.default)
    assert message["Message-ID"] == "<5f2a.invite.17@example.org>"
    text = message.get_body(("plain",))  # type: ignore[attr-defined]
    assert ".a line that begins with a dot" in text.get_content()


def test_it_keeps_one_connection_for_many_letters() -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        wire = plain_wire(port)
        for number in range(20):
            assert wire.send(envelope(message_id=f"{number}@example.org")).outcome is Outcome.SENT
        wire.close()
    assert len(postbox.letters) == 20
    assert {kept.line for kept in postbox.letters} == {1}


def test_it_gives_the_return_path_to_the_envelope_and_not_to_the_letter() -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        wire = plain_wire(port)
        wire.send(envelope(return_path="bounce+17@example.org"))
        wire.close()
    assert postbox.letters[0].sender == "bounce+17@example.org"
    assert b"bounce+17" not in postbox.letters[0].content


@pytest.mark.usefixtures("trusted")
def test_it_encrypts_by_starttls_and_signs_in(server_context: ssl.SSLContext) -> None:
    postbox = Postbox()
    with real_server(postbox, starttls=server_context, login=("launch", "pass:word/1")) as port:
        wire = open_wire(f"letter://launch:pass%3Aword%2F1@127.0.0.1:{port}/?from=launch@example.org", HERE)
        assert wire.send(envelope()).outcome is Outcome.SENT
        wire.close()
    assert (postbox.letters[0].over_tls, postbox.letters[0].user) == (True, "launch")


@pytest.mark.usefixtures("trusted")
def test_it_encrypts_from_the_first_byte(server_context: ssl.SSLContext) -> None:
    postbox = Postbox()
    with real_server(postbox, tls=server_context) as port:
        wire = open_wire(f"letters://127.0.0.1:{port}/?from=launch@example.org", HERE)
        assert wire.send(envelope()).outcome is Outcome.SENT
        wire.close()
    assert len(postbox.letters) == 1


def test_it_sends_nothing_to_a_server_it_cannot_trust(server_context: ssl.SSLContext) -> None:
    postbox = Postbox()
    with real_server(postbox, starttls=server_context) as port:
        receipt = open_wire(f"letter://127.0.0.1:{port}/?from=launch@example.org", HERE).send(envelope())
    assert (receipt.outcome, postbox.letters) == (Outcome.LATER, [])
    assert "certificate" in receipt.words


def test_it_sends_nothing_in_the_clear_when_the_server_offers_no_encryption() -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        receipt = open_wire(f"letter://127.0.0.1:{port}/?from=launch@example.org", HERE).send(envelope())
    assert (receipt.outcome, postbox.letters) == (Outcome.LATER, [])
    assert "STARTTLS" in receipt.words


def test_it_waits_for_a_mended_login_instead_of_giving_letters_up() -> None:
    with real_server(Postbox(), login=("launch", "right-password")) as port:
        receipt = open_wire(f"letter://launch:wrong-password@127.0.0.1:{port}/?mode=none", HERE).send(
            envelope()
        )
    assert (receipt.outcome, receipt.code) == (Outcome.LATER, 535)
    assert "wrong-password" not in receipt.words


def test_it_says_later_when_nobody_listens() -> None:
    receipt = plain_wire(free_port()).send(envelope())
    assert (receipt.outcome, receipt.code) == (Outcome.LATER, None)


@pytest.mark.parametrize(
    ("script", "outcome", "code", "enhanced"),
    [
        ({"hello": ["554 go away"]}, Outcome.LATER, 554, ""),
        ({"hello": [HANG_UP]}, Outcome.LATER, None, ""),
        ({"EHLO": [HANG_UP]}, Outcome.LATER, None, ""),
        ({"MAIL": ["550 5.7.1 who are you"]}, Outcome.LATER, 550, "5.7.1"),
        ({"MAIL": ["552 5.3.4 too large"]}, Outcome.NEVER, 552, "5.3.4"),
        ({"MAIL": ["451 4.3.0 busy"]}, Outcome.LATER, 451, "4.3.0"),
        ({"MAIL": ["421 4.3.2 closing"]}, Outcome.LATER, 421, "4.3.2"),
        ({"MAIL": [HANG_UP]}, Outcome.LATER, None, ""),
        ({"RCPT": ["550 5.1.1 no such user"]}, Outcome.NEVER, 550, "5.1.1"),
        ({"RCPT": ["530 5.7.0 sign in first"]}, Outcome.LATER, 530, "5.7.0"),
        ({"RCPT": ["450 4.2.1 greylisted"]}, Outcome.LATER, 450, "4.2.1"),
        ({"RCPT": [HANG_UP]}, Outcome.LATER, None, ""),
        ({"DATA": ["554 5.5.1 no recipients"]}, Outcome.NEVER, 554, "5.5.1"),
        ({"DATA": ["451 4.3.0 busy"]}, Outcome.LATER, 451, "4.3.0"),
        ({"DATA": [HANG_UP]}, Outcome.LATER, None, ""),
        ({"END": ["550 5.7.1 spam"]}, Outcome.NEVER, 550, "5.7.1"),
        ({"END": ["451 4.7.1 later"]}, Outcome.LATER, 451, "4.7.1"),
        ({"END": ["421 4.3.2 closing"]}, Outcome.LATER, 421, "4.3.2"),
        ({"END": [HANG_UP]}, Outcome.AMBIGUOUS, None, ""),
        ({"END": ["mumble"]}, Outcome.AMBIGUOUS, None, ""),
    ],
)
def test_it_knows_what_each_answer_means(
    script: dict[str, list[str]], outcome: Outcome, code: int | None, enhanced: str
) -> None:
    with scripted(**script) as server:
        receipt = plain_wire(server.port).send(envelope())
    assert (receipt.outcome, receipt.code, receipt.enhanced_code) == (outcome, code, enhanced)


def test_it_carries_on_over_the_same_connection_after_a_refusal() -> None:
    with scripted(RCPT=["550 5.1.1 no such user", "250 ok"]) as server:
        wire = plain_wire(server.port)
        outcomes = [wire.send(envelope()).outcome for _ in range(2)]
    assert outcomes == [Outcome.NEVER, Outcome.SENT]
    assert server.lines == 1
    assert "RSET" in [word.upper() for word in server.heard]


def test_it_connects_again_when_the_server_let_go_meanwhile() -> None:
    with scripted() as server:
        wire = plain_wire(server.port)
        assert wire.send(envelope()).outcome is Outcome.SENT
        server.drop_lines()
        assert wire.send(envelope()).outcome is Outcome.SENT
    assert server.lines == 2
    assert len(server.contents) == 2


def test_it_connects_again_when_a_kept_line_is_closed_with_421() -> None:
    with scripted(MAIL=["250 ok", "421 4.4.2 idle too long", "250 ok"]) as server:
        wire = plain_wire(server.port)
        assert [wire.send(envelope()).outcome for _ in range(2)] == [Outcome.SENT, Outcome.SENT]
    assert server.lines == 2


def test_it_never_sends_the_content_twice_in_one_try() -> None:
    with scripted(END=["250 ok", HANG_UP]) as server:
        wire = plain_wire(server.port)
        assert [wire.send(envelope()).outcome for _ in range(2)] == [Outcome.SENT, Outcome.AMBIGUOUS]
    assert len(server.contents) == 2


def test_it_refuses_a_letter_before_it_says_a_word_to_the_server() -> None:
    with scripted() as server:
        receipt = plain_wire(server.port).send(envelope(subject="Hello\r\nBcc: stranger@example.net"))
    assert (receipt.outcome, server.lines) == (Outcome.NEVER, 0)


def test_it_is_known_to_apprise_and_found_by_tag() -> None:
    letter.register()
    channels = Apprise()
    assert channels.add("letters://launch:pw@mail.example.org/?from=launch@example.org", tag="email")
    (found,) = channels.find("email")
    assert isinstance(found, letter.NotifyLetter)
    assert found.sender_address == "launch@example.org"


def test_it_gives_back_an_address_that_opens_the_same_wire() -> None:
    letter.register()
    url = "letter://la%40unch:p%3Aw%2F%3F@mail.example.org:2525/?from=launch@example.org&mode=starttls"
    first = Apprise.instantiate(url)
    second = Apprise.instantiate(first.url())
    for name in ("host", "port", "user", "password", "mode", "sender_address"):
        assert getattr(first, name) == getattr(second, name)


def test_it_makes_a_letter_of_title_and_body_for_who_uses_apprise_itself() -> None:
    letter.register()
    postbox = Postbox()
    with real_server(postbox) as port:
        there = Apprise()
        to = "to=Gus%20Guest%20<gus@example.com>,cora@example.org"
        there.add(f"letter://127.0.0.1:{port}/?from=launch@example.org&mode=none&{to}", tag="board")
        there.add("letter://127.0.0.1:1/?from=launch@example.org&mode=none", tag="elsewhere")
        assert there.notify(title="Two gates are open", body="Come & look.\n\nCora", tag="board") is True
    assert [kept.recipients for kept in postbox.letters] == [["gus@example.com"], ["cora@example.org"]]
    first = message_from_bytes(postbox.letters[0].content, policy=policy.default)
    assert (first["Subject"], first["To"]) == ("Two gates are open", "Gus Guest <gus@example.com>")
    assert first["From"].endswith("<launch@example.org>")
    assert first.get_body(("plain",)).get_content().splitlines() == ["Come & look.", "", "Cora"]  # type: ignore[attr-defined]
    second = message_from_bytes(postbox.letters[1].content, policy=policy.default)
    assert first["Message-ID"] != second["Message-ID"]


def test_it_serves_a_configuration_file_of_apprise(tmp_path: Path) -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        file = tmp_path / "apprise.yml"
        file.write_text(
            "urls:\n"
            f"  - letter://127.0.0.1:{port}/cora@example.org/?from=launch@example.org&mode=none&format=html:\n"
            "    - tag: board\n"
        )
        ours = Path(letter.__file__).with_name("apprise_plugin.py")
        words = ["-P", str(ours), "-c", str(file), "-g", "board", "-t", "A <b>title</b>", "-i", "html"]
        ran = subprocess.run(
            [Path(sys.executable).with_name("apprise"), *words, "-b", "<p>Come &amp; look.</p>"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (kept,) = postbox.letters
    assert kept.recipients == ["cora@example.org"]
    message = message_from_bytes(kept.content, policy=policy.default)
    assert "<p>Come &amp; look.</p>" in message.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    assert message.get_body(("plain",)).get_content().strip() == "Come & look."  # type: ignore[attr-defined]


def test_it_says_no_to_apprise_when_one_of_the_recipients_is_refused(
    caplog: pytest.LogCaptureFixture,
) -> None:
    letter.register()
    with scripted(RCPT=["250 ok", "550 5.1.1 no such person"]) as server:
        url = f"letter://127.0.0.1:{server.port}/?from=launch@example.org&mode=none&to=gus@example.com,no@example.com"
        assert Apprise.instantiate(url).notify(title="Come", body="words", body_format="text") is False
    assert "no such person" in caplog.text


def test_it_writes_to_the_sender_when_the_address_names_nobody() -> None:
    letter.register()
    postbox = Postbox()
    with real_server(postbox) as port:
        plugin = Apprise.instantiate(f"letter://127.0.0.1:{port}/?from=launch@example.org&mode=none")
        assert plugin.notify("words", body_format="text") is True
    assert postbox.letters[0].recipients == ["launch@example.org"]


def test_it_passes_on_nothing_of_what_is_no_mail_server() -> None:
    with scripted(hello=["HTTP/1.1 200 OK\r\n\r\nsesame-page"]) as server:
        receipt = plain_wire(server.port).send(envelope())
    assert receipt.outcome is Outcome.LATER
    assert "sesame" not in receipt.words
    assert "does not answer as a mail server" in receipt.words


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("letter://", "names no mail server"),
        ("letter://host.example/?mode=maybe", "starttls or none"),
        ("letter://u:topsecret@mail.example.org/?mode=none", "in the clear"),
        ("letter://u:topsecret@mail.example.org/?from=not-an-address", "from"),
    ],
)
def test_it_says_what_is_wrong_with_an_address_without_its_secret(url: str, remedy: str) -> None:
    with pytest.raises(BadWireAddress, match=remedy) as refused:
        open_wire(url)
    assert "topsecret" not in str(refused.value)


AT_ONCE = ["250-scripted\r\n250 PIPELINING"]


def test_it_says_everything_in_one_breath_where_the_server_offers_it() -> None:
    with scripted(EHLO=AT_ONCE) as server:
        wire = plain_wire(server.port)
        receipts = [wire.send(envelope(message_id=f"{number}@example.org")) for number in range(3)]
        wire.close()
    assert [receipt.outcome for receipt in receipts] == [Outcome.SENT] * 3
    assert len(server.contents) == 3


@pytest.mark.parametrize(
    ("script", "outcome", "code"),
    [
        ({"RCPT": ["550 5.1.1 no such user", "250 ok"], "DATA": ["554 nobody", "354 go on"]}, "never", 550),
        ({"RCPT": ["450 4.2.1 busy", "250 ok"], "DATA": ["354 go on"], "END": ["554 nobody", "250 ok"]}, "later", 450),
        ({"MAIL": ["550 5.7.1 not you", "250 ok"], "DATA": ["503 no sender", "354 go on"]}, "later", 550),
        ({"DATA": ["452 4.3.1 full", "354 go on"]}, "later", 452),
    ],
)  # fmt: skip
def test_it_hears_each_answer_to_one_breath(script: dict[str, list[str]], outcome: str, code: int) -> None:
    """The next letter on the same line goes through, and nobody gets an empty one."""
    with scripted(EHLO=AT_ONCE, **script) as server:
        wire = plain_wire(server.port)
        refused, taken = wire.send(envelope()), wire.send(envelope(message_id="second@example.org"))
        wire.close()
    assert (refused.outcome.value, refused.code) == (outcome, code)
    assert taken.outcome is Outcome.SENT
    assert server.lines == 1
    assert [b"second@example.org" in content for content in server.contents if content] == [True]

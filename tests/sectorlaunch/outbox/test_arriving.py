"""A test letter to oneself, the key letters are signed with, and what doctor, the page and the commands say of both."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from sectorlaunch import checks, database, migrations
from sectorlaunch.cli.main import run
from sectorlaunch.database import open_database
from sectorlaunch.inbox import mailboxes, taking
from sectorlaunch.outbox import arrival_tests, channels, signing_keys
from sectorlaunch.settings import Settings
from sectorlaunch.tables import ArrivalTest, SigningKey
from tests.cast import MONDAY
from tests.name_server import NameServer, name_server
from tests.notifications.wires.servers import Kept, Postbox, real_server

HOSTS = frozenset({"127.0.0.1", "localhost"})
FOUND = (
    b"Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=launch@example.org;\r\n"
    b" dkim=fail header.d=example.org; dmarc=pass header.from=example.org;\r\n"
    b"Received-SPF: pass (mx.example.com) client-ip=203.0.113.9;\r\n"
)


@dataclass
class Office:
    """An installation whose letters leave by a mail server on this machine."""

    settings: Settings
    engine: Engine
    zone: NameServer
    postbox: Postbox

    def letter(self) -> Kept:
        return self.postbox.letters[-1]

    def check(self, title: str) -> checks.Check:
        return next(one for one in checks.examine(self.settings, MONDAY) if one.title == title)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    postbox = Postbox()
    with name_server() as zone, real_server(postbox) as port:
        monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("SECTOR_LAUNCH_NAME_SERVERS", zone.address)
        monkeypatch.setenv("SECTOR_LAUNCH_PORT", "1")
        monkeypatch.setenv("SECTOR_LAUNCH_PREFECT_PORT", "1")
        settings = Settings()
        engine = open_database(settings)
        migrations.upgrade(engine)
        url = f"letter://127.0.0.1:{port}/?from=launch@example.org&mode=none"
        with database.unit_of_work(engine, MONDAY) as session:
            channels.add(session, MONDAY, "email", url, hosts=HOSTS)
            mailboxes.add(
                session, MONDAY, "answers", "imap://a:b@127.0.0.1/?mode=none", "answers@example.org"
            ).live_since = MONDAY
        yield Office(settings, engine, zone, postbox)
        engine.dispose()


def test_it_sends_a_letter_to_the_own_mailbox_and_reads_there_what_its_receiver_found(office: Office) -> None:
    assert office.check("Arriving: test letter").remedy == "Send one: `sector-launch arriving send`."
    to, receipt = arrival_tests.send(office.engine, MONDAY, HOSTS)
    assert (to, receipt.outcome) == ("answers@example.org", "sent")
    assert office.letter().recipients == ["answers@example.org"]
    with database.unit_of_work(office.engine, MONDAY) as session:
        stranger = taking.take(
            session, MONDAY, FOUND + b"From: a@example.net\r\nSubject: Hello (12345)\r\n\r\nHello\r\n"
        )
        assert arrival_tests.newest_that_came(session) is None, stranger
        taken = taking.take(session, MONDAY, FOUND + office.letter().content)
        assert "test letter" in taken.outcome
        again = taking.take(session, MONDAY, FOUND + office.letter().content)
        assert "test letter" not in again.outcome
    found = office.check("Arriving: test letter")
    assert (found.state, found.finding) == ("problem", "a signature was there: it failed")
    assert "signed with a key of that domain" in found.remedy
    assert (
        "203.0.113.9, which letters leave from, has no name"
        in office.check("Arriving: name of the relay").finding
    )


def test_it_reads_a_sealed_address_when_doctor_looks_at_the_ways_out(office: Office) -> None:
    with database.unit_of_work(office.engine, MONDAY) as session:
        channels.with_tag(session, "email").live_since = MONDAY  # type: ignore[union-attr]
    assert office.check("Channels").finding == "live: email"


def test_it_keeps_no_test_letter_that_did_not_leave(office: Office) -> None:
    with database.unit_of_work(office.engine, MONDAY) as session:
        channels.add(
            session, MONDAY, "email", "letter://127.0.0.1:1/?from=launch@example.org&mode=none", hosts=HOSTS
        )
    _, receipt = arrival_tests.send(office.engine, MONDAY, HOSTS, "cora@example.org")
    assert receipt.outcome != "sent"
    with database.reading(office.engine) as session:
        assert session.exec(select(ArrivalTest)).all() == []


def test_it_signs_only_once_the_key_is_published_and_seals_it(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["arriving", "sign"]) == 1
    assert run(["arriving", "key"]) == 0
    record = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("v=DKIM1"))
    assert run(["arriving", "sign"]) == 1
    assert "does not show the key yet" in capsys.readouterr().err
    with database.reading(office.engine) as session:
        key = session.exec(select(SigningKey)).one()
        stored = session.exec(text("SELECT private FROM signingkey")).one()[0]  # type: ignore[call-overload]
        assert key.private.startswith("-----BEGIN PRIVATE KEY-----")
        assert stored.startswith("sealed:")
        assert signing_keys.letter_key(session, "launch@example.org") is None
    office.zone.text(f"{key.selector}._domainkey.example.org", record)
    assert run(["arriving", "sign"]) == 0
    assert run(["arriving", "send", "--to", "cora@example.org"]) == 0
    assert office.letter().content.startswith(b"DKIM-Signature: ")
    assert office.check("Arriving: signature").state == "fine"
    assert run(["arriving", "stop-signing"]) == 0
    assert run(["arriving", "send", "--to", "cora@example.org"]) == 0
    assert b"DKIM-Signature" not in office.letter().content


def test_it_reads_a_letter_somebody_copied_out_of_their_mailbox(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(FOUND + b"From: The partnership <launch@example.org>\r\nSubject: Test\r\n\r\nHello\r\n")
    assert run(["arriving", "read", str(file)]) == 1  # something is to be mended
    out = capsys.readouterr().out
    assert "MEND" in out
    assert "Please publish a TXT record at _dmarc.example.org" in out
    file.write_bytes(b"From: a@example.net\r\n\r\nHello\r\n")
    assert run(["arriving", "read", str(file)]) == 1
    assert "That letter is from example.net; letters leave here from example.org." in capsys.readouterr().err
    file.write_bytes(b"Hello")
    assert run(["arriving", "read", str(file)]) == 1
    assert "not the source of a letter" in capsys.readouterr().err

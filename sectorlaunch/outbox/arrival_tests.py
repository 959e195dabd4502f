"""How letters leave, and the letters sent to oneself to see how they arrive."""

import secrets
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from notifications.envelope import Outcome, Receipt
from notifications.mail_address import comparable
from notifications.wires.opening import open_wire
from notifications.wires.token_source import TokenSource
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.errors import BadInput
from sectorlaunch.mail_domain import authentication_results, findings, received_letter
from sectorlaunch.mail_domain.authentication_results import Reception, Result
from sectorlaunch.mail_domain.findings import ArrivalFinding, Sending
from sectorlaunch.mail_domain.names import NameServers
from sectorlaunch.outbox import channels, signing_keys
from sectorlaunch.outbox.write import addresses
from sectorlaunch.records.delivery import LETTER_TAG
from sectorlaunch.tables import ArrivalTest, Channel

AWAITED = timedelta(days=7)
"""A letter that has not come by then will not."""
NO_LETTERS = (
    "No channel carries letters yet. Add one on the settings page, or by `sector-launch channel add email`."
)


def sending(session: Session, hosts: frozenset[str]) -> Sending | None:
    """How letters leave, live or not; None where no channel carries any."""
    channel = channels.with_tag(session, LETTER_TAG)
    domain = comparable(channel.sender_address).rpartition("@")[2] if channel is not None else ""
    if channel is None or not domain:
        return None
    host = _host(channel, hosts)
    key = signing_keys.of(session, domain)
    test = newest_that_came(session)
    return Sending(
        domain,
        host,
        is_inside=host in hosts,
        client=str(test.reception.get("client", "")) if test is not None else "",
        key=signing_keys.published_as(key) if key is not None and key.signs_since is not None else None,
    )


def look(engine: Engine, names: NameServers, hosts: frozenset[str]) -> list[ArrivalFinding]:
    """Everything that is found: what the name servers say, and the last test letter. Raises BadInput without a channel."""
    with reading(engine) as session:
        leaves = sending(session, hosts)
        test = newest_that_came(session)
    if leaves is None:
        raise BadInput(NO_LETTERS)
    found = findings.look(names, leaves)
    return found + (received_letter.judge(names, reception_of(test), leaves) if test is not None else [])


def send(
    engine: Engine,
    now: datetime,
    hosts: frozenset[str],
    to: str = "",
    tokens: TokenSource | None = None,
) -> tuple[str, Receipt]:
    """Sends a letter to `to`, or to the mailbox that is read; returns whom it went to, and what the mail server said.

    Raises BadInput where no channel carries letters, or there is nobody to send it to.
    """
    code = secrets.token_hex(5).upper()
    with unit_of_work(engine, now) as session:
        channel = channels.with_tag(session, LETTER_TAG)
        inbox = addresses.live_inbox(session)
        address = to.strip() or (inbox.address if inbox is not None else "")
        if channel is None:
            raise BadInput(NO_LETTERS)
        if "@" not in address:
            raise BadInput("Say to which mailbox of yours it goes: none is read here.")
        url, seen = channel.url, channels.seen(channel)
        key = signing_keys.letter_key(session, channel.sender_address)
        session.add(ArrivalTest(code=code, to_address=address[:254], sent_at=now))
    envelope = channels.written_test(now, seen, address, "", "your partnerships")
    envelope = replace(envelope, subject=f"{envelope.subject} ({code})", key=key)
    receipt = channels.send_once(url, envelope, hosts, tokens)
    with unit_of_work(engine, now) as session:
        channels.note_test(session, now, LETTER_TAG, url, receipt)
        if receipt.outcome is not Outcome.SENT:
            session.delete(session.exec(select(ArrivalTest).where(ArrivalTest.code == code)).one())
    return address, receipt


def take(session: Session, now: datetime, subject: str, content: bytes) -> bool:
    """Keeps what a receiver said of a test letter that came; whether the mail was one."""
    awaited = select(ArrivalTest).where(
        col(ArrivalTest.came_at).is_(None), ArrivalTest.sent_at > now - AWAITED
    )
    test = next((one for one in session.exec(awaited) if f"({one.code})" in subject), None)
    if test is None:
        return False
    note(session, now, test, authentication_results.read(content))
    return True


def take_source(session: Session, now: datetime, source: str, hosts: frozenset[str]) -> None:
    """The same of a letter whose source somebody copied out of a mailbox that is not read here.

    Raises BadInput for what is no letter, or one from another domain than the sender's.
    """
    reception = authentication_results.read(source.strip().encode("utf-8", "replace"))
    leaves = sending(session, hosts)
    if leaves is None:
        raise BadInput(NO_LETTERS)
    if not reception.from_domain:
        raise BadInput(
            "That is not the source of a letter. In Gmail it is under “Show original”, in Outlook under “View message "
            "source”; copy all of it."
        )
    if reception.from_domain != leaves.domain:
        raise BadInput(
            f"That letter is from {reception.from_domain}; letters leave here from {leaves.domain}."
        )
    test = ArrivalTest(code=secrets.token_hex(5).upper(), to_address="", sent_at=now)
    note(session, now, test, reception)


def note(session: Session, now: datetime, test: ArrivalTest, reception: Reception) -> None:
    test.came_at, test.reception = now, asdict(reception)
    session.add(test)
    session.flush()


def newest_that_came(session: Session) -> ArrivalTest | None:
    came = select(ArrivalTest).where(col(ArrivalTest.came_at).is_not(None))
    return session.exec(came.order_by(col(ArrivalTest.came_at).desc()).limit(1)).first()


def newest(session: Session) -> ArrivalTest | None:
    return session.exec(select(ArrivalTest).order_by(col(ArrivalTest.id).desc()).limit(1)).first()


def reception_of(test: ArrivalTest) -> Reception:
    kept: dict[str, Any] = dict(test.reception)
    results = tuple(
        Result(one["method"], one["result"], tuple((name, value) for name, value in one["about"]))
        for one in kept.pop("results")
    )
    return Reception(results=results, **kept)


def _host(channel: Channel, hosts: frozenset[str]) -> str:
    try:
        return str(open_wire(channel.url, hosts).host)
    except ValueError:
        return ""

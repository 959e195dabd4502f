"""The mailboxes we read: added, tested, stood down. None is read, and no letter names it, before a test succeeded."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from notifications.wires.token_source import TokenSource
from sectorlaunch import events
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.inbox import folder
from sectorlaunch.inbox.imap_address import ImapAddress, read_address
from sectorlaunch.tables import Inbox

LONGEST_LOCAL_PART = 24
"""A local part may have 64 characters; ours needs forty of them behind the plus."""


@dataclass(frozen=True)
class InboxLine:
    """A mailbox for eyes: its address is masked."""

    name: str
    masked: str
    address: str
    takes_bounces: bool
    live_since: datetime | None
    trouble: str

    @property
    def state(self) -> str:
        if self.live_since is None:
            return "not read"
        return "in trouble" if self.trouble else "read"


def check(name: str, url: str, address: str) -> tuple[str, str, str, ImapAddress]:
    """Name, IMAP address and e-mail address as they are kept, and the IMAP address taken apart. Raises BadInput."""
    return _checked_name(name), url.strip(), _checked(address), read_address(url.strip())


@dataclass(frozen=True)
class Tried:
    """What was found when a mailbox was opened: its numbers, and how many mails are in it."""

    uid_validity: int
    next_uid: int
    count: int


def add(
    session: Session,
    now: datetime,
    name: str,
    url: str,
    address: str,
    *,
    takes_bounces: bool = True,
    move_to: str = "",
    by: str = "convener",
) -> Inbox:
    """Adds a mailbox, or changes one; it is not read before a test has succeeded.

    `address` is the plain e-mail address whose plus-addresses arrive there. Raises BadInput with the remedy, and
    without the secret.
    """
    name, url, address, where = check(name, url, address)
    inbox = session.exec(select(Inbox).where(Inbox.name == name)).first()
    is_new_place = inbox is None or (inbox.url, inbox.address) != (url, address)
    inbox = inbox or Inbox(name=name, url=url, masked="", address=address, secret=secrets.token_hex(32))
    inbox.url, inbox.masked, inbox.address = url, where.masked, address
    inbox.takes_bounces, inbox.move_to = takes_bounces, move_to.strip()
    if is_new_place:
        inbox.tested_at = inbox.live_since = inbox.uid_validity = None
        inbox.trouble = ""
    session.add(inbox)
    session.flush()
    events.record(
        session, now, None, by, EventKind.MAILBOX_SET, f"The mailbox {name} of {address} is {inbox.masked}."
    )
    return inbox


def test(
    engine: Engine,
    now: datetime,
    name: str,
    tokens: TokenSource | None = None,  # noqa: PT028
    *,
    by: str,
) -> int:
    """Opens a mailbox and, when that works, has it read from here on; returns how many mails are in it now.

    Takes an engine because a mail server may take its time and no transaction must wait for it. What was there
    before is left alone. Raises NotFound, and MailboxTrouble with what the server said.
    """
    with reading(engine) as session:
        url = _find(session, name).url
    tried = try_out(url, tokens)
    with unit_of_work(engine, now) as session:
        inbox = _find(session, name)
        if inbox.url == url:
            read_from_here(session, now, inbox, tried, by=by)
    return tried.count


def try_out(url: str, tokens: TokenSource | None = None) -> Tried:
    """Opens a mailbox that is not kept yet, as `test` does one that is; wherever it is, nothing in it changes.

    Raises BadInput and MailboxTrouble, without the secret.
    """
    with folder.opened(read_address(url), tokens) as box:
        return Tried(box.uid_validity, box.next_uid(), box.count())


def read_from_here(session: Session, now: datetime, inbox: Inbox, tried: Tried, by: str = "convener") -> None:
    """Has a mailbox that could be opened read from now on; what was in it before is left alone."""
    inbox.tested_at, inbox.trouble = now, ""
    if inbox.uid_validity is None:
        inbox.uid_validity, inbox.begins_at_uid = tried.uid_validity, tried.next_uid
    if inbox.live_since is None:
        inbox.live_since = now
        words = f"Answers from calendars and returned letters are read from {inbox.masked}."
        events.record(session, now, None, by, EventKind.MAILBOX_READ, words)
    session.add(inbox)


def stand_down(session: Session, now: datetime, name: str, by: str = "convener") -> Inbox:
    """From here on a mailbox is not read, and new letters do not name it. Raises NotFound."""
    inbox = _find(session, name)
    if inbox.live_since is not None:
        inbox.live_since = None
        session.add(inbox)
        events.record(
            session, now, None, by, EventKind.MAILBOX_STOOD_DOWN, f"{inbox.masked} is not read any more."
        )
    return inbox


def list_mailboxes(session: Session) -> list[InboxLine]:
    """Every mailbox by name, addresses masked."""
    return [
        InboxLine(row.name, row.masked, row.address, row.takes_bounces, row.live_since, row.trouble)
        for row in session.exec(select(Inbox).order_by(col(Inbox.name)))
    ]


def live(session: Session) -> list[Inbox]:
    """The mailboxes that are read."""
    return list(session.exec(select(Inbox).where(col(Inbox.live_since).is_not(None)).order_by(col(Inbox.id))))


def _find(session: Session, name: str) -> Inbox:
    inbox = session.exec(select(Inbox).where(Inbox.name == name.strip().lower())).first()
    if inbox is None:
        known = ", ".join(session.exec(select(Inbox.name).order_by(col(Inbox.name)))) or "none so far"
        raise NotFound(f"There is no mailbox {name}. There are: {known}.")
    return inbox


def _checked_name(name: str) -> str:
    plain = name.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", plain):
        raise BadInput("The name of a mailbox is one short word such as answers.")
    return plain


def _checked(address: str) -> str:
    plain = address.strip().lower()
    if not re.fullmatch(r"[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", plain):
        raise BadInput(
            "Give the plain e-mail address of the mailbox, such as answers@example.org, without a plus."
        )
    if len(plain.partition("@")[0]) > LONGEST_LOCAL_PART:
        raise BadInput(
            f"What stands before the @ may have {LONGEST_LOCAL_PART} characters: a secret is added to it."
        )
    return plain

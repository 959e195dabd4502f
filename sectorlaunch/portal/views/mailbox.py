"""The letters of the local mailbox that belong to somebody's partnerships.

A letter holds personal links. So a convener sees the letters of their own partnerships only, and never a sign-in
link meant for somebody else.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, and_, col, exists, or_, select, text
from sqlmodel.sql.expression import Select

from notifications.rendering import kinds_with
from notifications.wires.mailbox import LocalMailbox, MailboxLetter, NoSuchLetter
from sectorlaunch.records import people
from sectorlaunch.tables import Message, Partnership, Person, PlaybookRun, Role

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A letter on the list."""

    name: str
    message: Message
    partnership: Partnership | None
    """None for a letter to one's own account, about signing in."""


@dataclass(frozen=True)
class MailboxPage:
    lines: list[Line]
    older: int | None
    """The number of the next page; None on the last."""


def page(session: Session, box: LocalMailbox, account_id: int, *, number: int) -> MailboxPage:
    """One page of letters, newest first; pages are numbered from 1."""
    wanted = _mine(account_id).where(_IS_SENT).order_by(col(Message.sent_at).desc(), col(Message.id).desc())
    rows = session.exec(wanted.offset((number - 1) * PAGE).limit(PAGE)).all()
    names = {_key(name): name for name in box.names()}
    return MailboxPage(
        lines=[
            Line(name, message, partnership)
            for message, partnership in rows
            if (name := names.get(_key_of(message.message_id))) is not None
        ],
        older=number + 1 if len(rows) == PAGE else None,
    )


def letter(session: Session, box: LocalMailbox, account_id: int, name: str) -> tuple[MailboxLetter, Message]:
    """One letter with its message. Raises NoSuchLetter also for one that belongs to others."""
    found = box.read(name)
    message_id = next((value for key, value in found.headers if key.lower() == "message-id"), "")
    row = session.exec(
        _mine(account_id).where(Message.message_id == re.sub(r"[<>\s]", "", message_id))
    ).one_or_none()
    if row is None:
        raise NoSuchLetter("The mailbox has no such letter.")
    return found, row[0]


_IS_SENT = text("message.state = 'sent'")
"""As a literal, so that the partial index is used."""


def _mine(account_id: int) -> Select[Message, Partnership | None]:
    """Asked of each letter, not gathered first: the newest are found by their date, however many are convened."""
    convened = exists().where(
        col(Role.partnership_id) == col(Partnership.id),
        col(Role.person_id) == col(Person.id),
        col(Person.account_id) == account_id,
        col(Role.kind).in_(people.CONVENING),
        col(Role.ended_at).is_(None),
    )
    return (
        select(Message, Partnership)
        .join(PlaybookRun, col(Message.run_id) == col(PlaybookRun.id), isouter=True)
        .join(Partnership, col(PlaybookRun.partnership_id) == col(Partnership.id), isouter=True)
        .where(
            or_(
                and_(convened, col(Message.kind).not_in(kinds_with("is_private"))),
                col(Message.account_id) == account_id,
            )
        )
    )


def _key(name: str) -> str:
    return name.partition("-")[2].removesuffix(".eml")


def _key_of(message_id: str) -> str:
    """The part of a letter's file name that comes from its Message-ID, as `notifications.wires.mailbox` writes it."""
    return sha256(message_id.encode()).hexdigest()[:20]

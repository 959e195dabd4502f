"""What the installation need not know any more: ended sign-ins, dead links, for whom a mail came. A round at a time.

Links that still open something, and numbers that keep a mail from being taken twice, are left alone.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, SQLModel, col, or_, select

from sectorlaunch.tables import AccessLink, AccountLink, AddressChange, ReceivedMail, SignIn

MOST = 1000
"""Rows of a table in one round; the others have their turn in the next."""
FORGOTTEN = "its keeping period is over"
"""What is said of a mail after that."""


def forget_sign_ins(session: Session, before: datetime) -> int:
    """Takes out sign-ins that ended, and changes of address that were asked for, before a moment; how many."""
    ended = select(SignIn).where(or_(col(SignIn.ended_at) < before, col(SignIn.expires_at) < before))
    asked = select(AddressChange).where(col(AddressChange.asked_at) < before)
    return _take_out(session, session.exec(ended.limit(MOST)).all()) + _take_out(
        session, session.exec(asked.limit(MOST)).all()
    )


def forget_links(session: Session, before: datetime) -> int:
    """Takes out links that have led nowhere since before a moment; how many. Of a link of a person, use ends nothing."""
    of_persons = select(AccessLink).where(
        or_(col(AccessLink.revoked_at) < before, col(AccessLink.expires_at) < before)
    )
    of_accounts = select(AccountLink).where(
        or_(
            col(AccountLink.revoked_at) < before,
            col(AccountLink.expires_at) < before,
            col(AccountLink.used_at) < before,
        )
    )
    return _take_out(session, session.exec(of_persons.limit(MOST)).all()) + _take_out(
        session, session.exec(of_accounts.limit(MOST)).all()
    )


def forget_received(session: Session, before: datetime) -> int:
    """Blanks what came of mails received before a moment, and for whom; how many."""
    known = select(ReceivedMail).where(
        col(ReceivedMail.received_at) < before, col(ReceivedMail.outcome) != FORGOTTEN
    )
    found = session.exec(known.limit(MOST)).all()
    for mail in found:
        mail.outcome, mail.person_id = FORGOTTEN, None
        session.add(mail)
    return len(found)


def _take_out(session: Session, rows: Sequence[SQLModel]) -> int:
    for row in rows:
        session.delete(row)
    return len(rows)

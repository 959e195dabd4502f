"""Sends a sign-in link to whoever has an account and asks for one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from sectorlaunch.actions import accounts as account_actions
from sectorlaunch.engine import accounts as account_engine
from sectorlaunch.records import accounts
from sectorlaunch.records import leads as lead_records
from sectorlaunch.tables import Account, Message

MOST_AN_HOUR = 5


def send(session: Session, now: datetime, email: str, first_leads: Collection[str] = ()) -> bool:
    """Queues a one-time link for whoever has a part, keeps the house or leads, whose account has this address. False, and nothing done, else.

    Nobody can have somebody's mailbox filled: after five links in an hour the next has to wait.
    """
    address = email.strip().lower()
    leads = lead_records.addresses(session, first_leads)
    account = accounts.with_address(session, address)
    if account is None and address in leads:  # a lead's first time: the link shows that the address is theirs
        account = account_actions.at(session, now, address, address)
    if account is None:
        return False
    may_come = address in leads or account.keeper_since is not None
    if not may_come and not accounts.has_a_part(session, account.pk):
        return False
    if _within_the_hour(session, now, account) >= MOST_AN_HOUR:
        return False
    account_engine.send_sign_in(session, now, account)
    return True


def _within_the_hour(session: Session, now: datetime, account: Account) -> int:
    return session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.account_id == account.pk,
            Message.kind == account_engine.SIGN_IN,
            col(Message.queued_at) > now - timedelta(hours=1),
        )
    ).one()

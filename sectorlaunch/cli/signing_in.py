"""Sign-in links for those who have an account."""

from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch import access_links, links, plain_values
from sectorlaunch.errors import NotFound
from sectorlaunch.records import accounts
from sectorlaunch.tables import Account, AccountLinkPurpose


def account_of(session: Session, email: str) -> Account:
    """The account with this address. Raises NotFound with the nearest one."""
    account = accounts.with_address(session, email)
    if account is not None:
        return account
    near = plain_values.nearest(email.strip().casefold(), session.exec(select(Account.email)).all())
    hint = f"did you mean “{near}”?" if near else "`sector-launch accounts list` shows who signs in."
    raise NotFound(f"Nobody signs in with the address “{email}”; {hint}")


def link_for(session: Session, now: datetime, email: str) -> str:
    """A fresh one-time link. Raises NotFound for somebody who has no account."""
    return fresh_link(session, now, account_of(session, email))


def fresh_link(session: Session, now: datetime, account: Account) -> str:
    return links.sign_in(access_links.issue_to_account(session, now, account.pk, AccountLinkPurpose.SIGN_IN))

"""Who sees every partnership of the installation, and changes those they convene."""

from collections.abc import Collection

from sqlmodel import Session, col, or_, select

from sectorlaunch.records import accounts
from sectorlaunch.tables import Account


def were_named(session: Session) -> bool:
    """Whether a keeper has ever named one, or ended it: from then on the machine's settings say nothing of leads."""
    marked = or_(col(Account.lead_since).is_not(None), col(Account.lead_ended_at).is_not(None))
    return session.exec(select(Account.id).where(marked).limit(1)).first() is not None


def of(session: Session, first: Collection[str]) -> list[Account]:
    """Those who are leads now and have an account, in the order they became it.

    `first` are the addresses of the settings, which count until one is named.
    """
    if not were_named(session):
        return [account for address in sorted(first) if (account := accounts.with_address(session, address))]
    marked = select(Account).where(col(Account.lead_since).is_not(None))
    return list(session.exec(marked.order_by(col(Account.lead_since), col(Account.id))))


def addresses(session: Session, first: Collection[str]) -> list[str]:
    """What they sign in with, those among them who never did; in alphabetical order."""
    return sorted(one.email for one in of(session, first)) if were_named(session) else sorted(first)


def is_one(session: Session, account: Account, first: Collection[str]) -> bool:
    return account.lead_since is not None or (account.email in first and not were_named(session))

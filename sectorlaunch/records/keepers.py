"""Who keeps the installation: its ways out, its mailboxes, its leads, its working hours and the playbooks of the house."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from sectorlaunch.records import accounts
from sectorlaunch.records import leads as lead_records
from sectorlaunch.tables import Account


def named(session: Session) -> list[Account]:
    """Those who were named, in the order they were."""
    marked = select(Account).where(col(Account.keeper_since).is_not(None))
    return list(session.exec(marked.order_by(col(Account.keeper_since), col(Account.id))))


def of(session: Session, leads: Collection[str]) -> list[Account]:
    """Who keeps it now. While nobody has been named: the leads, where the machine has any; else who convened first.

    `leads` are the addresses of the settings.
    """
    found = named(session)
    if found:
        return found
    if leads:
        return [account for address in sorted(leads) if (account := accounts.with_address(session, address))]
    return accounts.that_convene(session)[:1]


def are_one_person(session: Session, leads: Collection[str]) -> bool:
    """Whether one person alone convenes, leads and keeps, and nobody else ever signed in.

    Who has signed in counts for good: else a keeper would end everybody else first, and be alone then.
    """
    came = [account for account in accounts.everyone(session) if account.verified_at is not None]
    everyone = {account.email for account in (*came, *accounts.that_convene(session), *of(session, leads))}
    return len(everyone | set(lead_records.addresses(session, leads))) <= 1

"""Naming who sees every partnership of the installation, and ending it. There need be none."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import accounts, keepers, sign_ins
from sectorlaunch.errors import NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import accounts as account_records
from sectorlaunch.records import leads
from sectorlaunch.tables import Account


def name(
    session: Session, now: datetime, email: str, called: str = "", *, first: Collection[str] = (), by: str
) -> Account:
    """Has somebody see every partnership; they sign in with this address, from their first link on.

    `first` are the addresses of the settings: whoever was a lead by them goes on. `called` is their name, where they have
    no account. Raises BadInput for no address, or for somebody unknown without a name.
    """
    account = accounts.found_or_opened(session, now, email, called)
    _write_down(session, now, first)
    if account.lead_since is None:
        account.lead_since, account.lead_ended_at = now, None
        session.add(account)
        session.flush()
        said = f"{account.name} sees every partnership from now on."
        events.record(session, now, None, by, EventKind.LEAD_NAMED, said)
    return account


def end(session: Session, now: datetime, account_id: int, *, first: Collection[str] = (), by: str) -> Account:
    """Has somebody see no more than what they convene or have a part in. Raises NotFound for one who is no lead."""
    _write_down(session, now, first)
    account = next((one for one in leads.of(session, first) if one.id == account_id), None)
    if account is None:
        raise NotFound("They do not see every partnership.")
    account.lead_since, account.lead_ended_at = None, now
    session.add(account)
    session.flush()
    if account.keeper_since is None and not account_records.has_a_part(session, account.pk):
        sign_ins.end_all(session, now, account.pk)
    said = f"{account.name} does not see every partnership any more."
    events.record(session, now, None, by, EventKind.LEAD_ENDED, said)
    return account


def _write_down(session: Session, now: datetime, first: Collection[str]) -> None:
    """Those the settings named are named from here on; and who keeps the installation by that goes on keeping it."""
    if leads.were_named(session):
        return
    keepers.write_down(session, first)
    for address in sorted(first):
        account = accounts.at(session, now, address, address)
        account.lead_since = account.created_at
        session.add(account)
    session.flush()

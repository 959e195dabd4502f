"""Naming who keeps the installation, and ending it. One always does."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import accounts, sign_ins
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import accounts as account_records
from sectorlaunch.records import keepers
from sectorlaunch.tables import Account


def begin(session: Session, now: datetime, leads: Collection[str] = ()) -> None:
    """Whoever set the installation up keeps it: the one who convened first, unless the machine names leads for that."""
    if not leads and not keepers.named(session):
        write_down(session, leads)


def name(
    session: Session, now: datetime, email: str, called: str = "", *, leads: Collection[str] = (), by: str
) -> Account:
    """Has somebody keep the installation; they sign in with this address, from their first link on.

    Whoever kept it without being named goes on. `called` is their name, where they have no account. Raises BadInput for
    no address, or for somebody unknown without a name.
    """
    account = accounts.found_or_opened(session, now, email, called)
    write_down(session, leads)
    if account.keeper_since is None:
        account.keeper_since = now
        session.add(account)
        session.flush()
        said = f"{account.name} keeps the installation from now on."
        events.record(session, now, None, by, EventKind.KEEPER_NAMED, said)
    return account


def end(session: Session, now: datetime, account_id: int, *, leads: Collection[str] = (), by: str) -> Account:
    """Has somebody keep the installation no more. Raises NotFound for one who does not, NotAllowed for the last."""
    kept_by = _one_after_the_other(session, leads)
    account = next((one for one in kept_by if one.id == account_id), None)
    if account is None:
        raise NotFound("They do not keep this installation.")
    if len(kept_by) == 1:
        raise NotAllowed(
            f"{account.name} is the only keeper; name another one first, then this can be ended."
        )
    write_down(session, leads)
    account.keeper_since = None
    session.add(account)
    session.flush()
    if account.lead_since is None and not account_records.has_a_part(session, account.pk):
        sign_ins.end_all(session, now, account.pk)
    said = f"{account.name} keeps the installation no more."
    events.record(session, now, None, by, EventKind.KEEPER_ENDED, said)
    return account


def _one_after_the_other(session: Session, leads: Collection[str]) -> list[Account]:
    """Those who keep it, for whoever ends one of them: two keepers who end each other at once would leave none."""
    session.exec(select(Account.id).order_by(col(Account.id)).with_for_update()).all()
    return keepers.of(session, leads)


def write_down(session: Session, leads: Collection[str]) -> None:
    """Those who kept it while nobody was named are named from here on, and have kept it all along."""
    for account in keepers.of(session, leads):
        account.keeper_since = account.keeper_since or account.created_at
        session.add(account)
    session.flush()

"""Signing in, and the way to another address for it: each step with the letter that goes with it.

The old address is asked first, then the new one; both are told when it is done. So nobody who sits at an open page,
and nobody who has somebody's address on a list, can take an account over.
"""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import links
from sectorlaunch.access_links import SIGN_IN_LASTS
from sectorlaunch.actions import accounts
from sectorlaunch.outbox.write import account_letters
from sectorlaunch.tables import Account

SIGN_IN = "sign-in"
ADDRESS_CHANGE = "address-change"
ADDRESS_CHANGED = "address-changed"
HOURS = round(SIGN_IN_LASTS.total_seconds() / 3600)


def send_sign_in(session: Session, now: datetime, account: Account) -> None:
    """The one-time link, by mail to the account's own address."""
    account_letters.write(
        session,
        now,
        account,
        SIGN_IN,
        why="link asked for",
        link=links.sign_in(links.UNTIL_IT_LEAVES),
        lasts_hours=HOURS,
    )


def ask_for_address(session: Session, now: datetime, account: Account, email: str) -> None:
    """Asks at the old address whether another one may take its place. Raises BadInput for what is no address."""
    change = accounts.ask_for_address(session, now, account, email)
    account_letters.write(
        session,
        now,
        account,
        ADDRESS_CHANGE,
        why="address asked for",
        link=links.account_address(links.UNTIL_IT_LEAVES),
        new_address=change.email,
        lasts_hours=HOURS,
    )


def follow_link(session: Session, now: datetime, token: str) -> str | None:
    """Takes the next step: after the old address the new one is asked, and after that it is changed and told to both.

    Returns the step that was taken, "agreed" or "confirmed"; None for a link that does not hold.
    Raises BadInput where another account has the address by now.
    """
    change = accounts.agree_to_address(session, now, token)
    if change is not None:
        account = session.get_one(Account, change.account_id)
        account_letters.write(
            session,
            now,
            account,
            ADDRESS_CHANGE,
            to_address=change.email,
            why="address wanted",
            link=links.account_address(links.UNTIL_IT_LEAVES),
            new_address=change.email,
            old_address=account.email,
            lasts_hours=HOURS,
        )
        return "agreed"
    changed = accounts.confirm_address(session, now, token)
    if changed is None:
        return None
    account, before = changed
    _tell_both(session, now, account, before)
    return "confirmed"


def set_address(session: Session, now: datetime, account: Account, email: str, *, by: str) -> None:
    """Whoever keeps the installation gives an account another address; both are told. Raises BadInput."""
    before = accounts.set_address(session, now, account, email, by=by)
    _tell_both(session, now, account, before, changed_by=by)


def _tell_both(session: Session, now: datetime, account: Account, before: str, changed_by: str = "") -> None:
    for address in (before, account.email):
        account_letters.write(
            session,
            now,
            account,
            ADDRESS_CHANGED,
            to_address=address,
            why="address changed",
            link=links.to_sign_in(),
            new_address=account.email,
            old_address=before,
            changed_by=changed_by,
        )

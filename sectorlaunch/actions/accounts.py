"""Accounts: how a person on a list comes to sign in, and how the owner of an account gives it another address."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from sectorlaunch import events, plain_values
from sectorlaunch.actions import sign_ins
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import access, accounts
from sectorlaunch.tables import (
    Account,
    AccountLink,
    AccountLinkPurpose,
    AddressChange,
    Event,
    Message,
    Person,
)

FORMER = "Former account"
"""What stands in place of the name and the address of an account that was removed."""


def open_for(session: Session, now: datetime, person: Person) -> Account | None:
    """Gives a person who is to sign in the account of their address, and opens it where there is none.

    Whoever opened it decides nothing more: from the first sign-in on, what is written about the person leaves the
    account as it is. Until then nobody has shown that it reaches them, and a slip of the pen is mended by writing the
    address anew. None for somebody without an address.
    """
    held = session.get(Account, person.account_id) if person.account_id is not None else None
    if held is not None and (held.verified_at is not None or held.email == person.email):
        return held
    if person.email is None:
        return held
    account = at(session, now, person.email, person.name)
    person.account_id = account.pk
    session.add(person)
    session.flush()
    return account


def follow_address(session: Session, now: datetime, person: Person) -> None:
    """Another address was written down for a person: whoever convenes without ever having signed in goes with it."""
    if person.account_id is not None or accounts.is_to_sign_in(session, person.pk):
        open_for(session, now, person)


def at(session: Session, now: datetime, email: str, name: str) -> Account:
    """The account with an address, opened where there is none."""
    account = accounts.with_address(session, email)
    if account is None:
        account = Account(name=name, email=email, created_at=now)
        session.add(account)
        session.flush()
        events.record(session, now, None, name, EventKind.ACCOUNT_OPENED, f"{name} may sign in with {email}.")
    return account


def found_or_opened(session: Session, now: datetime, email: str, called: str) -> Account:
    """The account with an address, or a new one for somebody who is called so.

    Raises BadInput for no address, or for somebody unknown without a name.
    """
    try:
        address = plain_values.email_address(email)
        account = accounts.with_address(session, address)
        if account is None and not called.strip():
            raise ValueError("nobody signs in with this address; give their name as well")
        return account or at(session, now, address, plain_values.filled_line(called))
    except ValueError as remedy:
        raise BadInput(plain_values.sentence(remedy)) from None


def use_sign_in(session: Session, now: datetime, token: str) -> Account | None:
    """Signs the holder of a one-time link in, once. None when the link does not hold."""
    account = use_link(session, now, token, AccountLinkPurpose.SIGN_IN)
    if account is None:
        return None
    account.verified_at = account.verified_at or now
    session.add(account)
    events.record(session, now, None, account.name, EventKind.SIGNED_IN, f"{account.name} signed in.")
    return account


def rename(session: Session, now: datetime, account: Account, name: str) -> None:
    """Notes how the owner of an account is called. Lists of partnerships stay as their conveners keep them."""
    try:
        account.name = plain_values.filled_line(name)
    except ValueError:
        raise BadInput("Write your name on one line, with 200 characters at most.") from None
    session.add(account)
    events.record(
        session, now, None, account.name, EventKind.ACCOUNT_RENAMED, f"{account.name} is called so."
    )


def ask_for_address(session: Session, now: datetime, account: Account, email: str) -> AddressChange:
    """Notes that an account is to have another address; an earlier wish ends. Raises BadInput for no address."""
    try:
        address = plain_values.email_address(email)
    except ValueError:
        raise BadInput(
            "That does not read as an email address. Check it for typing mistakes; it looks like ana.lopez@example.org."
        ) from None
    if address == account.email:
        raise BadInput("You sign in with this address already.")
    _end_changes(session, now, account.pk)
    change = AddressChange(account_id=account.pk, email=address, asked_at=now)
    session.add(change)
    session.flush()
    return change


def agree_to_address(session: Session, now: datetime, token: str) -> AddressChange | None:
    """Takes the word of whoever reads the old address. None when the link does not hold, or nothing is asked any more."""
    account = use_link(session, now, token, AccountLinkPurpose.OLD_ADDRESS)
    change = accounts.open_change(session, account.pk) if account is not None else None
    if change is not None:
        change.agreed_at = now
        session.add(change)
    return change


def confirm_address(session: Session, now: datetime, token: str) -> tuple[Account, str] | None:
    """Gives an account the address that has been shown to reach its owner; says which one it had.

    None when the link does not hold. Raises BadInput where another account has the address by now.
    """
    account = use_link(session, now, token, AccountLinkPurpose.NEW_ADDRESS)
    change = accounts.open_change(session, account.pk) if account is not None else None
    if account is None or change is None or change.agreed_at is None:
        return None
    before = account.email
    _set_address(session, now, account, change.email, by=account.name)
    change.done_at = now
    session.add(change)
    return account, before


def set_address(session: Session, now: datetime, account: Account, email: str, *, by: str) -> str:
    """The same for whoever keeps the installation, where the old address reaches nobody; says which one it was.

    The new one still has to be shown to reach its owner, by a link to sign in. Raises BadInput for no address, or
    that of another account.
    """
    before = account.email
    change = ask_for_address(session, now, account, email)
    _set_address(session, now, account, change.email, by=by)
    change.done_at = now
    account.verified_at = None
    session.add(account)
    return before


def _set_address(session: Session, now: datetime, account: Account, email: str, *, by: str) -> None:
    other = accounts.with_address(session, email)
    if other is not None and other.id != account.id:
        raise BadInput("This address signs in with an account of its own already; sign in with that one.")
    _end_links(session, now, account.pk)
    sign_ins.end_all(session, now, account.pk)
    words = f"{account.name} signs in with {email} instead of {account.email}."
    account.email, account.verified_at = email, now
    session.add(account)
    session.flush()
    events.record(session, now, None, by, EventKind.ACCOUNT_ADDRESS_CHANGED, words)


def close_unused(session: Session, now: datetime, account_id: int) -> None:
    """Removes the data of an account that no person on any list has any more; what was mailed to it loses its words.

    Whoever keeps the installation, or is a lead of it, goes on signing in.
    """
    account = session.get_one(Account, account_id)
    is_of_the_house = account.keeper_since is not None or account.lead_since is not None
    if is_of_the_house or accounts.persons_of(session, account_id):
        return
    _end_links(session, now, account_id)
    sign_ins.end_all(session, now, account_id)
    for change in session.exec(select(AddressChange).where(AddressChange.account_id == account_id)).all():
        session.delete(change)
    for message in session.exec(select(Message).where(Message.account_id == account_id)).all():
        message.to_name, message.to_address = FORMER, ""
        message.subject = message.text = message.html = message.short_text = ""
        session.add(message)
    named = or_(Event.actor == account.name, col(Event.summary).contains(account.email, autoescape=True))
    for event in session.exec(select(Event).where(col(Event.run_id).is_(None), named)).all():
        for word in (account.email, account.name):
            event.actor = event.actor.replace(word, FORMER)
            event.summary = event.summary.replace(word, FORMER)
        session.add(event)
    account.name, account.email, account.verified_at = FORMER, f"former-{account_id}", None
    session.add(account)


def use_link(session: Session, now: datetime, token: str, purpose: AccountLinkPurpose) -> Account | None:
    """Uses a link that was mailed to an account up; None for one that does not hold."""
    link = access.of_account(session, now, token, purpose)
    if link is None:
        return None
    link.used_at = now
    session.add(link)
    return session.get_one(Account, link.account_id)


def _end_changes(session: Session, now: datetime, account_id: int) -> None:
    """An earlier wish is not carried out any more, whatever link of it is still about."""
    while (change := accounts.open_change(session, account_id)) is not None:
        change.done_at = now
        session.add(change)
        session.flush()
    _end_links(session, now, account_id, AccountLinkPurpose.OLD_ADDRESS, AccountLinkPurpose.NEW_ADDRESS)


def _end_links(session: Session, now: datetime, account_id: int, *purposes: AccountLinkPurpose) -> None:
    held = select(AccountLink).where(
        AccountLink.account_id == account_id,
        col(AccountLink.revoked_at).is_(None),
        col(AccountLink.used_at).is_(None),
        col(AccountLink.purpose).in_(purposes or tuple(AccountLinkPurpose)),
    )
    for link in session.exec(held).all():
        link.revoked_at = now
        session.add(link)

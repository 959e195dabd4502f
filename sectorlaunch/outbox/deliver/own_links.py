"""Puts the reader's own links into a letter as it leaves: what is stored opens nobody's page.

Each try has links of its own, so that whoever reads a stored letter, a copy of the tables or an export holds none.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from notifications import calendar
from notifications.envelope import CalendarPart, Envelope
from sectorlaunch import access_links, links
from sectorlaunch.outbox import channel_changes
from sectorlaunch.outbox.write import addresses
from sectorlaunch.records import access, accounts, delivery
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Account, AccountLinkPurpose, LinkPurpose, Message, PlaybookRun

ADDRESS = "account/address"
"""In a link by which another address of an account is agreed to or confirmed; in the others one signs in."""
LETTERS_WAY = "account/letters"
"""In a link by which a keeper agrees that letters leave another way."""


def put_in(session: Session, now: datetime, message: Message, envelope: Envelope) -> Envelope:
    """The envelope with a fresh link wherever one is due; kept only as hashes, and ended after their time."""
    made: dict[str, str] = {}

    def token(kind: str) -> str:
        if kind not in made:
            made[kind] = _issue(session, now, message, kind)
        return made[kind]

    def filled(words: str) -> str:
        return links.filled(words, token)

    return replace(
        envelope,
        text=filled(envelope.text),
        html=filled(envelope.html),
        short_text=filled(envelope.short_text),
        unsubscribe_url=filled(envelope.unsubscribe_url),
        calendar=_filled_entry(_answerable(session, message, envelope.calendar), filled),
    )


def _filled_entry(entry: CalendarPart | None, filled: Callable[[str], str]) -> CalendarPart | None:
    """The note of a calendar entry leads to its reader's page as well."""
    if entry is None:
        return None
    return replace(entry, text=calendar.with_note(entry.text, filled))


def _answerable(session: Session, message: Message, entry: CalendarPart | None) -> CalendarPart | None:
    """The calendar entry with the address its reader's calendar answers to."""
    if entry is None:
        return None
    organizer = addresses.organizer_that_answers(session, message)
    if organizer == message.calendar_organizer:
        return entry
    return replace(entry, text=calendar.organized_by(entry.text, organizer), organizer=organizer)


def _issue(session: Session, now: datetime, message: Message, kind: str) -> str:
    if message.account_id is not None:
        account = session.get_one(Account, message.account_id)
        if kind == LETTERS_WAY:
            return _agreeing(session, now, message, account)
        purpose_of_account = _of_account(session, message, account, kind)
        if purpose_of_account is None:
            return access_links.dead()
        return access_links.issue_to_account(session, now, account.pk, purpose_of_account)
    run = session.get(PlaybookRun, message.run_id) if message.run_id is not None else None
    purpose = LinkPurpose.UNSUBSCRIBE if kind == "u" else LinkPurpose.PERSONAL
    return access_links.issue(
        session,
        now,
        message.reader_id,
        purpose,
        run.partnership_id if run is not None else None,
        for_assistant=message.copy_of_id is not None,
        lasts=_life(session, now, message.run_id) if purpose is LinkPurpose.PERSONAL else None,
        sent_to=_address_left(session, message) if purpose is LinkPurpose.UNSUBSCRIBE else "",
    )


def _agreeing(session: Session, now: datetime, message: Message, account: Account) -> str:
    """For the keeper who asked, while it stands; and only where the letter leaves the machine, the old way."""
    change = channel_changes.asked(session, now)
    is_theirs = change is not None and change.asked_by_id == account.id
    if change is None or not is_theirs or message.to_address != account.email:
        return access_links.dead()
    if message.queued_at != change.asked_at or not channel_changes.goes_the_old_way(session, change):
        return access_links.dead()
    purpose = AccountLinkPurpose.LETTERS_WAY
    return access_links.issue_to_account(session, now, account.pk, purpose, change.lapses_at)


def _address_left(session: Session, message: Message) -> str:
    """The address whose owner this link speaks for; none while letters stay on this machine, or for an assistant."""
    is_own = message.copy_of_id is None and delivery.letters_leave(session)
    return message.to_address if is_own else ""


def _of_account(session: Session, message: Message, account: Account, kind: str) -> AccountLinkPurpose | None:
    """What a letter to an account may still open; None for one that was overtaken: another address, another wish."""
    is_old = message.to_address == account.email
    if kind != ADDRESS:
        return AccountLinkPurpose.SIGN_IN if is_old else None
    change = accounts.open_change(session, account.pk)
    if change is None or change.email not in message.text:
        return None
    if change.agreed_at is None:
        return AccountLinkPurpose.OLD_ADDRESS if is_old else None
    return AccountLinkPurpose.NEW_ADDRESS if message.to_address == change.email else None


def _life(session: Session, now: datetime, run_id: int | None) -> timedelta | None:
    return access.life(Launch.of(session, now, run_id)) if run_id is not None else None

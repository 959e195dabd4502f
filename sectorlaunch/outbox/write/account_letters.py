"""Letters to whoever signs in. They belong to no partnership, go by mail only, and always to the address named here."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from languages import formatting
from notifications import phrases
from notifications.context import PartnershipBrief, PersonBrief, Recipient
from notifications.rendering import context_class, language_of, render
from sectorlaunch.contacts import names
from sectorlaunch.outbox.channels import PRODUCT
from sectorlaunch.outbox.write import message_rows
from sectorlaunch.outbox.write.message_rows import Way
from sectorlaunch.records import accounts
from sectorlaunch.records.delivery import LETTER_TAG
from sectorlaunch.tables import Account, Channel, Message

LATE = timedelta(days=1)
"""A link in it works no longer than that."""


def write(
    session: Session,
    now: datetime,
    account: Account,
    kind: str,
    *,
    to_address: str = "",
    why: str,
    link: str = "",
    lasts_hours: int = 0,
    until: date | None = None,
    **fields: str,
) -> Message:
    """Puts a letter of a kind into the outbox, to the account's own address unless another one is named.

    `why` is the phrase that says why they get it, `account.…`, filled from `fields`; the letter is in the language of
    whoever signs in. What it asks for lasts so many hours, or `until` a day.
    """
    language = language_of(kind, accounts.language_of(session, account))
    reason = phrases.say(language, f"account.{why}", **fields)
    if lasts_hours:
        fields["valid_words"] = phrases.say(language, "account.once", hours=lasts_hours)
    if until is not None:
        fields["until_words"] = formatting.short_day(language, until)
    context = context_class(kind)(
        language=language,
        recipient=Recipient(name=account.name, first_name=names.read(account.name).given),
        partnership=PartnershipBrief(name=PRODUCT, language=language),
        sender=PersonBrief(name=account.name),  # it goes to its own sender, so that nobody need sign it
        why=reason,
        today=now.date(),
        link=link,
        **fields,
    )
    message = message_rows.to_account(
        account,
        kind,
        render(kind, context),
        Way(account.name, to_address or account.email),
        message_rows.Leaving(now, now, now + LATE),
        reason=reason,
        sender_name=PRODUCT,
        sender_address=_sender_address(session),
    )
    session.add(message)
    session.flush()
    return message


def _sender_address(session: Session) -> str:
    """Of the channel our letters leave by; empty where there is none."""
    return session.exec(select(Channel.sender_address).where(Channel.tag == LETTER_TAG)).first() or ""

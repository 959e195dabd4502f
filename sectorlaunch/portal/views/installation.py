"""The installation: its keepers, the ways out of the machine and the mailboxes, and what waits for a second yes."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.inbox import mailboxes
from sectorlaunch.inbox.mailboxes import InboxLine
from sectorlaunch.outbox import channel_changes, channels
from sectorlaunch.outbox.channels import ChannelLine
from sectorlaunch.records import delivery, house_playbooks, keepers, leads
from sectorlaunch.records.house_playbooks import Offered
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Account, ChannelChange


@dataclass(frozen=True)
class AskedChange:
    """Another way for letters that waits to be agreed to, as one keeper sees it."""

    change: ChannelChange
    asked_by: Account
    is_own: bool
    may_agree: bool
    goes_the_old_way: bool
    """Whether a link has left by the way it is to replace."""


@dataclass(frozen=True)
class InstallationPage:
    keepers: list[Account]
    leads: list[Account]
    """Those who see every partnership."""
    first_leads: list[str]
    """Those the machine names who never signed in, while nobody was named here."""
    keeps: bool
    """Whether whoever looks is one of them."""
    own_address: str
    channels: list[ChannelLine]
    mailboxes: list[InboxLine]
    leaves: bool
    """Whether anything leaves the machine."""
    asked: AskedChange | None
    playbooks: list[Offered]


def of(session: Session, now: datetime, settings: Settings, account_id: int) -> InstallationPage:
    account = session.get_one(Account, account_id)
    kept_by = keepers.of(session, settings.lead_addresses)
    keeps = account_id in {one.id for one in kept_by}
    led_by = leads.of(session, settings.lead_addresses)
    known = {one.email for one in led_by}
    return InstallationPage(
        leads=led_by,
        first_leads=[one for one in leads.addresses(session, settings.lead_addresses) if one not in known],
        keepers=kept_by,
        keeps=keeps,
        own_address=account.email,
        channels=channels.list_channels(session),
        mailboxes=mailboxes.list_mailboxes(session),
        leaves=delivery.leaves_the_machine(session),
        playbooks=house_playbooks.offered(session),
        asked=_asked(session, now, account) if keeps else None,
    )


def _asked(session: Session, now: datetime, account: Account) -> AskedChange | None:
    change = channel_changes.asked(session, now)
    if change is None:
        return None
    return AskedChange(
        change=change,
        asked_by=session.get_one(Account, change.asked_by_id),
        is_own=change.asked_by_id == account.id,
        may_agree=channel_changes.may_agree(change, account),
        goes_the_old_way=channel_changes.goes_the_old_way(session, change),
    )

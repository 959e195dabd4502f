"""What keepers do that others are told of: naming one another and leads, and having letters leave another way.

Letters are what everybody here trusts. So one keeper alone, or whoever sits at their open page, does not turn them
elsewhere: another keeper agrees, or the one who asked does by a link that came the old way.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from sectorlaunch import links
from sectorlaunch.actions import accounts
from sectorlaunch.actions import keepers as keeper_actions
from sectorlaunch.actions import leads as lead_actions
from sectorlaunch.errors import NotAllowed
from sectorlaunch.outbox import channel_changes, channels
from sectorlaunch.outbox.write import account_letters
from sectorlaunch.records import access, keepers
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Account, AccountLink, AccountLinkPurpose, Channel, ChannelChange

ASKED = "letters-way"
NEWS = "keeper-news"
LEAD_NAMED = "lead-named"
LEAD_ENDED = "lead-ended"
OVERTAKEN = "Nothing waits to be agreed to any more: it was agreed to, withdrawn, or has lapsed."


def name(
    session: Session, now: datetime, email: str, called: str = "", *, leads: Collection[str] = (), by: str
) -> Account:
    """Has somebody keep the installation; every keeper is told. Raises BadInput."""
    account = keeper_actions.name(session, now, email, called, leads=leads, by=by)
    _tell(session, now, leads, f"{account.name} ({account.email}) keeps the installation from now on.", by)
    return account


def end(session: Session, now: datetime, account_id: int, *, leads: Collection[str] = (), by: str) -> Account:
    """Has somebody keep it no more; they are told as well. Raises NotFound, and NotAllowed for the last one."""
    account = keeper_actions.end(session, now, account_id, leads=leads, by=by)
    said = f"{account.name} ({account.email}) keeps the installation no more."
    _tell(session, now, leads, said, by, account)
    return account


def name_lead(
    session: Session, now: datetime, email: str, called: str = "", *, first: Collection[str] = (), by: str
) -> Account:
    """Has somebody see every partnership; they and every keeper are told. Raises BadInput."""
    account = lead_actions.name(session, now, email, called, first=first, by=by)
    _tell_of_lead(session, now, first, account, by)
    return account


def end_lead(
    session: Session, now: datetime, account_id: int, *, first: Collection[str] = (), by: str
) -> Account:
    """Has somebody be a lead no more; they and every keeper are told. Raises NotFound."""
    account = lead_actions.end(session, now, account_id, first=first, by=by)
    _tell_of_lead(session, now, first, account, by)
    return account


def set_channel(
    session: Session, now: datetime, tag: str, url: str, sender: str, *, settings: Settings, by: Account
) -> Channel | ChannelChange:
    """Adds a way out, or gives one another address: at once, or once it is agreed to where letters leave by it already.

    Raises BadInput with the remedy, and without the secret.
    """
    hosts = settings.allowed_channel_hosts
    tag, url, sender = channels.checked(tag, url, sender, hosts)
    redirects = channel_changes.would_redirect(session, tag, url, sender)
    if not redirects or keepers.are_one_person(session, settings.lead_addresses):
        return channels.add(session, now, tag, url, sender, by=by.name, hosts=hosts)
    change = channel_changes.ask(session, now, url, sender, by)
    for keeper in keepers.of(session, settings.lead_addresses):
        _ask(session, now, keeper, change, by)
    return change


def set_on_the_machine(
    session: Session, now: datetime, tag: str, url: str, sender: str, *, settings: Settings, by: str
) -> Channel:
    """The same at once, for whoever has the command line of the machine; where letters leave by it, keepers are told.

    What a keeper had asked for instead is overtaken. Raises BadInput.
    """
    hosts = settings.allowed_channel_hosts
    redirects = channel_changes.would_redirect(session, *channels.checked(tag, url, sender, hosts))
    channel = channels.add(session, now, tag, url, sender, by=by, hosts=hosts)
    if redirects:
        channel_changes.end_all(session, now)
        _tell_of_the_way(session, now, channel, settings, by)
    return channel


def agree(session: Session, now: datetime, *, settings: Settings, by: Account) -> Channel:
    """A second keeper agrees. Raises NotAllowed for the one who asked, for one named too lately, and for nothing asked."""
    change = channel_changes.asked(session, now)
    if change is None:
        raise NotAllowed(OVERTAKEN)
    if not channel_changes.may_agree(change, by):
        days = channel_changes.LAPSES_AFTER.days
        raise NotAllowed(
            f"Somebody else agrees to it: a keeper who did not ask, and has kept the installation for {days} days."
        )
    return _carry_out(session, now, change, settings, by)


def follow_link(session: Session, now: datetime, token: str, settings: Settings) -> Channel | None:
    """The one who asked agrees, by the link that came the old way. None for one that does not hold, or came otherwise."""
    held = access.of_account(session, now, token, AccountLinkPurpose.LETTERS_WAY)
    change = waits_for(session, now, held, settings) if held is not None else None
    account = accounts.use_link(session, now, token, AccountLinkPurpose.LETTERS_WAY) if change else None
    if change is None or account is None:
        return None
    return _carry_out(session, now, change, settings, account)


def waits_for(session: Session, now: datetime, held: AccountLink, settings: Settings) -> ChannelChange | None:
    """The change whose letter brought this link, while it waits and the one who asked keeps the installation.

    A link that came for what was asked before agrees to nothing that was asked since.
    """
    change = channel_changes.asked(session, now)
    if change is None or change.asked_by_id != held.account_id or held.created_at < change.asked_at:
        return None
    keeps = held.account_id in {keeper.id for keeper in keepers.of(session, settings.lead_addresses)}
    return change if keeps and channel_changes.goes_the_old_way(session, change) else None


def withdraw(session: Session, now: datetime, *, by: Account) -> None:
    """Any keeper says no. Raises NotAllowed where nothing is asked."""
    change = channel_changes.asked(session, now)
    if change is None:
        raise NotAllowed(OVERTAKEN)
    channel_changes.withdraw(session, now, change, by=by.name)


def _carry_out(
    session: Session, now: datetime, change: ChannelChange, settings: Settings, by: Account
) -> Channel:
    hosts = settings.allowed_channel_hosts
    channel = channel_changes.carry_out(session, now, change, hosts, by=by.name)
    _tell_of_the_way(session, now, channel, settings, by.name)
    return channel


def _tell_of_the_way(session: Session, now: datetime, channel: Channel, settings: Settings, by: str) -> None:
    said = f"Letters leave by {channel.masked}, from {channel.sender_address}, once a test has gone through."
    _tell(session, now, settings.lead_addresses, said, by)


def _ask(session: Session, now: datetime, keeper: Account, change: ChannelChange, by: Account) -> None:
    is_own = keeper.id == by.id
    account_letters.write(
        session,
        now,
        keeper,
        ASKED,
        why="keeps",
        link=links.letters_way(links.UNTIL_IT_LEAVES) if is_own else links.settings(),
        asked_by="" if is_own else by.name,
        new_way=change.masked,
        new_sender=change.sender_address,
        until=change.lapses_at.date(),
    )


def _tell_of_lead(session: Session, now: datetime, first: Collection[str], account: Account, by: str) -> None:
    is_lead = account.lead_since is not None
    sees = "sees every partnership from now on" if is_lead else "does not see every partnership any more"
    _tell(session, now, first, f"{account.name} ({account.email}) {sees}.", by)
    account_letters.write(
        session,
        now,
        account,
        LEAD_NAMED if is_lead else LEAD_ENDED,
        why="lead",
        link=links.to_sign_in(),
        done_by=by,
    )


def _tell(
    session: Session, now: datetime, leads: Collection[str], said: str, by: str, *others: Account
) -> None:
    told = {account.pk: account for account in (*keepers.of(session, leads), *others)}
    for account in told.values():
        account_letters.write(
            session,
            now,
            account,
            NEWS,
            why="kept",
            link=links.settings(),
            news=said,
            done_by=by,
        )

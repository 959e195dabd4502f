"""The addresses our letters give for what comes back, each with a secret: without it nothing is believed."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from notifications.inbox import plus_addresses
from sectorlaunch import access_links
from sectorlaunch.query_cache import cached
from sectorlaunch.records import access as access_records
from sectorlaunch.tables import AccessLink, Inbox, LinkPurpose, Meeting, Message, Person


def live_inbox(session: Session) -> Inbox | None:
    """The mailbox answers go to: the one that went live last; None when none is read."""

    def read() -> Inbox | None:
        live = select(Inbox).where(col(Inbox.live_since).is_not(None))
        return session.exec(live.order_by(col(Inbox.live_since).desc()).limit(1)).first()

    return cached(session, (Inbox,), "live inbox", read)


def organizer_address(session: Session, now: datetime, meeting: Meeting, person: Person, plain: str) -> str:
    """Who a person's calendar takes for the organizer of a meeting, and so where the answer goes, as it is stored: its
    secret is put in when a letter leaves (`organizer_that_answers`).

    The same in every letter about the meeting, whoever convenes by then: calendars take no update, and no
    cancellation, from another organizer. `plain` is the convener's own address, for when no mailbox is read.
    """
    in_hand = _in_hand(session, meeting)
    if person.pk not in in_hand:
        inbox = live_inbox(session)
        if inbox is None:
            return plain
        access_links.issue(
            session, now, person.pk, LinkPurpose.REPLY, meeting.partnership_id, meeting_id=meeting.id
        )
        stored = plus_addresses.write(inbox.address, plus_addresses.REPLY, plus_addresses.UNTIL_IT_LEAVES)
        in_hand[person.pk] = stored
    return in_hand[person.pk]


def organizer_that_answers(session: Session, message: Message) -> str:
    """The organizer of a letter's entry with the reader's own secret in it; as it is stored where there is none."""
    if plus_addresses.UNTIL_IT_LEAVES not in message.calendar_organizer:
        return message.calendar_organizer
    theirs = select(AccessLink.token).where(
        AccessLink.purpose == LinkPurpose.REPLY,
        AccessLink.person_id == message.person_id,
        AccessLink.meeting_id == message.meeting_id,
        col(AccessLink.token).is_not(None),
    )
    token = session.exec(theirs.order_by(col(AccessLink.id).desc()).limit(1)).first()
    return message.calendar_organizer.replace(
        plus_addresses.UNTIL_IT_LEAVES, token or plus_addresses.UNTIL_IT_LEAVES
    )


def _in_hand(session: Session, meeting: Meeting) -> dict[int, str]:
    """By person the organizer in the last calendar entry that was written for them about this meeting.

    Read for all at once: letters about a meeting are written in bursts.
    """

    def read() -> dict[int, str]:
        last = (
            select(func.max(Message.id))
            .where(Message.meeting_id == meeting.id, col(Message.calendar_organizer) != "")
            .group_by(col(Message.person_id))
        )
        written = select(Message.person_id, Message.calendar_organizer).where(col(Message.id).in_(last))
        return {person_id: organizer for person_id, organizer in session.exec(written) if person_id}

    return cached(session, (), ("organizers in hand", meeting.id), read)


def answerer(session: Session, now: datetime, recipients: Iterable[str]) -> AccessLink | None:
    """Whose calendar answers, about which meeting, by the secret in the address; None when there is none that holds."""
    for token in plus_addresses.tokens(recipients, plus_addresses.REPLY):
        link = access_records.look_up(session, now, token, LinkPurpose.REPLY)
        if link is not None and session.get_one(Person, link.person_id).anonymized_at is None:
            return link
    return None


def return_path(session: Session, message: Message, sender_address: str) -> str:
    """Where a letter comes back to if it cannot be delivered, the letter's own address; "" for the sender's.

    Only for a sender of the mailbox's domain: receivers check that the two belong together (SPF).
    """
    inbox = live_inbox(session)
    if inbox is None or not inbox.takes_bounces or _domain(inbox.address) != _domain(sender_address):
        return ""
    return plus_addresses.write(
        inbox.address, plus_addresses.BOUNCE, f"{message.id}.{_signature(inbox, message.id)}"
    )


def return_token(session: Session, message: Message) -> str:
    """What says and proves which letter it is, as its return path would; "" where no mailbox is read."""
    inbox = live_inbox(session)
    if inbox is None or not inbox.takes_bounces:
        return ""
    return f"{message.id}.{_signature(inbox, message.id)}"


def letter_of(session: Session, tokens: Iterable[str]) -> Message | None:
    """The letter whose return path one of the tokens is from; None for a token that we did not write."""
    secrets = session.exec(select(Inbox)).all()
    for token in tokens:
        number, _, signature = token.partition(".")
        if not number.isdecimal() or len(number) > 15:
            continue
        if any(hmac.compare_digest(signature, _signature(inbox, int(number))) for inbox in secrets):
            return session.get(Message, int(number))
    return None


def returned_letter(session: Session, recipients: Iterable[str]) -> Message | None:
    """The letter whose return path a mail was sent to."""
    return letter_of(session, plus_addresses.tokens(recipients, plus_addresses.BOUNCE))


def _signature(inbox: Inbox, message_id: int | None) -> str:
    """128 bits that only this installation can write."""
    signed = hmac.digest(inbox.secret.encode(), f"return path of {message_id}".encode(), hashlib.sha256)
    return base64.b32encode(signed[:16]).decode().rstrip("=").lower()


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()

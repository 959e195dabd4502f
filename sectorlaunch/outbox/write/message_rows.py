"""From a letter in words to its row in the outbox: the one place where either is named."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from notifications.envelope import CalendarPart
from notifications.rendering import Rendered
from sectorlaunch.letters import Letter
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.tables import Account, Message

NO_DOMAIN = "sector-launch.invalid"


@dataclass(frozen=True)
class Written:
    """A letter in words, with what it carries."""

    words: Rendered
    sender_name: str
    reply_to: str = ""
    meeting_id: int | None = None
    calendar: CalendarPart | None = None
    unsubscribe_url: str = ""

    @classmethod
    def of(cls, letter: Letter, words: Rendered) -> Self:
        return cls(
            words=words,
            sender_name=letter.sender_name,
            reply_to=letter.reply_to,
            meeting_id=letter.meeting_id,
            calendar=letter.calendar,
            unsubscribe_url=letter.context.unsubscribe_url,
        )

    @classmethod
    def before(cls, message: Message) -> Self:
        """What a message says already."""
        calendar = CalendarPart(
            message.calendar_method,
            message.calendar_text,
            message.calendar_sequence,
            message.calendar_organizer,
        )
        return cls(
            words=Rendered(message.subject, message.text, message.html, message.short_text, message.language),
            sender_name=message.sender_name,
            reply_to=message.reply_to,
            meeting_id=message.meeting_id,
            calendar=calendar,
            unsubscribe_url=message.unsubscribe_url,
        )


@dataclass(frozen=True)
class Way:
    """Where a message goes."""

    to_name: str
    to_address: str
    channel: str = "email"


@dataclass(frozen=True)
class Leaving:
    """When a message was written, and when it may leave; aware, UTC."""

    queued_at: datetime
    send_after: datetime
    missed_after: datetime | None = None


def row(
    run_id: int | None, draft: Draft, written: Written, way: Way, leaving: Leaving, *, known_by: str
) -> Message:
    """The row of a message. What `known_by` says in words makes its Message-ID: the same for the same message."""
    return Message(
        run_id=run_id,
        person_id=draft.person.pk,
        kind=draft.kind,
        purpose=draft.purpose[:120],
        occurrence=draft.once,
        planned_id=draft.planned_id,
        step_key=draft.step_key,
        about_kind=draft.about.kind,
        about_id=draft.about.id,
        reason=draft.reason[:200],
        stop=draft.stop.value,
        stop_gate=draft.gate_key,
        channel=way.channel,
        to_name=way.to_name[:200],
        to_address=way.to_address,
        sender_name=written.sender_name,
        reply_to=written.reply_to,
        unsubscribe_url=written.unsubscribe_url,
        message_id=_message_id(known_by, written.reply_to),
        queued_at=leaving.queued_at,
        send_after=leaving.send_after,
        missed_after=leaving.missed_after,
        **_said(written.words),
        **_carried(written),
    )


def to_account(
    account: Account,
    kind: str,
    words: Rendered,
    way: Way,
    leaving: Leaving,
    *,
    reason: str,
    sender_name: str,
    sender_address: str,
) -> Message:
    """The row of a letter to an account. Each is one of its own: it answers what somebody has just asked for."""
    once = f"account#{secrets.token_hex(16)}"
    return Message(
        account_id=account.pk,
        kind=kind,
        purpose=kind,
        occurrence=once,
        reason=reason[:200],
        to_name=way.to_name[:200],
        to_address=way.to_address,
        sender_name=sender_name,
        message_id=_message_id(once, sender_address),
        queued_at=leaving.queued_at,
        send_after=leaving.send_after,
        missed_after=leaving.missed_after,
        **_said(words),
    )


def say(message: Message, words: Rendered) -> None:
    """Puts other words into a message that has not left."""
    _set(message, _said(words))


def say_anew(message: Message, written: Written) -> None:
    """The same, with the meeting it is about and the calendar entry it carries."""
    _set(message, _said(written.words) | _carried(written))


def _set(message: Message, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(message, name, value)


def _said(words: Rendered) -> dict[str, Any]:
    return {
        "subject": words.subject[:200],
        "text": words.text,
        "html": words.html,
        "short_text": words.short_text,
        "language": words.language,
    }


def _carried(written: Written) -> dict[str, Any]:
    entry = written.calendar
    return {
        "meeting_id": written.meeting_id,
        "calendar_method": entry.method if entry else "",
        "calendar_text": entry.text if entry else "",
        "calendar_sequence": entry.sequence if entry else None,
        "calendar_organizer": entry.organizer if entry else "",
    }


def _message_id(known_by: str, address: str) -> str:
    """In the domain of an address its reader knows."""
    domain = address.partition("@")[2] or NO_DOMAIN
    return f"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}@{domain}"

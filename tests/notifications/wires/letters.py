"""Envelopes for the tests of the wires."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from notifications.envelope import CalendarPart, Envelope

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

ENVELOPE = Envelope(
    message_id="5f2a.invite.17@example.org",
    sender_name="Cora Convener",
    sender_address="launch@example.org",
    to_name="Gus Guest",
    to_address="gus@example.com",
    subject="An invitation to the launch",
    text="Dear Gus,\n\n.a line that begins with a dot\nCome.\n",
    html="<p>Dear Gus,</p><p>Come.</p>",
    short_text="Come to the launch.",
    date=NOON,
    reply_to="cora@example.org",
)


def envelope(**changes: Any) -> Envelope:
    return replace(ENVELOPE, **changes)


def invite(
    method: str = "REQUEST", stated: str | None = None, attendees: tuple[str, ...] = ()
) -> CalendarPart:
    """A calendar part; `stated` is the method its text gives, its attendee the guest unless others are named."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//example.org//test//EN",
        f"METHOD:{stated or method}",
        "BEGIN:VEVENT",
        "UID:meeting-3@example.org",
        "ORGANIZER:mailto:cora@example.org",
        *[
            f"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{one}"
            for one in attendees or ("gus@example.com",)
        ],
        "SUMMARY:Launch meeting in the Señora García hall",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    folded = "\r\n".join(part if len(part) < 60 else part[:60] + "\r\n " + part[60:] for part in lines)
    return CalendarPart(method, folded + "\r\n")

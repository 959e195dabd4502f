"""What is handed to a wire, and what it hands back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object and the iTIP method it carries: REQUEST, PUBLISH or CANCEL."""

    method: str
    text: str
    sequence: int | None = None
    """How often the meeting had moved by then; None where nobody knows."""
    organizer: str = ""
    """Where the answer goes."""


@dataclass(frozen=True)
class LetterKey:
    """What a letter is signed with (DKIM): in the name of `domain`, which publishes the other half at `selector`."""

    domain: str
    selector: str
    private: str = field(repr=False)
    """An RSA key, PEM."""


@dataclass(frozen=True)
class Envelope:
    """One rendered message to one person. `date` is aware; `message_id` is without angle brackets and never changes."""

    message_id: str
    sender_name: str
    sender_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    short_text: str
    """A sentence or two for channels that carry no letter: SMS, chat."""
    date: datetime
    reply_to: str = ""
    return_path: str = ""
    return_token: str = ""
    """Names the letter in a field of its own, for what comes back without a return path of its own."""
    in_reply_to: str = ""
    unsubscribe_url: str = ""
    calendar: CalendarPart | None = None
    key: LetterKey | None = None
    """Where a mail server of one's own signs nothing; None where the provider does."""


class Outcome(StrEnum):
    """The three words for a try, and the honest fourth."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    AMBIGUOUS = "ambiguous"
    """The line dropped after the content was handed over: it may or may not have arrived."""


@dataclass(frozen=True)
class Receipt:
    """The outcome of one try, with the server's code and words (secrets already masked)."""

    outcome: Outcome
    code: int | None = None
    enhanced_code: str = ""
    words: str = ""
    server_message_id: str = ""
    """The Message-ID the server gave the letter instead of ours, where it says one."""
    is_about_us: bool = False
    """Refused for now for how we sign in or how much we send: the next letter would fare no better."""
    pause_seconds: float = 0.0
    """So long the server asks to be left in peace."""

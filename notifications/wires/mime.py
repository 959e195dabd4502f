"""From an envelope to the bytes of one letter.

The shape is what answer buttons need: multipart/mixed { alternative { text, HTML, text/calendar }, invite.ics }
when there is a calendar part, else multipart/alternative. One recipient, no Cc, and nothing that changes when the
same envelope is built again: boundaries, Message-ID and Date come from the envelope.
"""

import re
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Any

from notifications.envelope import CalendarPart, Envelope
from notifications.wires.wire import LetterRefused


class VerbatimHeader(UnstructuredHeader, BaseHeader):
    """A header that is never folded or encoded: long identifiers and links would be torn otherwise."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class LetterHeaders(HeaderRegistry):
    def __init__(self) -> None:
        super().__init__()
        for name in ("message-id", "in-reply-to", "references", "list-unsubscribe"):
            self.map_to_type(name, VerbatimHeader)


POLICY = SMTP.clone(cte_type="7bit", header_factory=LetterHeaders())
"""7-bit, so that a letter passes any server on its way unchanged."""

ATTENDEE = re.compile(r"^ATTENDEE\b.*?:\s*mailto:([^\r\n]+)$", re.IGNORECASE | re.MULTILINE)
METHOD = re.compile(r"^METHOD:(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
FOLD = re.compile(r"\r?\n[ \t]")


def letter(envelope: Envelope) -> EmailMessage:
    """The letter for this envelope.

    Raises LetterRefused when a header would break (a line end in a name or subject), when there is no text part,
    when an address is not one plain address, or when the calendar part names another attendee or another method.
    """
    try:
        message = EmailMessage(policy=POLICY)
        _address(message, envelope)
        _thread(message, envelope)
        _fill(message, envelope)
    except LetterRefused:
        raise
    except (ValueError, IndexError) as error:
        raise LetterRefused(f"This letter cannot be written: {error}.") from error
    return message


def letter_bytes(envelope: Envelope) -> bytes:
    """The letter as it goes over the wire, lines ended by CR LF. Raises LetterRefused as `letter` does."""
    return letter(envelope).as_bytes()


def plain_address(address: str) -> str:
    """One address as it may stand in an SMTP command: ASCII, its domain in IDNA form.

    Raises LetterRefused for anything else: a list, a name, a line end, a local part that needs SMTPUTF8.
    """
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or re.search(r"[\s,;:<>\"()\[\]\\@\x00-\x1f\x7f]", local + domain):
        raise LetterRefused("The address is not one plain e-mail address. Mend it and send again.")
    try:
        local.encode("ascii")
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise LetterRefused("The address has letters that mail servers do not take. Mend it.") from error


def _address(message: EmailMessage, envelope: Envelope) -> None:
    sender = plain_address(envelope.sender_address)
    message["From"] = Address(envelope.sender_name, addr_spec=sender)
    message["To"] = Address(envelope.to_name, addr_spec=plain_address(envelope.to_address))
    message["Reply-To"] = Address(addr_spec=plain_address(envelope.reply_to or sender))
    message["Subject"] = envelope.subject


def _thread(message: EmailMessage, envelope: Envelope) -> None:
    message["Date"] = envelope.date
    message["Message-ID"] = f"<{_plain(envelope.message_id)}>"
    if envelope.in_reply_to:
        message["In-Reply-To"] = message["References"] = f"<{_plain(envelope.in_reply_to)}>"
    message["Auto-Submitted"] = "auto-generated"
    if envelope.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{_plain(envelope.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _fill(message: EmailMessage, envelope: Envelope) -> None:
    if not envelope.text.strip():
        raise LetterRefused("The letter has no text part. Give its kind a text template.")
    message.set_content(envelope.text, cte="quoted-printable")
    if envelope.html.strip():
        message.add_alternative(envelope.html, subtype="html", cte="quoted-printable")
    if envelope.calendar is not None:
        _add_calendar(message, envelope.calendar, plain_address(envelope.to_address))
    _name_boundaries(message, envelope.message_id)


def _add_calendar(message: EmailMessage, calendar: CalendarPart, recipient: str) -> None:
    method = calendar.method.upper()
    _check_calendar(calendar.text, method, recipient)
    message.add_alternative(
        calendar.text, subtype="calendar", params={"method": method}, cte="quoted-printable"
    )
    message.add_attachment(
        calendar.text.encode(), maintype="application", subtype="ics", filename="invite.ics"
    )


def _check_calendar(text: str, method: str, recipient: str) -> None:
    unfolded = FOLD.sub("", text).replace("\r\n", "\n")
    stated = METHOD.findall(unfolded)
    if [word.upper() for word in stated] != [method] or method not in {"REQUEST", "CANCEL"}:
        raise LetterRefused(f"The calendar entry says {stated or 'no method'}, the letter says {method}.")
    attendees = {attendee.strip().lower() for attendee in ATTENDEE.findall(unfolded)}
    if attendees != {recipient.lower()}:
        raise LetterRefused("The calendar entry must name its recipient, and nobody else, as attendee.")


def _plain(identifier: str) -> str:
    if not identifier.isascii() or re.search(r"[\s<>\x00-\x1f\x7f]", identifier):
        raise LetterRefused("An identifier or a link in the headers has characters it must not have.")
    return identifier


def _name_boundaries(message: EmailMessage, message_id: str) -> None:
    """Python draws boundaries by lot; ours are the same each time, and the hash keeps them out of any text."""
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{place}_{sha256(message_id.encode()).hexdigest()[:32]}")

"""The local mailbox: real .eml files in a folder. Where messages go until a channel is live."""

import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from hashlib import sha256
from pathlib import Path

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires.mime import letter_bytes, unflowed
from notifications.wires.wire import LetterRefused

NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-z-]{1,60}\.eml")
LARGEST = 5_000_000
"""Bytes of a letter that are read back; a longer file was not written here."""


@dataclass(frozen=True)
class MailboxEntry:
    """One line of the list."""

    name: str
    """Of the file; goes into `read`."""
    at: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class MailboxLetter:
    """One letter, read back from its file. `html` and `calendar` are empty when it has no such part."""

    entry: MailboxEntry
    sender: str
    headers: list[tuple[str, str]]
    text: str
    html: str
    calendar: str
    raw: bytes


class NoSuchLetter(LookupError):
    """The mailbox has no letter of that name."""


class LocalMailbox:
    """A folder of letters, one file each, named by date and Message-ID: a repeat overwrites itself."""

    masked = "local mailbox"
    carries_letters = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, envelope: Envelope) -> Receipt:
        """Writes the file, whole or not at all. A full disk or a missing right is `later`."""
        try:
            content = letter_bytes(_as_letter(envelope))
        except LetterRefused as refusal:
            return Receipt(Outcome.NEVER, words=str(refusal))
        name = file_name(envelope)
        try:
            self._write(name, content)
        except OSError as error:
            return Receipt(Outcome.LATER, words=f"The mailbox folder cannot be written: {error.strerror}.")
        return Receipt(Outcome.SENT, words=name)

    def close(self) -> None:
        """Nothing is held open."""

    def names(self) -> list[str]:
        """Every letter's file name, newest first."""
        if not self.folder.is_dir():
            return []
        return sorted((name for name in os.listdir(self.folder) if NAME.fullmatch(name)), reverse=True)

    def entries(self, limit: int | None = None, offset: int = 0) -> list[MailboxEntry]:
        """The letters, newest first; only those asked for are opened."""
        wanted = self.names()[offset : None if limit is None else offset + limit]
        return [entry for name in wanted if (entry := self._entry(name)) is not None]

    def read(self, name: str) -> MailboxLetter:
        """One letter. Raises NoSuchLetter for anything that is not the name of a letter in this folder."""
        if not NAME.fullmatch(name):
            raise NoSuchLetter("The mailbox has no such letter.")
        try:
            with (self.folder / name).open("rb") as file:
                raw = file.read(LARGEST)
        except OSError as error:
            raise NoSuchLetter("The mailbox has no such letter.") from error
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return MailboxLetter(
            entry=_entry_of(name, message),
            sender=str(message["From"] or ""),
            headers=[(key, str(value)) for key, value in message.items()],
            text=_part(message, "text/plain"),
            html=_part(message, "text/html"),
            calendar=_part(message, "text/calendar"),
            raw=raw,
        )

    def _entry(self, name: str) -> MailboxEntry | None:
        try:
            with (self.folder / name).open("rb") as file:
                headers = BytesHeaderParser(policy=policy.default).parse(file)
        except OSError:
            return None
        return _entry_of(name, headers)

    def _write(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{name}.{os.getpid()}"
        draft.write_bytes(content)
        draft.replace(self.folder / name)


def file_name(envelope: Envelope) -> str:
    """Such as 20261102T160000Z-3f2a….eml: in the order of the dates, the same for the same message."""
    key = sha256(envelope.message_id.encode()).hexdigest()[:20]
    return f"{envelope.date.astimezone(UTC):%Y%m%dT%H%M%SZ}-{key}.eml"


def _as_letter(envelope: Envelope) -> Envelope:
    """A text message waits here like a letter; its number stands where an address would."""
    number = re.sub(r"[\s().-]", "", envelope.to_address)
    if re.fullmatch(r"\+?\d{3,15}", number):
        return replace(envelope, to_address=f"{number}@phone.invalid")
    return envelope


def _entry_of(name: str, headers: EmailMessage) -> MailboxEntry:
    at = datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return MailboxEntry(name, at, str(headers["To"] or ""), str(headers["Subject"] or ""))


def _part(message: EmailMessage, kind: str) -> str:
    """The first part of that kind, in words; the attached copy of the calendar entry is not of that kind."""
    for part in message.walk():
        if part.get_content_type() == kind:
            words = str(part.get_content()).replace("\r\n", "\n")
            return unflowed(words) if part.get_param("format") == "flowed" else words
    return ""

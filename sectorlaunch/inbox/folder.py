"""One folder of a mailbox, over IMAP or Microsoft Graph: looks without touching, and marks what was dealt with."""

import contextlib
import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from notifications.inbox.mail import LARGEST
from notifications.wires.reach import INSIDE, only_outside
from notifications.wires.token_source import NoToken, NoTokens, TokenSource
from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.inbox import graph_folder
from sectorlaunch.inbox.imap_address import ImapAddress

SECONDS = 30.0
"""How long the server may take for an answer."""
KEYWORD = "$SectorLaunch"
"""What mail that was dealt with carries, beside being seen."""


class MailboxTrouble(SectorLaunchError):
    """The mailbox cannot be read now; what the server said is in the message, without secrets."""


class Folder(Protocol):
    """An open folder. `uid_validity` and a UID together name a mail for good."""

    uid_validity: int
    look_back: int
    """How many numbers before the last one are looked at again: mail delivered at the same moment may show out of turn."""

    def next_uid(self) -> int:
        """The number the next mail to arrive will have at least."""

    def count(self) -> int:
        """How many mails are there."""

    def uids_from(self, first: int) -> list[int]:
        """The mails that are there, in order of arrival, from this number on."""

    def read(self, uid: int) -> bytes | None:
        """The first 64 kB of a mail, which stays unseen; None when it is gone."""

    def mark(self, uids: Sequence[int], move_to: str) -> None:
        """Marks mail as dealt with, and moves it to a folder if one is named."""


class ImapFolder:
    """Over IMAP; the numbers are the server's own."""

    look_back = 50

    def __init__(self, box: BaseMailBox, uid_validity: int) -> None:
        self._box = box
        self.uid_validity = uid_validity

    def next_uid(self) -> int:
        """The number the next mail to arrive will have at least."""
        return max((int(uid) for uid in self._box.uids()), default=0) + 1

    def count(self) -> int:
        return len(self.uids_from(1))

    def uids_from(self, first: int) -> list[int]:
        """The mails that are there, in order of arrival, from this number on."""
        found = (int(uid) for uid in self._box.uids(f"UID {first}:*"))
        return sorted(uid for uid in found if uid >= first)

    def read(self, uid: int) -> bytes | None:
        """The first 64 kB of a mail, which stays unseen; None when it is gone."""
        state, data = self._box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
        if state != "OK":
            raise MailboxTrouble(f"The mail server would not show a mail: {state}.")
        return next((bytes(part[1])[:LARGEST] for part in data if isinstance(part, tuple)), None)

    def mark(self, uids: Sequence[int], move_to: str) -> None:
        """Marks mail as dealt with: seen and with our keyword, and moved to a folder if one is named."""
        names = [str(uid) for uid in uids]
        if not names:
            return
        self._box.flag(names, [r"\Seen"], True)
        with contextlib.suppress(ImapToolsError):  # a server may take no keywords; that it was seen is enough
            self._box.flag(names, [KEYWORD], True)
        if move_to:
            if not self._box.folder.exists(move_to):
                self._box.folder.create(move_to)
            self._box.move(names, move_to)


@contextmanager
def opened(address: ImapAddress, tokens: TokenSource | None = None) -> Iterator[Folder]:
    """The folder, until the end of the block. It stands outside, or on one of the hosts of `tokens`.

    Raises MailboxTrouble for whatever a server or a network does.
    """
    tokens = tokens or NoTokens()
    try:
        if address.by_graph:
            with graph_folder.opened(address, tokens) as folder:
                yield folder
            return
        box = _dial(address, tokens.hosts)
        try:
            _sign_in(box, address, tokens)
            box.folder.set(address.folder)
            yield ImapFolder(box, _uid_validity(box))
        finally:
            _let_go(box)
    except NoToken as error:
        raise MailboxTrouble(f"The mailbox {address.masked} cannot be read: {error}") from None
    except (OSError, imaplib.IMAP4.error, ImapToolsError, graph_folder.GraphTrouble) as error:
        said = address.without_secrets(" ".join(str(error).split()) or type(error).__name__)
        raise MailboxTrouble(f"The mailbox {address.masked} cannot be read: {said[:200]}") from None


def _sign_in(box: BaseMailBox, address: ImapAddress, tokens: TokenSource) -> None:
    """By password, or by a token; where the server takes that no more, by another one, once."""
    if not address.grant:
        box.login(address.user, address.password, initial_folder=None)
        return
    token = tokens.token(address.grant)
    try:
        _authenticate(box, address.user, token)
    except imaplib.IMAP4.error:
        _authenticate(box, address.user, tokens.token(address.grant, refused=token))


def _authenticate(box: BaseMailBox, user: str, token: str) -> None:
    """XOAUTH2. The server says its no as a question first, which wants an empty answer."""
    words = iter([f"user={user}\x01auth=Bearer {token}\x01\x01".encode()])
    box.client.authenticate("XOAUTH2", lambda _challenge: next(words, b""))


def _dial(address: ImapAddress, hosts: frozenset[str]) -> BaseMailBox:
    """Looked at each time: a name that led outside when it was typed in may lead inside by now."""
    with only_outside(hosts) as reach:
        try:
            return _connected(address)
        except OSError:
            if reach.refused:
                raise MailboxTrouble(f"{address.host} {INSIDE}") from None
            raise


def _connected(address: ImapAddress) -> BaseMailBox:
    if address.mode == "none":
        return MailBoxUnencrypted(address.host, address.port, timeout=SECONDS)
    context = ssl.create_default_context()
    if address.mode == "tls":
        return MailBox(address.host, address.port, timeout=SECONDS, ssl_context=context)
    return MailBoxStartTls(address.host, address.port, timeout=SECONDS, ssl_context=context)


def _uid_validity(box: BaseMailBox) -> int:
    _, stated = box.client.response("UIDVALIDITY")
    return int(stated[0]) if stated and stated[0] else 0


def _let_go(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except (OSError, imaplib.IMAP4.error):
        box.client.shutdown()

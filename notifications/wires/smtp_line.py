"""One kept connection to a mail server: sends many letters, and says of each what the server said."""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from notifications.envelope import Outcome, Receipt
from notifications.wires import xoauth2
from notifications.wires.masking import redact
from notifications.wires.server_message_id import said_in
from notifications.wires.token_source import NoToken

ENHANCED_CODE = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)", re.MULTILINE)
LONGEST_WORDS = 1000
SERVICE_CLOSING = 421
TOO_LARGE = 552
GO_ON = 354
NO_CODE = -1
"""What smtplib gives for an answer that begins with no code."""
NO_MAIL_SERVER = "it does not answer as a mail server does."
"""What something else said is not passed on: it may be a page of a network the asker cannot see."""


@dataclass(frozen=True)
class MailServer:
    """Where the line leads, and how. `mode` is tls, starttls or none; times in seconds."""

    host: str
    port: int
    mode: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: Callable[[str], str] | None = field(default=None, repr=False)
    """Where one signs in by a token (XOAUTH2): gives one that is not the one it is called with. Raises NoToken."""
    verify: bool = True
    connect_seconds: float = 15.0
    reply_seconds: float = 60.0


class _LineGone(Exception):
    """Nothing was handed over: the letter may go again. Carries what is known of the cause."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt.words)
        self.receipt = receipt


class SmtpLine:
    """Opens when first needed, reopens when the server let go of it meanwhile. For one thread."""

    def __init__(self, server: MailServer, secrets: frozenset[str] = frozenset()) -> None:
        self._server = server
        self._secrets = secrets
        self._smtp: smtplib.SMTP | None = None
        self._context = _context(server)
        self._hello_name: str | None = None
        """Found by the first connection, which may ask the name server for it; the next ones need not."""

    def send(self, return_path: str, recipient: str, content: bytes) -> Receipt:
        """Hands over one letter. Never raises for what a server or a network does. Addresses are plain (`plain_address`).

        A kept connection that turns out to be gone before the content was handed over is opened anew, once.
        """
        kept = self._smtp is not None
        try:
            return self._transact(return_path, recipient, content)
        except _LineGone as gone:
            self.close()
            if not kept:
                return gone.receipt
        try:
            return self._transact(return_path, recipient, content)
        except _LineGone as gone:
            self.close()
            return gone.receipt

    def close(self) -> None:
        """Says goodbye where that is possible and forgets the connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _transact(self, return_path: str, recipient: str, content: bytes) -> Receipt:
        smtp = self._smtp or self._open()
        announce = self._announce_at_once if smtp.has_extn("pipelining") else self._announce
        refused = announce(smtp, return_path, recipient)
        return refused if refused is not None else self._hand_over(smtp, content)

    def _announce(self, smtp: smtplib.SMTP, return_path: str, recipient: str) -> Receipt | None:
        """Says from whom and to whom, and asks to go on; None when the server wants the content."""
        code, words = self._ask(lambda: smtp.mail(return_path))
        if not 200 <= code < 300:
            return self._sender_refused(code, words)
        code, words = self._ask(lambda: smtp.rcpt(recipient))
        if not 200 <= code < 300:
            return self._refused(code, words)
        code, words = self._ask(lambda: smtp.docmd("DATA"))
        return self._refused(code, words) if code != GO_ON else None

    def _announce_at_once(self, smtp: smtplib.SMTP, return_path: str, recipient: str) -> Receipt | None:
        """The same in one breath, where the server offers it (RFC 2920): one way there and back instead of three."""
        lines = f"MAIL FROM:<{return_path}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n"
        mail = self._ask(lambda: self._say(smtp, lines))
        rcpt, data = self._ask(smtp.getreply), self._ask(smtp.getreply)
        sender_taken, recipient_taken = (200 <= code < 300 for code, _ in (mail, rcpt))
        if data[0] == GO_ON and not (sender_taken and recipient_taken):
            # It waits for a letter to nobody: an empty one ends that, and there is nobody to get it.
            self._ask(lambda: self._say(smtp, ".\r\n"))
        if not sender_taken:
            return self._sender_refused(*mail)
        if not recipient_taken:
            return self._refused(*rcpt)
        return self._refused(*data) if data[0] != GO_ON else None

    def _say(self, smtp: smtplib.SMTP, lines: str) -> tuple[int, bytes]:
        smtp.send(lines)
        return smtp.getreply()

    def _sender_refused(self, code: int, words: bytes) -> Receipt:
        """The sender is not welcome: that is about us and not about this person. A corrected channel mends it."""
        return self._refused(code, words, Outcome.NEVER if code == TOO_LARGE else Outcome.LATER)

    def _hand_over(self, smtp: smtplib.SMTP, content: bytes) -> Receipt:
        stuffed = (
            re.sub(rb"(?m)^\.", b"..", content) if content.startswith(b".") or b"\n." in content else content
        )
        try:
            smtp.send(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return self._receipt(
                Outcome.AMBIGUOUS, None, f"The line dropped after the content: {_cause(error)}."
            )
        if code == NO_CODE:
            self.close()
            return self._receipt(Outcome.AMBIGUOUS, None, "The server's last word could not be understood.")
        if 200 <= code < 300:
            return replace(self._receipt(Outcome.SENT, code, words), server_message_id=said_in(_text(words)))
        return self._refused(code, words)

    def _ask(self, question: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        try:
            code, words = question()
        except (OSError, smtplib.SMTPException) as error:
            raise _LineGone(
                self._receipt(Outcome.LATER, None, f"The line dropped: {_cause(error)}.")
            ) from error
        if code == NO_CODE:
            raise _LineGone(self._receipt(Outcome.LATER, None, NO_MAIL_SERVER))
        if code == SERVICE_CLOSING:
            raise _LineGone(self._receipt(Outcome.LATER, code, words))
        return code, words

    def _refused(self, code: int, words: bytes, outcome: Outcome | None = None) -> Receipt:
        """By the first digit, unless the caller knows better; 530 asks for a login and is never the letter's fault."""
        if outcome is None:
            outcome = Outcome.NEVER if 500 <= code < 600 and code != 530 else Outcome.LATER
        if code == SERVICE_CLOSING:
            self.close()
        elif self._smtp is not None:
            try:
                self._smtp.rset()
            except (OSError, smtplib.SMTPException):
                self.close()
        return self._receipt(outcome, code, words)

    def _open(self) -> smtplib.SMTP:
        server = self._server
        try:
            smtp = self._dial()
            try:
                self._greet(smtp)
            except BaseException:
                smtp.close()
                raise
        except NoToken as error:
            raise _LineGone(Receipt(Outcome.LATER, words=str(error), is_about_us=True)) from error
        except ssl.SSLCertVerificationError as error:
            raise self._unreachable(f"its certificate is not trusted ({error.verify_message}).") from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._unreachable(f"{error}") from error
        except smtplib.SMTPResponseException as error:
            if error.smtp_code == NO_CODE:
                raise self._unreachable(NO_MAIL_SERVER) from error
            hint = xoauth2.hint(error) if server.token is not None else ""
            raise self._unreachable(_text(error.smtp_error) + hint, error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            raise self._unreachable(f"{_cause(error)}.") from error
        if smtp.sock is not None:
            smtp.sock.settimeout(server.reply_seconds)
        self._hello_name = smtp.local_hostname
        self._smtp = smtp
        return smtp

    def _dial(self) -> smtplib.SMTP:
        server = self._server
        if server.mode == "tls":
            return smtplib.SMTP_SSL(
                server.host,
                server.port,
                self._hello_name,
                timeout=server.connect_seconds,
                context=self._context,
            )
        return smtplib.SMTP(server.host, server.port, self._hello_name, timeout=server.connect_seconds)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._server.mode == "starttls":
            smtp.starttls(context=self._context)
            smtp.ehlo_or_helo_if_needed()
        if self._server.token is not None:
            xoauth2.sign_in(smtp, self._server.user, self._server.token)
        elif self._server.user or self._server.password:
            smtp.login(self._server.user, self._server.password)

    def _unreachable(self, cause: str, code: int | None = None) -> _LineGone:
        """Whatever stands between us and the server is never the fault of a letter, so it is always `later`."""
        return _LineGone(
            self._receipt(
                Outcome.LATER,
                code,
                f"The mail server {self._server.host}:{self._server.port} said no: {cause}",
            )
        )

    def _receipt(self, outcome: Outcome, code: int | None, words: bytes | str) -> Receipt:
        said = _text(words)
        found = ENHANCED_CODE.search(said)
        return Receipt(
            outcome,
            code,
            found.group(1) if found else "",
            redact(ENHANCED_CODE.sub("", said), self._secrets)[:LONGEST_WORDS],
        )


def _context(server: MailServer) -> ssl.SSLContext | None:
    """Made once for the line: building one costs as much as sending ten letters."""
    if server.mode == "none":
        return None
    context = ssl.create_default_context()
    if not server.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _text(words: bytes | str) -> str:
    plain = words if isinstance(words, str) else words.decode("utf-8", "replace")
    return re.sub(
        r"[^\S\n]+", " ", "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in plain)
    )


def _cause(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return _text(str(error)) or type(error).__name__

"""Signing in to a mail server by a token (XOAUTH2), as Microsoft and Google have it.

https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
"""

import smtplib
from collections.abc import Callable

CLOSING = 421
SWITCHED_OFF = b"5.7.139"
"""Microsoft's code where SMTP is switched off for the mailbox or the organization: another token changes nothing."""


def sign_in(smtp: smtplib.SMTP, user: str, token: Callable[[str], str]) -> None:
    """By XOAUTH2; where the server takes the token no more, by another one, once. Raises NoToken and what smtplib does."""
    given = token("")
    try:
        _authenticate(smtp, user, given)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code == CLOSING or SWITCHED_OFF in _bytes(error.smtp_error):
            raise
        _authenticate(smtp, user, token(given))


def _authenticate(smtp: smtplib.SMTP, user: str, token: str) -> None:
    """In two steps: a token is longer than a command may be (RFC 4954, 4).

    The server says its no as a question first, which wants an empty answer.
    """
    words = iter([f"user={user}\x01auth=Bearer {token}\x01\x01"])
    smtp.auth("XOAUTH2", lambda _challenge=None: next(words, ""), initial_response_ok=False)


def hint(error: smtplib.SMTPResponseException) -> str:
    """What to have looked at where a server takes no token."""
    if SWITCHED_OFF in _bytes(error.smtp_error):
        return " SMTP is switched off for this mailbox or for all: IT switches it on, or use Microsoft Graph."
    if error.smtp_code == 535:
        return " The token is good for its provider: IT looks whether the app, or the owner, may use this mailbox by SMTP."
    return ""


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode("utf-8", "replace")

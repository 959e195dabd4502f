"""Microsoft Graph as a way for whole letters: each is handed over as it is (`sendMail` with MIME), one request a letter.

There is no envelope: Graph delivers to the To of the letter, and what cannot be delivered comes back to the mailbox.
https://learn.microsoft.com/graph/outlook-send-mime-message
"""

import base64
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

from notifications.envelope import Outcome, Receipt
from notifications.wires.masking import redact
from notifications.wires.reach import NotOutside
from notifications.wires.retry_after import seconds_of
from notifications.wires.token_source import NoToken

LARGEST = 4_000_000
"""Bytes of a request that Graph takes; a letter is a third larger there than it is."""
TIMES = httpx.Timeout(60.0, connect=15.0)
THROTTLED = frozenset({429, 503, 509})
IN_DOUBT = frozenset({500, 502, 504})
"""It failed on the other side, before or after the letter was taken."""
PAUSE_SECONDS = 60.0
"""Where Graph asks for a pause and does not say how long."""
ABOUT_THE_LETTER = frozenset(
    {
        "ErrorInvalidRecipients",
        "ErrorMimeContentInvalid",
        "ErrorMimeContentInvalidBase64String",
        "ErrorMessageSizeExceeded",
    }
)
WHAT_TO_DO = {
    "ErrorAccessDenied": "The app may not send from this mailbox: an administrator gives it Mail.Send.",
    "ErrorSendAsDenied": "The app may not send from this address: it is another one than the mailbox’s own.",
    "ErrorInvalidUser": "There is no such mailbox in that directory.",
    "MailboxNotEnabledForRESTAPI": "The mailbox is not one Graph can use: it lacks a license or is kept elsewhere.",
    "ErrorExceededMessageLimit": "The mailbox has sent as much as Microsoft lets it send in a day.",
}


class GraphLine:
    """One mailbox behind Graph. For one thread."""

    def __init__(
        self, base: str, mailbox: str, token: Callable[[str], str], secrets: frozenset[str] = frozenset()
    ) -> None:
        """`base` is such as https://graph.microsoft.com; `token` gives one that is not the one it is called with."""
        self._url = f"{base}/v1.0/users/{quote(mailbox, safe='@')}/sendMail"
        self._token, self._secrets = token, secrets
        self._http: httpx.Client | None = None
        self._silent_until = 0.0

    def send(self, return_path: str, recipient: str, content: bytes) -> Receipt:
        """Hands over one letter. Never raises for what Graph or a network does; asks nothing while Graph wants a pause."""
        body = base64.b64encode(content)
        if len(body) > LARGEST:
            return Receipt(
                Outcome.NEVER,
                words=f"The letter has {len(content) / 1e6:.1f} MB, and Microsoft Graph takes 3 MB at most (4 MB as it "
                "travels). Send it with less in it, or by SMTP.",
            )
        waits = self._silent_until - time.monotonic()
        if waits > 0:
            return _pause(waits, "Microsoft Graph asked for a pause that is not over.")
        try:
            token = self._token("")
            answer = self._post(token, body)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                answer = self._post(self._token(token), body)
        except NoToken as error:
            return Receipt(Outcome.LATER, words=str(error), is_about_us=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, NotOutside) as error:
            self.close()
            return Receipt(Outcome.LATER, words=f"Microsoft Graph is not reached: {error}.", is_about_us=True)
        except httpx.HTTPError as error:
            self.close()
            return Receipt(Outcome.AMBIGUOUS, words=f"The line dropped: {type(error).__name__}.")
        return self._read(answer)

    def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            http.close()

    def _post(self, token: str, body: bytes) -> httpx.Response:
        self._http = self._http or httpx.Client(timeout=TIMES, follow_redirects=False)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain"}
        return self._http.post(self._url, content=body, headers=headers)

    def _read(self, answer: httpx.Response) -> Receipt:
        code = answer.status_code
        if code == httpx.codes.ACCEPTED:
            return Receipt(Outcome.SENT, code)
        kind, words = graph_error(answer)
        said = redact(f"{WHAT_TO_DO.get(kind, '')} It said: {kind} {words}".strip(), self._secrets)[:1000]
        if code in THROTTLED:
            pause = seconds_of(answer.headers.get("Retry-After", ""), PAUSE_SECONDS)
            self._silent_until = time.monotonic() + pause
            return _pause(pause, said, code)
        if code in IN_DOUBT:
            return Receipt(Outcome.AMBIGUOUS, code, words=said)
        if code == httpx.codes.REQUEST_ENTITY_TOO_LARGE or kind in ABOUT_THE_LETTER:
            return Receipt(Outcome.NEVER, code, words=said)
        return Receipt(Outcome.LATER, code, words=said, is_about_us=True)


def graph_error(answer: httpx.Response) -> tuple[str, str]:
    """Code and words of what Graph answers instead of a result; the bare status where it says no more."""
    try:
        error: Any = answer.json()["error"]
        return str(error["code"])[:100], str(error.get("message", ""))[:500]
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"HTTP {answer.status_code}", answer.reason_phrase


def _pause(seconds: float, words: str, code: int | None = None) -> Receipt:
    return Receipt(Outcome.LATER, code, words=words, is_about_us=True, pause_seconds=seconds)

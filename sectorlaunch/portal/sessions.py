"""Who is signed in: a signed cookie, nothing on the server. Its nonce also signs the forms of that browser."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, Signer, URLSafeSerializer

COOKIE = "sector_launch"
WANTED = "sector_launch_wanted"
"""The page somebody wanted when they were asked to sign in."""
LASTS = timedelta(days=14)


@dataclass(frozen=True)
class SignedIn:
    """A browser in which somebody has signed in."""

    account_id: int
    nonce: str


class Sessions:
    """Writes and reads session cookies with one key; another key makes all of them worthless."""

    def __init__(self, key: str) -> None:
        self._cookies = URLSafeSerializer(key, salt="session")
        self._forms = Signer(key, salt="form")

    def begin(self, now: datetime, account_id: int) -> str:
        """The cookie's value for somebody who has just signed in."""
        return self._cookies.dumps(
            {"account": account_id, "nonce": secrets.token_urlsafe(12), "until": (now + LASTS).timestamp()}
        )

    def read(self, now: datetime, cookie: str | None) -> SignedIn | None:
        """Who the cookie stands for; None for none, a forged one or one that has run out."""
        if not cookie:
            return None
        try:
            held = self._cookies.loads(cookie)
        except BadSignature:
            return None
        if held["until"] <= now.timestamp() or "account" not in held:  # of an earlier version: sign in anew
            return None
        return SignedIn(held["account"], held["nonce"])

    def form_token(self, signed_in: SignedIn) -> str:
        """What every form of this browser carries, so that no other page can post in its name."""
        return self._forms.get_signature(signed_in.nonce).decode()

    def is_form_token(self, signed_in: SignedIn, given: str) -> bool:
        return hmac.compare_digest(self.form_token(signed_in), given)

"""What a browser holds while somebody is signed in: a signed cookie with a secret whose other half stands in our tables.

The secret also signs the forms of that browser. Who has not signed in yet has a secret too, so that nobody else's page
can sign them in.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, Signer, URLSafeSerializer

COOKIE = "sector_launch"
VISITOR = "sector_launch_visitor"
"""The cookie of whoever is about to sign in."""
WANTED = "sector_launch_wanted"
"""The page somebody wanted when they were asked to sign in."""


@dataclass(frozen=True)
class SignedIn:
    """A browser that says somebody has signed in with it; whether that still holds, the tables say."""

    account_id: int
    secret: str


class Sessions:
    """Writes and reads the cookies with one key; another key makes all of them worthless."""

    def __init__(self, key: str) -> None:
        self._cookies = URLSafeSerializer(key, salt="session")
        self._forms = Signer(key, salt="form")
        self._visits = Signer(key, salt="visit")

    def cookie(self, account_id: int, secret: str, until: datetime) -> str:
        """The cookie's value for somebody who has just signed in."""
        return self._cookies.dumps({"account": account_id, "nonce": secret, "until": until.timestamp()})

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
        return self._forms.get_signature(signed_in.secret).decode()

    def is_form_token(self, signed_in: SignedIn, given: str) -> bool:
        return _is_same(self.form_token(signed_in), given)

    def visit_token(self, secret: str) -> str:
        """The same for a form on which somebody signs in."""
        return self._visits.get_signature(secret).decode()

    def is_visit_token(self, secret: str, given: str) -> bool:
        return bool(secret) and _is_same(self.visit_token(secret), given)


def new_secret() -> str:
    return secrets.token_urlsafe(16)


def _is_same(expected: str, given: str) -> bool:
    """As bytes: what somebody made up may hold any character."""
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))

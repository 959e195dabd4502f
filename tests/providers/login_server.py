"""A login server as Microsoft's and Google's are to us: real HTTP on loopback, real signatures, one-use codes and tokens.

Ours rather than a package: oidc-provider-mock knows no client credentials, no signed assertions, no refresh token that is
good once, and cannot be told to end a consent.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

from notifications.oauth.providers import Clouds

ISSUER = "https://login.example.org"
KEY = jwk.RSAKey.generate_key(2048)
"""Signs the tokens: Dovecot and the other servers check them by its public half."""
ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass
class LoginServer:
    """Its knobs, and what it was asked."""

    port: int = 0
    secrets: dict[str, str] = field(default_factory=lambda: {"app-1": "the-secret-of-app-1"})
    keys: dict[str, Any] = field(default_factory=dict)
    """Public keys of apps with a certificate and of service accounts."""
    mailbox: str = "launch@example.org"
    lifetime: int = 3600
    refusal: tuple[int, str, str] | None = None
    """Status, error and description: what everybody is told from now on."""
    asked: list[dict[str, str]] = field(default_factory=list)
    delay: float = 0.0
    """Seconds it takes for an answer."""
    refresh_tokens: set[str] = field(default_factory=set)
    reused: list[str] = field(default_factory=list)
    """Refresh tokens that came a second time: each would have ended the consent."""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _revoked_before: float = 0.0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def clouds(self) -> Clouds:
        return Clouds(
            microsoft_login=self.url,
            microsoft_outlook="https://outlook.example.org",
            microsoft_graph="https://graph.example.org",
            google_login=f"{self.url}/google/authorize",
            google_token=f"{self.url}/google/token",
        )

    def end_tokens(self) -> None:
        """Every token given so far holds no more."""
        self._revoked_before = next(self._numbers)

    def end_consent(self) -> None:
        """As when an administrator takes the app's rights away, or the owner's password is reset."""
        self.end_tokens()
        self.refresh_tokens.clear()
        self.refusal = (
            400,
            "invalid_grant",
            "AADSTS50173: The provided grant has expired. Trace ID: 1\nMore",
        )

    def whose(self, token: str) -> str:
        """The mailbox a token opens; "" where it opens none."""
        try:
            claims = jwt.decode(token, KEY).claims
        except Exception:
            return ""
        holds = claims["exp"] > time.time() and claims["number"] > self._revoked_before
        return str(claims["email"]) if holds else ""

    def user_of(self, said: bytes) -> str:
        """The mailbox that what a client says by XOAUTH2 opens; "" for none."""
        words = dict(part.split("=", 1) for part in said.decode().split("\x01") if "=" in part)
        opens = self.whose(words.get("auth", "").removeprefix("Bearer "))
        return opens if opens and opens == words.get("user") else ""

    def authorize(self, query: dict[str, str]) -> str:
        """Where the owner's browser is sent after they agreed."""
        code = f"code-{next(self._numbers)}"
        self._codes[code] = query
        back = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{back}"

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        time.sleep(self.delay)
        with self._turn:
            self.asked.append(form)
            if self.refusal is not None:
                status, error, description = self.refusal
                return status, {"error": error, "error_description": description}
            return self._answer(form)

    def _answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        kind = form.get("grant_type")
        if kind == ASSERTION:
            claims = self._signed(form["assertion"])
            return self._given(claims["sub"]) if claims else _no("invalid_grant", "Invalid JWT Signature.")
        if not self._knows(form):
            return _no("invalid_client", "AADSTS7000215: Invalid client secret provided.", 401)
        if kind == "client_credentials":
            return self._given(self.mailbox)
        if kind == "authorization_code":
            return self._redeem(form)
        if kind == "refresh_token":
            return self._refresh(form["refresh_token"])
        return _no("unsupported_grant_type", "")

    def _knows(self, form: dict[str, str]) -> bool:
        if "client_assertion" in form:
            return self._signed(form["client_assertion"]) is not None
        return self.secrets.get(form.get("client_id", "")) == form.get("client_secret")

    def _signed(self, assertion: str) -> dict[str, Any] | None:
        try:
            body = json.loads(base64.urlsafe_b64decode(assertion.split(".")[1] + "=="))
            return jwt.decode(assertion, self.keys[body["iss"]], algorithms=["PS256", "RS256"]).claims
        except Exception:
            return None

    def _redeem(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        began = self._codes.pop(form["code"], None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if began is None or began["code_challenge"] != challenge:
            return _no("invalid_grant", "The code is not good.")
        if began["redirect_uri"] != form.get("redirect_uri"):
            return _no("invalid_grant", "Another redirect.")
        return self._given(self.mailbox, refresh=True)

    def _refresh(self, token: str) -> tuple[int, dict[str, Any]]:
        if token not in self.refresh_tokens:
            self.reused.append(token)
            return _no("invalid_grant", "AADSTS70000: The refresh token was used before.")
        self.refresh_tokens.remove(token)
        return self._given(self.mailbox, refresh=True)

    def _given(self, mailbox: str, refresh: bool = False) -> tuple[int, dict[str, Any]]:
        number = next(self._numbers)
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "sub": mailbox,
            "email": mailbox,
            "iat": now,
            "exp": now + 3600,
            "number": number,
        }
        given: dict[str, Any] = {
            "access_token": jwt.encode({"alg": "RS256", "kid": "default", "typ": "JWT"}, claims, KEY),
            "token_type": "Bearer",
            "expires_in": self.lifetime,
        }
        if refresh:
            given["refresh_token"] = f"refresh-{number}"
            self.refresh_tokens.add(given["refresh_token"])
        return 200, given


def _no(error: str, description: str, status: int = 400) -> tuple[int, dict[str, Any]]:
    return status, {"error": error, "error_description": description}


@contextmanager
def login_server() -> Iterator[LoginServer]:
    login = LoginServer()

    class Pages(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = _first(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, said = login.answer(form)
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", login.authorize(_first(urlsplit(self.path).query)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    with served(Pages) as login.port:
        yield login


@contextmanager
def served(pages: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}

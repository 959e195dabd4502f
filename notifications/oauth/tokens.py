"""Fetches tokens, by Authlib: from a secret, a certificate, a key file, a consent. Keeps nothing.

Authlib and cryptography are imported where they are used: most installations sign in by a password, and a process need
not hold them in memory for that.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from notifications.oauth.providers import GOOGLE_MAIL, Client, Clouds, Provider, Way
from notifications.wires.masking import redact
from notifications.wires.reach import INSIDE, NotOutside, only_outside

SECONDS = 20.0
"""How long a provider may take for an answer."""
PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST_WORDS = 300


class NoToken(Exception):
    """There is no token now. The message says why, in words for whoever keeps the installation, without a secret."""


class GrantEnded(NoToken):
    """And there will be none until a person does something: nothing is asked again before."""


class NotAKey(ValueError):
    """What was handed in as a certificate or a key file is none."""


@dataclass(frozen=True)
class Given:
    """A fresh token. `seconds` is how long it holds; `refresh` is "" where the old one stays good, or none is needed."""

    access: str = field(repr=False)
    seconds: int
    refresh: str = field(default="", repr=False)


def login_address(client: Client, clouds: Clouds, redirect: str, state: str, verifier: str) -> str:
    """Where the owner of the mailbox agrees. `verifier` is the secret of PKCE: 43 to 128 letters."""
    session = _session(client, clouds, redirect_uri=redirect, code_challenge_method="S256")
    extra = (
        {"access_type": "offline", "prompt": "consent"}
        if client.provider is Provider.GOOGLE
        else {"response_mode": "query"}
    )
    address, _ = session.create_authorization_url(
        client.login_url(clouds), state=state, code_verifier=verifier, login_hint=client.mailbox, **extra
    )
    return str(address)


def redeem(
    client: Client, clouds: Clouds, redirect: str, code: str, verifier: str, hosts: frozenset[str]
) -> Given:
    """The tokens for the code a consent came back with. Raises NoToken."""
    session = _session(client, clouds, redirect_uri=redirect)
    given = _asked(
        client,
        clouds,
        hosts,
        lambda url: session.fetch_token(
            url,
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
            timeout=SECONDS,
            allow_redirects=False,
        ),
    )
    if not given.refresh:
        raise GrantEnded(
            "The provider agreed, and gave no lasting permission with it (no refresh token). Sign in once more, and agree "
            "to everything that is asked."
        )
    return given


def renew(client: Client, clouds: Clouds, refresh: str, hosts: frozenset[str]) -> Given:
    """A fresh token by whatever the mailbox is opened by; `refresh` is that of a consent. Raises NoToken."""
    options = {"timeout": SECONDS, "allow_redirects": False}
    session = _session(client, clouds)
    if client.way is Way.CONSENT:
        if not refresh:
            raise GrantEnded(f"The owner of {client.mailbox} has not agreed yet.")
        return _asked(
            client,
            clouds,
            hosts,
            lambda url: session.refresh_token(url, refresh_token=refresh, **options),
        )
    if client.way is Way.SERVICE_ACCOUNT:
        return _asked(
            client,
            clouds,
            hosts,
            lambda url: session.fetch_token(
                url, grant_type=JWT_BEARER, assertion=_delegated(client, url), **options
            ),
        )
    return _asked(
        client,
        clouds,
        hosts,
        lambda url: session.fetch_token(
            url, grant_type="client_credentials", scope=client.scope(clouds), **options
        ),
    )


def check_key(client: Client) -> str:
    """What is handed in as secret, looked at: the client's id it brings, or "". Raises NotAKey with what to do."""
    if client.way is Way.CERTIFICATE:
        _thumbprint(client.secret)
        if "PRIVATE KEY" not in client.secret:
            raise NotAKey(
                "The certificate comes without its private key. Hand in both, as PEM, in one piece."
            )
        return ""
    if client.way is not Way.SERVICE_ACCOUNT:
        return ""
    try:
        key = json.loads(client.secret)
        if key["type"] == "service_account" and "PRIVATE KEY" in key["private_key"]:
            return str(key["client_email"])
    except (ValueError, KeyError, TypeError):
        pass
    raise NotAKey("This is not the key file of a service account. Hand in the JSON file as Google gave it.")


def _session(client: Client, clouds: Clouds, **options: Any) -> Any:
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.oauth2.rfc7523 import PrivateKeyJWT

    method = "none" if client.way is Way.SERVICE_ACCOUNT else "client_secret_post"
    secret = None if client.way is Way.SERVICE_ACCOUNT else client.secret
    if client.way is Way.CERTIFICATE:
        method = "private_key_jwt"
    session = OAuth2Session(
        client.client_id,
        secret,
        token_endpoint_auth_method=method,
        scope=client.scope(clouds) if client.way is Way.CONSENT else None,
        **options,
    )
    if client.way is Way.CERTIFICATE:
        headers = {"x5t#S256": _thumbprint(client.secret)}
        session.register_client_auth_method(
            PrivateKeyJWT(client.token_url(clouds), headers=headers, alg="PS256")
        )
    return session


def _asked(
    client: Client, clouds: Clouds, hosts: frozenset[str], ask: Callable[[str], dict[str, Any]]
) -> Given:
    from authlib.integrations.base_client import OAuthError

    url = client.token_url(clouds)
    place = urlsplit(url)
    if place.scheme != "https" and (place.hostname or "").lower() not in hosts:
        raise GrantEnded(
            f"{place.hostname} is asked for tokens by https only. Mend the address in the settings."
        )
    try:
        with only_outside(hosts):
            answer = ask(url)
    except OAuthError as error:
        raise _meant(client, str(error.error or ""), str(error.description or "")) from None
    except requests.RequestException as error:
        if _was_held_back(error):
            raise GrantEnded(f"{place.hostname} {INSIDE}") from None
        raise NoToken(f"{place.hostname} could not be asked for a token: {type(error).__name__}.") from None
    except ValueError:
        raise NoToken(f"{place.hostname} did not answer as a login server does.") from None
    if not isinstance(answer.get("access_token"), str) or not answer["access_token"]:
        raise NoToken(f"{place.hostname} gave no token.")
    seconds = answer.get("expires_in")
    return Given(
        answer["access_token"],
        int(str(seconds)) if str(seconds).isdigit() else 600,
        str(answer.get("refresh_token") or ""),
    )


def _was_held_back(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, NotOutside):
            return True
        error = error.__cause__ or error.__context__
    return False


def _meant(client: Client, error: str, description: str) -> NoToken:
    """What a provider's no means for people, and its own words behind it."""
    first = (description.strip().splitlines() or [""])[0]
    first = re.split(r"\s+Trace ID:", first)[0]
    said = redact(f"{error}: {first}" if first else error, _secrets(client))[:LONGEST_WORDS].rstrip(".")
    if error in PASSING:
        return NoToken(f"{client.provider.title()} gives no token now. It said: {said}.")
    return GrantEnded(f"{_WHAT_TO_DO.get((client.way, error)) or _else(client, error)} It said: {said}.")


_WHAT_TO_DO = {
    (Way.CONSENT, "invalid_grant"): "The consent has ended. The owner of the mailbox signs in again.",
    (Way.SECRET, "invalid_client"): "The client secret is not taken: it may have ended. Hand in a new one.",
    (
        Way.CERTIFICATE,
        "invalid_client",
    ): "The certificate is not taken: it may have ended. Hand in a new one.",
    (Way.CONSENT, "invalid_client"): "The client secret is not taken: it may have ended. Hand in a new one.",
    (
        Way.SERVICE_ACCOUNT,
        "unauthorized_client",
    ): "The administrator has not delegated the mail of the domain to "
    f"this service account, for the scope {GOOGLE_MAIL}.",
}


def _else(client: Client, error: str) -> str:
    if error in ("consent_required", "interaction_required", "login_required", "access_denied"):
        return "The owner of the mailbox, or an administrator, has to agree again."
    return f"{client.provider.title()} does not let the app in. Compare its settings with the guide."


def _secrets(client: Client) -> frozenset[str]:
    return frozenset({client.secret} if len(client.secret) >= 4 else ())


def _thumbprint(pem: str) -> str:
    """Of the certificate, as Microsoft asks for it beside the signature."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    begins = pem.find("-----BEGIN CERTIFICATE-----")
    try:
        certificate = x509.load_pem_x509_certificate(pem[max(begins, 0) :].encode())
    except ValueError:
        raise NotAKey(
            "This is no certificate. Hand in certificate and private key as PEM, in one piece."
        ) from None
    digest = certificate.fingerprint(hashes.SHA256())
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _delegated(client: Client, url: str) -> str:
    """The service account speaks for the owner of the mailbox."""
    from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion
    from joserfc.jwk import RSAKey

    key = json.loads(client.secret)
    return str(
        sign_jwt_bearer_assertion(
            RSAKey.import_key(key["private_key"]),
            issuer=key["client_email"],
            audience=url,
            subject=client.mailbox,
            claims={"scope": GOOGLE_MAIL},
            header={"alg": "RS256", "kid": key.get("private_key_id", "")},
        )
    )

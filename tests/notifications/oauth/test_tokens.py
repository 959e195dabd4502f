"""Tokens from a login server on loopback: by each way in, and what each no means."""

import json
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwk

from notifications.oauth.providers import Client, Clouds, Door, Provider, Way
from notifications.oauth.tokens import GrantEnded, NotAKey, NoToken, check_key, login_address, redeem, renew
from tests.certificates import certificate_of, pem_of
from tests.providers.login_server import LoginServer, login_server

HERE = frozenset({"127.0.0.1"})
VERIFIER = "v" * 64
BACK = "https://launch.example.org/mail-consent"


@pytest.fixture
def login() -> Iterator[LoginServer]:
    with login_server() as server:
        yield server


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def client(way: Way, secret: str = "the-secret-of-app-1", provider: Provider = Provider.MICROSOFT) -> Client:
    return Client(provider, way, Door.MAIL, "launch@example.org", "example.org", "app-1", secret)


def test_it_signs_in_as_the_app_by_a_secret(login: LoginServer) -> None:
    given = renew(client(Way.SECRET), login.clouds, "", HERE)

    assert login.whose(given.access) == "launch@example.org"
    assert given.seconds == 3600
    assert login.asked[-1]["scope"] == "https://outlook.example.org/.default"


def test_it_signs_in_as_the_app_by_a_certificate(login: LoginServer, key: rsa.RSAPrivateKey) -> None:
    login.keys["app-1"] = jwk.RSAKey.import_key(pem_of(key))
    both = certificate_of(key, "app-1") + pem_of(key)

    assert check_key(client(Way.CERTIFICATE, both)) == ""
    given = renew(client(Way.CERTIFICATE, both), login.clouds, "", HERE)

    assert login.whose(given.access)
    assert "client_secret" not in login.asked[-1]


def test_it_speaks_for_a_mailbox_by_a_service_account(login: LoginServer, key: rsa.RSAPrivateKey) -> None:
    account = "launch@project.example.net"
    login.keys[account] = jwk.RSAKey.import_key(pem_of(key))
    file = json.dumps(
        {
            "type": "service_account",
            "client_email": account,
            "private_key": pem_of(key),
            "private_key_id": "k",
        }
    )
    delegated = client(Way.SERVICE_ACCOUNT, file, Provider.GOOGLE)

    assert check_key(delegated) == account
    assert login.whose(renew(delegated, login.clouds, "", HERE).access) == "launch@example.org"


def test_it_takes_a_consent_with_pkce_and_renews_it_by_a_token_that_is_good_once(login: LoginServer) -> None:
    import httpx

    owned = client(Way.CONSENT)
    address = login_address(owned, login.clouds, BACK, "the-state", VERIFIER)
    sent_back = httpx.get(address).headers["Location"]
    query = httpx.URL(sent_back).params

    assert sent_back.startswith(BACK)
    assert query["state"] == "the-state"
    given = redeem(owned, login.clouds, BACK, query["code"], VERIFIER, HERE)
    again = renew(owned, login.clouds, given.refresh, HERE)
    assert login.whose(again.access)
    assert again.refresh not in ("", given.refresh)
    with pytest.raises(GrantEnded, match="owner of the mailbox signs in again"):
        renew(owned, login.clouds, given.refresh, HERE)


def test_it_takes_no_code_that_another_began(login: LoginServer) -> None:
    import httpx

    owned = client(Way.CONSENT)
    sent_back = httpx.get(login_address(owned, login.clouds, BACK, "s", VERIFIER)).headers["Location"]

    with pytest.raises(GrantEnded):
        redeem(owned, login.clouds, BACK, httpx.URL(sent_back).params["code"], "w" * 64, HERE)


@pytest.mark.parametrize(
    ("status", "error", "description", "ends", "words"),
    [
        (
            401,
            "invalid_client",
            "AADSTS7000222: The provided client secret keys are expired.",
            True,
            "Hand in a new one",
        ),
        (400, "unauthorized_client", "AADSTS700016: not found", True, "Compare its settings"),
        (503, "temporarily_unavailable", "AADSTS90033", False, "could not be asked"),
    ],
)
def test_it_tells_what_a_person_has_to_mend_from_what_passes(
    login: LoginServer, status: int, error: str, description: str, ends: bool, words: str
) -> None:
    login.refusal = (status, error, description + " Trace ID: 0000\nCorrelation")
    with pytest.raises(NoToken, match=words) as raised:
        renew(client(Way.SECRET), login.clouds, "", HERE)
    assert isinstance(raised.value, GrantEnded) is ends
    assert "Trace ID" not in str(raised.value)
    assert "the-secret-of-app-1" not in str(raised.value)


def test_it_asks_no_machine_inside_and_none_without_tls(login: LoginServer) -> None:
    with pytest.raises(GrantEnded, match="by https only"):
        renew(client(Way.SECRET), login.clouds, "", frozenset())
    inside = Clouds(microsoft_login=login.url.replace("http:", "https:"))
    with pytest.raises(GrantEnded, match="SECTOR_LAUNCH_CHANNEL_HOSTS"):
        renew(client(Way.SECRET), inside, "", frozenset())
    assert login.asked == []


@pytest.mark.parametrize("secret", ["", "no key at all", '{"type": "authorized_user"}', "[]"])
def test_it_takes_nothing_else_for_a_key(secret: str) -> None:
    with pytest.raises(NotAKey):
        check_key(client(Way.SERVICE_ACCOUNT, secret, Provider.GOOGLE))
    with pytest.raises(NotAKey):
        check_key(client(Way.CERTIFICATE, secret))

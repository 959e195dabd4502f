"""Tokens in the tables: fetched once, renewed in time, replaced at once, and asked for no more when they have ended."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from notifications.oauth.providers import Client, Door, Provider, Way
from notifications.oauth.tokens import GrantEnded, NoToken
from sectorlaunch import database, sealing
from sectorlaunch.errors import BadInput
from sectorlaunch.mail_grants import grants
from sectorlaunch.migrations import upgrade
from tests.providers.login_server import LoginServer
from tests.sectorlaunch.mail_grants.conftest import NOON, Granted, add_grant

Make = Callable[..., Granted]


def test_it_asks_once_and_uses_the_token_while_it_holds(grant: Make, login: LoginServer) -> None:
    granted = grant()
    first = granted.tokens.token(granted.id)

    granted.now += timedelta(minutes=54)
    assert granted.tokens.token(granted.id) == first
    assert len(login.asked) == 1
    granted.now += timedelta(minutes=2)
    assert granted.tokens.token(granted.id) != first
    assert len(login.asked) == 2


def test_it_gets_another_for_one_that_was_refused(grant: Make, login: LoginServer) -> None:
    granted = grant()
    first = granted.tokens.token(granted.id)
    second = granted.tokens.token(granted.id, refused=first)

    assert second != first
    assert granted.tokens.token(granted.id, refused=first) == second, "the one in hand is not the refused one"
    assert len(login.asked) == 2


def test_two_processes_use_a_refresh_token_once(file_engine: Engine, login: LoginServer) -> None:
    """The failure's name: both renew at the same moment, the second by a token that is spent, and the consent is gone."""
    granted = add_grant(file_engine, login, Way.CONSENT)
    granted.consent()
    granted.now += timedelta(hours=2)
    login.delay = 0.2
    got: list[str] = []
    workers = [
        threading.Thread(target=lambda: got.append(granted.tokens.token(granted.id))) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert len(got) == 4
    assert len(set(got)) == 1
    assert login.reused == []
    assert [form["grant_type"] for form in login.asked] == ["authorization_code", "refresh_token"]
    assert {granted.row.refresh_token} == login.refresh_tokens


def test_a_process_that_died_while_it_asked_is_not_waited_for_long(grant: Make) -> None:
    granted = grant()
    with database.unit_of_work(granted.engine, granted.now) as session:
        row = grants.find(session, granted.id)
        row.renewing_until = granted.now - timedelta(seconds=1)
        session.add(row)
    assert granted.tokens.token(granted.id)


def test_a_clock_that_was_set_back_does_not_make_it_wait(grant: Make) -> None:
    granted = grant()
    with database.unit_of_work(granted.engine, granted.now) as session:
        row = grants.find(session, granted.id)
        row.renewing_until = granted.now + timedelta(days=3)
        session.add(row)
    assert granted.tokens.token(granted.id)


def test_what_has_ended_is_asked_once_and_not_again_until_a_person_mends_it(
    grant: Make, login: LoginServer
) -> None:
    granted = grant()
    login.secrets["app-1"] = "another-secret-of-app-1"
    for _ in range(3):
        with pytest.raises(GrantEnded, match="Hand in a new one"):
            granted.tokens.token(granted.id)
    assert len(login.asked) == 1
    assert granted.row.ended_at == NOON

    granted.hand_in("another-secret-of-app-1")
    assert login.whose(granted.tokens.token(granted.id))
    assert granted.row.trouble == ""


def test_a_login_server_that_is_down_ends_nothing(grant: Make, login: LoginServer) -> None:
    granted = grant()
    login.refusal = (503, "temporarily_unavailable", "")
    with pytest.raises(NoToken) as raised:
        granted.tokens.token(granted.id)
    assert not isinstance(raised.value, GrantEnded)
    assert granted.row.ended_at is None
    login.refusal = None
    assert granted.tokens.token(granted.id)


def test_its_secrets_are_sealed_in_the_tables(tmp_path: Path, login: LoginServer) -> None:
    engine = sealing.belongs_to(database.open_engine(f"sqlite:///{tmp_path / 'here.db'}"), tmp_path)
    upgrade(engine)
    app = Client(
        Provider.MICROSOFT, Way.CONSENT, Door.MAIL, "a@example.org", "t", "app-1", login.secrets["app-1"]
    )
    with database.unit_of_work(engine, NOON) as session:
        number = grants.add(session, NOON, app, "Kim Keeper").pk
    granted = Granted(engine, login, number)
    granted.consent()
    login.mailbox = "a@example.org"
    with engine.connect() as connection:
        row = connection.execute(text("SELECT secret, refresh_token, access_token FROM mailgrant")).one()
    assert all(value.startswith("sealed:") for value in row), row
    assert granted.row.refresh_token in login.refresh_tokens


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mailbox": "Launch Team"}, "address of the mailbox"),
        ({"tenant": ""}, "tenant"),
        ({"secret": "  "}, "client secret"),
        ({"secret": "5c1d9a52-0a0e-4a4f-9d58-0123456789ab"}, "number of the secret"),
        ({"client_id": ""}, "client id"),
        ({"way": Way.SERVICE_ACCOUNT}, "no way in"),
        ({"provider": Provider.GOOGLE, "way": Way.CONSENT, "door": Door.GRAPH}, "Graph is Microsoft"),
        ({"way": Way.CERTIFICATE}, "no certificate"),
    ],
)
def test_it_says_what_a_grant_lacks(engine: Engine, change: dict[str, object], words: str) -> None:
    given: dict[str, object] = {
        "provider": Provider.MICROSOFT,
        "way": Way.SECRET,
        "door": Door.MAIL,
        "mailbox": "launch@example.org",
        "tenant": "example.org",
        "client_id": "app-1",
        "secret": "the-secret-of-app-1",
    }
    with pytest.raises(BadInput, match=words), database.unit_of_work(engine, NOON) as session:
        grants.add(session, NOON, Client(**(given | change)), "Kim Keeper")  # type: ignore[arg-type]


def test_the_same_mailbox_again_is_the_same_grant_with_another_secret(grant: Make) -> None:
    one, other = grant(), grant()
    assert one.id == other.id


def test_a_row_that_is_gone_is_said_so(grant: Make) -> None:
    granted = grant()
    with pytest.raises(GrantEnded, match="Add it again"):
        granted.tokens.token(granted.id + 1)

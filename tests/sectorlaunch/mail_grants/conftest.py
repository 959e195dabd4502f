"""A grant at a login server on loopback, and what it is asked by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import Engine

from notifications.oauth.providers import Client, Door, Provider, Way
from sectorlaunch import database
from sectorlaunch.mail_grants import consents, grants
from sectorlaunch.mail_grants.fetching import MailTokens
from sectorlaunch.tables import MailGrant
from tests.providers.login_server import LoginServer, login_server

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HERE = frozenset({"127.0.0.1"})
MAILBOX = "launch@example.org"


@dataclass
class Granted:
    """One grant, its number, and the login server behind it."""

    engine: Engine
    login: LoginServer
    id: int
    now: datetime = NOON

    @property
    def tokens(self) -> MailTokens:
        return MailTokens(self.engine, lambda: self.now, self.login.clouds, HERE)

    @property
    def row(self) -> MailGrant:
        with database.reading(self.engine) as session:
            return grants.find(session, self.id)

    def hand_in(self, secret: str) -> None:
        with database.unit_of_work(self.engine, self.now) as session:
            grants.hand_in(session, self.now, grants.find(session, self.id), secret, "Kim Keeper")

    def link(self) -> str:
        with database.unit_of_work(self.engine, self.now) as session:
            return consents.begin(session, self.now, self.id, "Kim Keeper")

    def consent(self) -> None:
        """The owner of the mailbox follows the link, and agrees."""
        import httpx

        state = self.link().rpartition("/")[2]
        with database.reading(self.engine) as session:
            asked = consents.asked(session, self.now, state, self.login.clouds)
        assert asked is not None
        back = httpx.URL(httpx.get(asked.login_address).headers["Location"]).params
        consents.complete(self.engine, self.now, back["state"], back["code"], self.login.clouds, self.tokens)


@pytest.fixture
def login() -> Iterator[LoginServer]:
    with login_server() as server:
        yield server


def add_grant(
    engine: Engine, login: LoginServer, way: Way = Way.SECRET, door: Door = Door.MAIL, now: datetime = NOON
) -> Granted:
    app = Client(Provider.MICROSOFT, way, door, MAILBOX, "example.org", "app-1", login.secrets["app-1"])
    with database.unit_of_work(engine, now) as session:
        number = grants.add(session, now, app, "Kim Keeper").pk
    return Granted(engine, login, number, now)


@pytest.fixture
def grant(engine: Engine, login: LoginServer) -> Callable[..., Granted]:
    return partial(add_grant, engine, login)

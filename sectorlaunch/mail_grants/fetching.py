"""The token a wire or a mailbox signs in with: the one in hand while it holds, else a fresh one, fetched by one process."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from notifications.oauth.providers import Client, Clouds
from notifications.oauth.tokens import Given, GrantEnded, NoToken, renew
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.mail_grants import grants
from sectorlaunch.settings import Settings
from sectorlaunch.tables import MailGrant

RENEWED_BEFORE = timedelta(minutes=5)
"""A token is renewed so long before it ends, so that it holds for the letter that is signed in with it."""
SHORTEST = timedelta(seconds=30)
"""A token that is given for less is used for so long, so that no letter fetches one of its own; a no brings the next."""
TURN = timedelta(seconds=45)
"""Longer than a provider may take: who has the turn asks, and the others wait for what comes of it."""
WAIT_SECONDS, MOST_WAITS = 0.25, 200
GONE = "The mailbox this leads to is not on record any more. Add it again."


class MailTokens:
    """Tokens of this installation's grants. Called outside of any transaction: a provider may take its time."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        clouds: Clouds,
        hosts: frozenset[str] = frozenset(),
    ) -> None:
        """`hosts` are those that may be this machine, or inside, or be asked without TLS."""
        self.hosts = hosts
        self._engine, self._clock, self._clouds = engine, clock, clouds

    @classmethod
    def of(cls, engine: Engine, clock: Callable[[], datetime], settings: Settings) -> "MailTokens":
        return cls(engine, clock, settings.clouds, settings.allowed_channel_hosts)

    def token(self, grant_id: int, refused: str = "") -> str:
        """A token that holds, and is not the one that was `refused`. Raises NoToken; GrantEnded until a person mends it.

        Of several processes one asks the provider: a refresh token may be good once.
        """
        for _ in range(MOST_WAITS):
            now = self._clock()
            with reading(self._engine) as session:
                held = _held(session.get(MailGrant, grant_id), now, refused)
            if held:
                return held
            turn = self._take_turn(grant_id, now, refused)
            if isinstance(turn, str):
                return turn
            if turn is not None:
                return self._fetch(grant_id, *turn)
            time.sleep(WAIT_SECONDS)
        raise NoToken("Another process asks for a token and does not come to an end.")

    def _take_turn(self, grant_id: int, now: datetime, refused: str) -> str | tuple[Client, str] | None:
        """What to ask by, for the one whose turn it is; a token that came meanwhile; None while another one asks."""
        with unit_of_work(self._engine, now) as session:
            grant = session.get(MailGrant, grant_id, with_for_update=True)
            if held := _held(grant, now, refused):
                return held
            assert grant is not None  # `_held` raises for a row that is gone
            if grant.renewing_until is not None and now < grant.renewing_until <= now + TURN:
                return None
            grant.renewing_until = now + TURN
            session.add(grant)
            return grants.client_of(grant), grant.refresh_token

    def _fetch(self, grant_id: int, client: Client, refresh: str) -> str:
        try:
            given = renew(client, self._clouds, refresh, self.hosts)
        except NoToken as error:
            self._note_failure(grant_id, client, refresh, error)
            raise
        except BaseException:
            self._note_failure(grant_id, client, refresh, None)
            raise
        now = self._clock()
        with unit_of_work(self._engine, now) as session:
            grant = session.get(MailGrant, grant_id, with_for_update=True)
            if grant is not None:
                if grant.refresh_token == refresh:
                    take(grant, now, given)
                grant.renewing_until = None
                session.add(grant)
        return given.access

    def _note_failure(self, grant_id: int, client: Client, refresh: str, error: NoToken | None) -> None:
        """A no counts only while nobody has handed in something better since it was asked."""
        now = self._clock()
        with unit_of_work(self._engine, now) as session:
            grant = session.get(MailGrant, grant_id, with_for_update=True)
            if grant is None:
                return
            grant.renewing_until = None
            session.add(grant)
            is_same = (grant.secret, grant.refresh_token) == (client.secret, refresh)
            if isinstance(error, GrantEnded) and is_same:
                grants.end(session, now, grant, str(error))


def take(grant: MailGrant, now: datetime, given: Given) -> None:
    """Keeps what a provider gave; the refresh token is replaced where it gave another."""
    grant.access_token = given.access
    grant.access_ends_at = now + max(timedelta(seconds=given.seconds), RENEWED_BEFORE + SHORTEST)
    grant.refresh_token = given.refresh or grant.refresh_token


def _held(grant: MailGrant | None, now: datetime, refused: str) -> str:
    """The token in hand, "" where another one is needed. Raises GrantEnded."""
    if grant is None:
        raise GrantEnded(GONE)
    if grant.ended_at is not None:
        raise GrantEnded(grant.trouble)
    if not grant.access_token or grant.access_ends_at is None or grant.access_token == refused:
        return ""
    return grant.access_token if grant.access_ends_at - now > RENEWED_BEFORE else ""

"""A whole launch, from the first morning to the last letter, sent without a password: by XOAUTH2, and by Microsoft Graph.

On the way tokens end before their time, the server throttles, and the consent is withdrawn until two days after a
letter had to wait for it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from notifications.oauth.providers import Door, Way
from sectorlaunch import database
from sectorlaunch.outbox import channel_limits
from sectorlaunch.outbox.deliver.batch import Sent
from sectorlaunch.outbox.deliver.sender import Sender
from sectorlaunch.outbox.deliver.wire_pool import WirePool
from sectorlaunch.query_cache import CachingSession
from sectorlaunch.records import stop_rules
from sectorlaunch.rehearsal import LONGEST
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.tables import Channel, MailGrant, Message, MessageState, StepRun, StepState, ToDo
from tests.providers.graph_server import GraphServer, graph_server
from tests.providers.login_server import LoginServer, login_server
from tests.providers.token_smtp import TokenPostbox, token_smtp
from tests.sectorlaunch.mail_grants.conftest import MAILBOX, Granted, add_grant
from tests.story import rehearsals

pytestmark = [pytest.mark.engine, pytest.mark.patient]
"""Each takes half a minute; a launch's first weeks by either are walked in `tests/sectorlaunch/mail_grants`."""

END_TOKENS, THROTTLE, WITHDRAW = 30, 50, 80
"""After so many letters."""
AWAY = timedelta(days=2)


class Provided:
    """The provider, and what it does to us on the way."""

    def __init__(self, login: LoginServer, server: TokenPostbox | GraphServer, port: int) -> None:
        self.login, self.server = login, server
        schema = "graph" if isinstance(server, GraphServer) else "letter"
        self.door = Door.GRAPH if schema == "graph" else Door.MAIL
        who = "launch%40example.org@127.0.0.1"
        self.url = f"{schema}://{who}:{port}/?from={MAILBOX}&mode=none&grant=1"
        self.ahead = [
            (END_TOKENS, login.end_tokens),
            (THROTTLE, self._throttle),
            (WITHDRAW, login.end_consent),
        ]
        self.is_withdrawn = False

    @property
    def letters(self) -> list[bytes]:
        return self.server.sent if isinstance(self.server, GraphServer) else self.server.letters

    def look(self, granted: Granted) -> None:
        """What happens by now."""
        while self.ahead and len(self.letters) >= self.ahead[0][0]:
            count, happen = self.ahead.pop(0)
            happen()
            self.is_withdrawn = count == WITHDRAW
        with database.reading(granted.engine) as session:
            noticed_at = session.exec(select(MailGrant.ended_at)).one()
        if self.is_withdrawn and noticed_at is not None and granted.now >= noticed_at + AWAY:
            self.is_withdrawn, self.login.refusal = False, None
            granted.consent()

    def _throttle(self) -> None:
        if isinstance(self.server, GraphServer):
            self.server.says = [(429, "ApplicationThrottled", {"Retry-After": "600"})]
        else:
            self.server.says = ["432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"] * 2


class MailedWalk(Walk):
    """The rehearsal, but for the post: that leaves by the outbox itself, and so by the provider."""

    provided: Provided
    granted: Granted

    def turn(self) -> None:
        super().turn()
        for _ in range(40):
            gone = self._post()
            if not gone:
                return
            # The outbox writes in sessions of its own: what was read before is read anew.
            self.stage._session.close()
            self.stage._session = CachingSession(self.stage.engine, expire_on_commit=False)
            self._begins = True
            with self.stage.unit() as session:
                heard = [one.message_id for one in gone if one.state is MessageState.SENT]
                self.cast.hear(session, heard)
            super().turn()

    def _deliver(self, session: Session) -> bool:
        return False

    def _post(self) -> list[Sent]:
        self.granted.now = self.stage.now
        self.provided.look(self.granted)
        pool = WirePool(Path("/nonexistent"), self.granted.tokens)
        sender = Sender(self.stage.engine, lambda: self.stage.now, pool, stop_rules.still_needed)
        gone = list(sender.send_all(lambda: True))
        sender.hang_up()
        return gone


@pytest.fixture(params=["smtp", "graph"])
def provided(request: pytest.FixtureRequest) -> Iterator[Provided]:
    with login_server() as login:
        if request.param == "smtp":
            with token_smtp(login) as (postbox, port):
                yield Provided(login, postbox, port)
        else:
            with graph_server(login) as graph:
                yield Provided(login, graph, graph.port)


@pytest.fixture
def walk(provided: Provided) -> MailedWalk:
    begun = rehearsals.first_morning(seed=7)
    stage, login = begun.stage, provided.login
    granted = add_grant(stage.engine, login, Way.CONSENT, provided.door, stage.now)
    with stage.unit() as session:
        channel = session.exec(select(Channel)).one()
        channel.url, channel.masked, channel.sender_address = provided.url, "graph?grant=1", MAILBOX
        channel_limits.put_on(channel, channel_limits.MICROSOFT)
        session.add(channel)
    granted.consent()
    walk = MailedWalk(stage, LONGEST, [])
    walk.provided, walk.granted = provided, granted
    return walk


def test_a_whole_launch_loses_nothing_and_sends_nothing_twice(walk: MailedWalk, provided: Provided) -> None:
    walk.to_the_end()

    with database.reading(walk.stage.engine) as session:
        steps = session.exec(select(StepRun.state)).all()
        given = session.exec(select(ToDo).where(col(ToDo.purpose).startswith("mail grant ended"))).all()
        settled = [one.done_at is not None for one in given]
        messages = session.exec(select(Message).order_by(col(Message.id))).all()
    assert set(steps) == {StepState.PASSED}
    assert not provided.is_withdrawn
    assert not provided.ahead, "everything that was to happen on the way has"
    assert settled == [True], (
        "asked once; the simulated convener looks at her tasks before the owner agrees again"
    )
    ids = Counter(str(message_from_bytes(letter)["Message-ID"]).strip("<>") for letter in provided.letters)
    assert set(ids.values()) == {1}
    left = {one.message_id for one in messages if one.state is MessageState.SENT and not one.joined_to_id}
    assert left == set(ids)
    assert len(left) > WITHDRAW
    assert provided.login.reused == []
    assert not [one for one in messages if one.state in (MessageState.DEAD, MessageState.UNCERTAIN)]
    refused = [one for one in provided.login.asked if one["grant_type"] == "refresh_token"]
    assert len(refused) < 3 * len(messages), "a token serves many letters"

"""A portal over the small partnership of the cast, and the people who come to it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from playbooks import loader
from sectorlaunch import access_links, database, migrations, playbook_vocabulary
from sectorlaunch.actions import accounts, roles, sign_ins
from sectorlaunch.engine import carry_out, partnerships
from sectorlaunch.files import partnership_file
from sectorlaunch.outbox.deliver import dispatcher, own_links
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.portal import sessions
from sectorlaunch.portal.app import create_app
from sectorlaunch.records import meetings
from sectorlaunch.settings import Settings
from sectorlaunch.tables import AccountLinkPurpose, LinkPurpose, Meeting, Message, Person, PlaybookRun, Sector
from tests import kept_states
from tests.cast import CONVENER, MONDAY, PARTNERSHIP, Launch, begin
from tests.kept_states import State
from tests.sectorlaunch.portal.browser import Browser, hold_fetches

COLLEAGUE = "Otto Elsewhere"
"""Convenes another partnership; a stranger in the main one."""
MEMBER = "Will Work"
"""On the support team, convenes nothing."""
MAIN, OTHER = "fernwater", "elsewhere"
CORA = roles.Newcomer("Cora Venner", "Fernwater College", Sector.EDUCATION)
"""The convener, where she is named on the list of the other partnership as well."""


@dataclass
class House:
    """A portal with two partnerships in it."""

    app: FastAPI
    engine: Engine
    settings: Settings
    launch: Launch

    def visitor(self) -> TestClient:
        """Somebody who is not signed in."""
        return Browser(self.app, follow_redirects=False)

    def signed_in(self, name: str) -> TestClient:
        """A browser in which this person has signed in."""
        client = self.visitor()
        client.cookies.set(sessions.COOKIE, self.sign_in(self.account_id(name)))
        return client

    def sign_in(self, account_id: int, browser: str = "") -> str:
        """The cookie of a browser that is signed in from now on."""
        secret, now = sessions.new_secret(), self.launch.now
        with database.unit_of_work(self.engine, now) as session:
            row = sign_ins.begin(session, now, account_id, secret, browser)
            return self._sessions.cookie(account_id, secret, row.expires_at)

    def form(self, client: TestClient, **fields: str) -> dict[str, str]:
        """The fields of a form made for this browser."""
        signed_in = self._sessions.read(self.launch.now, client.cookies.get(sessions.COOKIE))
        assert signed_in is not None
        return {"form_token": self._sessions.form_token(signed_in), **fields}

    def account_id(self, name: str) -> int:
        """How this person signs in; an account that convenes nothing where they never have."""
        with database.unit_of_work(self.engine, self.launch.now) as session:
            account = accounts.open_for(
                session, self.launch.now, session.get_one(Person, self.person_id(name))
            )
            assert account is not None
            return account.pk

    def link(self, name: str, purpose: LinkPurpose | AccountLinkPurpose = LinkPurpose.PERSONAL) -> str:
        """A fresh token for a person of the main partnership."""
        if isinstance(purpose, AccountLinkPurpose):
            account_id = self.account_id(name)
            with database.unit_of_work(self.engine, self.launch.now) as session:
                return access_links.issue_to_account(session, self.launch.now, account_id, purpose)
        with database.unit_of_work(self.engine, self.launch.now) as session:
            partnership_id = session.get_one(PlaybookRun, self.launch.run_id).partnership_id
            person_id = self.launch.person(session, name)
            return access_links.issue(session, self.launch.now, person_id, purpose, partnership_id)

    def person_id(self, name: str) -> int:
        with database.reading(self.engine) as session:
            found = session.exec(
                select(Person.id).where(Person.name == name).order_by(col(Person.id))
            ).first()
        assert found is not None
        return found

    def account_letters(self, kind: str) -> list[Message]:
        """What was written to those who sign in, oldest first."""
        with database.reading(self.engine) as session:
            wanted = select(Message).where(Message.kind == kind, col(Message.account_id).is_not(None))
            found = list(session.exec(wanted.order_by(col(Message.id))))
        return [self.as_it_leaves(message) for message in found]

    def as_it_leaves(self, message: Message) -> Message:
        """A stored letter with the reader's own links in it, as it arrives."""
        with database.unit_of_work(self.engine, self.launch.now) as session:
            row = session.get_one(Message, message.pk)
            sent = own_links.put_in(
                session, self.launch.now, row, envelope_of(session, self.launch.now, row, "")
            )
        put_in = {"text": sent.text, "html": sent.html, "short_text": sent.short_text}
        put_in["calendar_text"] = sent.calendar.text if sent.calendar else ""
        unsubscribe = sent.unsubscribe_url or message.unsubscribe_url
        return Message(**{**message.model_dump(), **put_in, "unsubscribe_url": unsubscribe})

    def deliver(self) -> None:
        """Has the dispatcher put what is due into the local mailbox."""
        dispatcher.run_once(self.engine, self.launch.now, self.settings)

    @property
    def _sessions(self) -> sessions.Sessions:
        found: sessions.Sessions = self.app.state.portal.sessions
        return found


@dataclass
class _Street:
    """What all tests here share: one portal, begun once with its mail delivered, and the state to return to."""

    app: FastAPI
    engine: Engine
    settings: Settings
    launch: Launch
    begun: State


@pytest.fixture(scope="session")
def _street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Street]:
    engine = database.open_engine("sqlite://")
    migrations.upgrade(engine)
    launch = begin(engine, tmp_path_factory.mktemp("main"))
    _begin_another(engine, tmp_path_factory.mktemp("other"))
    launch.do(carry_out.due)
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    dispatcher.run_once(engine, MONDAY, settings)
    begun = kept_states.keep(engine)
    assert begun is not None
    app = create_app(settings, engine, clock=lambda: street.launch.now)
    app.state.portal.rehearsals.command = (sys.executable, "-c", "print('<p>One line</p>')")
    app.state.portal.watch.longest_seconds = 0
    hold_fetches(app)
    street = _Street(app, engine, settings, launch, begun)
    yield street
    engine.dispose()


@pytest.fixture
def house(_street: _Street) -> House:
    _street.begun.put_back()
    _street.launch.now = MONDAY
    _street.app.state.limits.forget()
    return House(_street.app, _street.engine, _street.settings, _street.launch)


@pytest.fixture
def launch(house: House) -> Launch:
    return house.launch


@pytest.fixture
def convener(house: House) -> TestClient:
    return house.signed_in(CONVENER)


@pytest.fixture
def colleague(house: House) -> TestClient:
    return house.signed_in(COLLEAGUE)


def launch_meeting(house: House) -> Meeting:
    """That of the main partnership; the other one has its own."""
    with database.reading(house.engine) as session:
        partnership_id = session.get_one(PlaybookRun, house.launch.run_id).partnership_id
        found = meetings.launch_meeting(session, partnership_id)
    assert found is not None
    return found


def _begin_another(engine: Engine, folder: Path) -> None:
    text = PARTNERSHIP.replace("slug: fernwater", f"slug: {OTHER}")
    text = text.replace("Fernwater Valley Partnership", "Elsewhere Partnership")
    text = text.replace("Cora Venner, email: cora@", f"{COLLEAGUE}, email: otto@")
    text = text.replace("Edda Teach, email: edda@", "Edna Other, email: edna@")
    path = folder / "partnership.yaml"
    path.write_text(text, encoding="utf-8")
    playbook_text = loader.shipped_text("sector-launch")
    playbook = loader.load(playbook_text, "sector_launch.yaml", playbook_vocabulary.vocabulary())
    file = partnership_file.read(path, MONDAY.date())
    with database.unit_of_work(engine, MONDAY) as session:
        created = partnerships.start(session, MONDAY, file, None, playbook_text, playbook)
    Launch(engine, created.run_id, MONDAY).go_on()


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table: to see that nothing has changed."""
    with Session(engine) as session:
        connection = session.connection()
        names = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
            for name in names
        }

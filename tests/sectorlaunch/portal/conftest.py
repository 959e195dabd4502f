"""A portal over the small partnership of the cast, and the people who come to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from playbooks import loader
from sectorlaunch import database, partnership_file, playbook_shelf
from sectorlaunch.operations import access, partnerships, touches
from sectorlaunch.portal import sessions
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import LinkPurpose, Person, PlaybookRun
from tests.cast import CONVENER, PARTNERSHIP, Launch, begin

COLLEAGUE = "Otto Elsewhere"
"""Convenes another partnership."""
MAIN, OTHER = "fernwater", "elsewhere"


@dataclass
class House:
    """A portal with two partnerships in it."""

    app: FastAPI
    engine: Engine
    launch: Launch

    def visitor(self) -> TestClient:
        """Somebody who is not signed in."""
        return TestClient(self.app, follow_redirects=False)

    def signed_in(self, name: str) -> TestClient:
        """A browser in which this person has signed in."""
        client = self.visitor()
        client.cookies.set(sessions.COOKIE, self._sessions.begin(self.launch.now, self.person_id(name)))
        return client

    def form_token(self, client: TestClient) -> str:
        signed_in = self._sessions.read(self.launch.now, client.cookies.get(sessions.COOKIE))
        assert signed_in is not None
        return self._sessions.form_token(signed_in)

    def link(self, name: str, purpose: LinkPurpose = LinkPurpose.PERSONAL) -> str:
        """A fresh token for a person of the main partnership."""
        with database.unit_of_work(self.engine, self.launch.now) as session:
            partnership_id = session.get_one(PlaybookRun, self.launch.run_id).partnership_id
            return access.issue(
                session, self.launch.now, self.person_id(name, session), purpose, partnership_id
            )

    def person_id(self, name: str, session: Session | None = None) -> int:
        if session is None:
            with database.reading(self.engine) as own:
                return self.person_id(name, own)
        found = session.exec(select(Person.id).where(Person.name == name).order_by(col(Person.id))).first()
        assert found is not None
        return found

    @property
    def _sessions(self) -> sessions.Sessions:
        found: sessions.Sessions = self.app.state.portal.sessions
        return found


@pytest.fixture
def launch(file_engine: Engine, tmp_path: Path) -> Launch:
    launch = begin(file_engine, tmp_path)
    launch.do(touches.carry_out_due)
    return launch


@pytest.fixture
def house(file_engine: Engine, launch: Launch, tmp_path: Path) -> Iterator[House]:
    _begin_another(file_engine, launch, tmp_path)
    settings = Settings(home=tmp_path)
    house = House(create_app(settings, file_engine, clock=lambda: launch.now), file_engine, launch)
    yield house


@pytest.fixture
def convener(house: House) -> TestClient:
    return house.signed_in(CONVENER)


@pytest.fixture
def colleague(house: House) -> TestClient:
    return house.signed_in(COLLEAGUE)


def _begin_another(engine: Engine, launch: Launch, folder: Path) -> None:
    """A second partnership with a convener of its own, in which the first one's convener is on the team."""
    text = (
        PARTNERSHIP.replace("slug: fernwater", f"slug: {OTHER}")
        .replace("Fernwater Valley Partnership", "Elsewhere Partnership")
        .replace("{name: Cora Venner, email: cora@example.org", f"{{name: {COLLEAGUE}, email: otto@example.org")
        .replace("{name: Edda Teach, email: edda@example.org", "{name: Edna Other, email: edna@example.org")
    )
    path = folder / "another.yaml"
    path.write_text(text, encoding="utf-8")
    file = partnership_file.read(path, launch.now.date())
    playbook_text = loader.shipped_text("sector-launch")
    playbook = loader.load(playbook_text, "sector_launch.yaml", playbook_shelf.vocabulary())
    with database.unit_of_work(engine, launch.now) as session:
        partnerships.create(session, launch.now, file, None, playbook_text, playbook)



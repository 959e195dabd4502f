"""A partnership with a convener and a guest, and a wire that answers as told."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch.tables import Partnership, Person, PlaybookRun, Role, RoleKind
from tests.sectorlaunch.outbox.cast import NOON, Office, PretendWire


@pytest.fixture
def office(engine: Engine) -> Office:
    with Session(engine) as session, session.begin():
        partnership = Partnership(
            slug="river-valley", name="River Valley", zone="America/Denver", created_at=NOON
        )
        convener = Person(name="Cora Convener", email="cora@example.org", created_at=NOON)
        guest = Person(name="Gus Guest", email="gus@example.org", created_at=NOON)
        session.add_all([partnership, convener, guest])
        session.flush()
        assert partnership.id is not None
        assert convener.id is not None
        assert guest.id is not None
        run = PlaybookRun(
            partnership_id=partnership.id,
            playbook_key="sector_launch",
            playbook_version=1,
            playbook_text="",
            started_at=NOON,
        )
        role = Role(partnership_id=partnership.id, person_id=convener.id, kind=RoleKind.CONVENER, since=NOON)
        session.add_all([run, role])
        session.flush()
        assert run.id is not None
        ids = (run.id, convener.id, guest.id)
    return Office(engine, *ids)


@pytest.fixture
def wire() -> PretendWire:
    return PretendWire()

"""The cast of these tests: two small files, a database in memory and the playbook that comes with the product."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel

from playbooks.loader import load
from playbooks.model import Playbook
from sectorlaunch import playbook_vocabulary
from sectorlaunch.actions.partnerships import Created
from sectorlaunch.database import open_engine
from sectorlaunch.engine import partnerships
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.files.partnership_fields import PartnershipFile

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PLAYBOOK = Path(__file__).parents[3] / "playbooks" / "sector_launch.yaml"

PARTNERSHIP = """\
slug: lakeside-metals
name: Lakeside Metals
industry:
  name: Metal products
  naics: [332, "31-33"]
region:
  name: Lakeside
  state: CO
  counties: [Larimer, Weld]
time_zone: America/Denver
convener:
  name: Ada Quillfeather
  email: Ada@Example.org
  organisation: Lakeside College
  title: Dean
  phone: 970-555-0100
facilitator:
  name: Bo Tinderfold
  email: bo@example.net
  organisation: Tinderfold Talks
  sector: community
support_team:
  education:
    - name: Cleo Slatebridge
      email: cleo@example.org
      organisation: Lakeside College
  workforce development:
    - name: Dov Oakhanger
      email: dov@example.org
      organisation: Lakeside Workforce Board
launch:
  date: 2027-05-12
  time: 08:30
critical_mass: 9
"""

CONTACTS = """\
name,email,phone,title,organisation,sector,role,decides,relationship_owner,note
Esme Anvilstone,esme@example.com,970-555-0110,Owner,Anvilstone Castings,business,champion,yes,dov@example.org,Met in May.
Fitz Cogsworthy,fitz@example.com,,President,Cogsworthy Gears,business,business leader,yes,,
Gus Platewell,,970-555-0112,Manager,Platewell & Daughters,,,no,,
Hal Roundtree,hal@example.org,,Director,Lakeside Growth Office,economic development,public partner,no,,
"""


@pytest.fixture
def partnership_path(tmp_path: Path) -> Path:
    path = tmp_path / "partnership.yaml"
    path.write_text(PARTNERSHIP, encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def to_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return to_file


@pytest.fixture
def session() -> Iterator[Session]:
    engine = open_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def playbook_text() -> str:
    return PLAYBOOK.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def playbook(playbook_text: str) -> Playbook:
    return load(playbook_text, "sector_launch.yaml", playbook_vocabulary.vocabulary())


@pytest.fixture
def file(partnership_path: Path) -> PartnershipFile:
    return partnership_file.read(partnership_path, TODAY)


@pytest.fixture
def contacts(tmp_path: Path) -> ContactsFile:
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    return contacts_file.read(path)


@pytest.fixture
def created(
    session: Session, file: PartnershipFile, contacts: ContactsFile, playbook_text: str, playbook: Playbook
) -> Created:
    return partnerships.start(session, NOW, file, contacts, playbook_text, playbook)

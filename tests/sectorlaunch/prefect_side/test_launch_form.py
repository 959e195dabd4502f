"""The form that starts a partnership in Prefect says what the two files say, and knows the same mistakes."""

from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.engine import partnerships
from sectorlaunch.errors import BadInput
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.prefect_side.launch_form import NewLaunch, files_of
from sectorlaunch.tables import Person, StepRun, StepState
from tests import cast

FIELDS = yaml.safe_load(cast.PARTNERSHIP)


def entered(**changes: Any) -> dict[str, Any]:
    """The partnership of the cast as somebody enters it; `changes` by "part__field"."""
    person = ("name", "email", "organization", "title", "phone")
    found: dict[str, Any] = {
        "partnership": {
            "name": FIELDS["name"],
            "slug": FIELDS["slug"],
            "industry": FIELDS["industry"]["name"],
            "naics": FIELDS["industry"]["naics"],
            "region": FIELDS["region"]["name"],
            "state": FIELDS["region"]["state"],
            "counties": FIELDS["region"]["counties"],
            "time_zone": FIELDS["time_zone"],
        },
        "launch": {"on": cast.LAUNCH_DAY.isoformat()},
        "people": {
            "convener": {key: FIELDS["convener"][key] for key in person},
            "facilitator": {key: FIELDS["facilitator"][key] for key in person},
            "support_team": [
                {**{key: one[key] for key in person}, "sector": sector}
                for sector, members in FIELDS["support_team"].items()
                for one in members
            ],
            "contacts": cast.CONTACTS,
        },
    }
    for where, value in changes.items():
        part, _, key = where.partition("__")
        found[part][key] = value
    return found


def read(**changes: Any) -> Any:
    return files_of(NewLaunch.model_validate(entered(**changes)), cast.MONDAY, (), {})


def test_it_says_what_the_files_say(tmp_path: Any) -> None:
    (tmp_path / "partnership.yaml").write_text(cast.PARTNERSHIP)
    (tmp_path / "contacts.csv").write_text(cast.CONTACTS)
    file, contacts, *_ = read()
    other = partnership_file.read(tmp_path / "partnership.yaml", cast.MONDAY)
    same = {"convener", "facilitator"}  # whose sector the file states and the form takes from where they work
    assert file.model_dump(exclude=same) == other.model_dump(exclude=same)
    assert [sector for _, sector, _ in file.people()][2:] == [sector for _, sector, _ in other.people()][2:]
    assert contacts.contacts == contacts_file.read(tmp_path / "contacts.csv").contacts


def test_it_starts_the_launch_the_files_start(engine: Engine) -> None:
    with database.unit_of_work(engine, cast.MONDAY) as session:
        created = partnerships.start(session, cast.MONDAY, *read())
    with Session(engine) as session:
        assert len(session.exec(select(Person)).all()) == created.people == 13
        assert session.exec(select(StepRun.key).where(StepRun.state == StepState.OPEN)).all() == [
            "build-support-team"
        ]


def test_it_names_every_mistake_at_once_and_starts_nothing() -> None:
    team = [*entered()["people"]["support_team"], entered()["people"]["support_team"][0]]
    with pytest.raises(BadInput) as refused:
        read(
            launch__on="2020-01-01",
            partnership__state="XX",
            people__support_team=team,
            people__contacts="nonsense",
        )
    said = str(refused.value)
    for words in (
        "Nothing was started",
        "launch.date",
        "has gone by",
        "region.state",
        "is here already",
        "contacts",
    ):
        assert words in said


def test_it_takes_no_playbook_from_a_file_of_the_machine() -> None:
    with pytest.raises(ValidationError):
        NewLaunch.model_validate({**entered(), "playbook": "/etc/passwd.yaml"})
    with pytest.raises(BadInput, match="playbook"):
        files_of(NewLaunch.model_validate({**entered(), "playbook": "nowhere"}), cast.MONDAY, (), {})

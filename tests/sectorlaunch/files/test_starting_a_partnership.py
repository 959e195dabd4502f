"""From two files to a partnership with its people, its run and its launch meeting; once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes
from sectorlaunch.actions.partnerships import Created
from sectorlaunch.engine import partnerships as partnership_actions
from sectorlaunch.errors import NotFound
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.files.partnership_fields import PartnershipFile
from sectorlaunch.records import meetings, partnerships, playbook_editions
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Event,
    GateRun,
    Meeting,
    Organization,
    Partnership,
    Person,
    PlaybookRun,
    Role,
    RoleKind,
    Sector,
    StepRun,
    StepState,
)

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
Write = Callable[[str, str], Path]


def rows_of(session: Session) -> dict[str, int]:
    tables = (
        Partnership,
        PlaybookRun,
        StepRun,
        GateRun,
        Person,
        Organization,
        Role,
        Champion,
        Meeting,
        Event,
    )
    return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in tables}


def person(session: Session, email: str) -> Person:
    return session.exec(select(Person).where(Person.email == email)).one()


def roles(session: Session, email: str) -> list[RoleKind]:
    return list(session.exec(select(Role.kind).where(Role.person_id == person(session, email).id)))


def test_it_stores_the_partnership(session: Session, created: Created) -> None:
    stored = partnerships.find(session, "lakeside-metals")

    assert stored.id == created.partnership_id
    assert stored.industry == "Metal products"
    assert stored.naics == ["332", "31-33"]
    assert stored.counties == ["Larimer", "Weld"]
    assert (stored.state, stored.zone) == ("CO", "America/Denver")
    assert stored.target_launch_on == date(2027, 5, 12)
    assert stored.numbers == {"critical_mass": 9}


def test_it_stores_everyone_once_with_their_roles(session: Session, created: Created) -> None:
    assert created.people == 8
    assert roles(session, "ada@example.org") == [RoleKind.CONVENER]
    assert roles(session, "bo@example.net") == [RoleKind.FACILITATOR]
    assert roles(session, "esme@example.com") == [RoleKind.CHAMPION]
    assert roles(session, "hal@example.org") == [RoleKind.PUBLIC_PARTNER]
    assert session.exec(select(func.count()).select_from(Person)).one() == 8


def test_it_puts_a_champion_on_the_pipeline_with_its_relationship_owner(
    session: Session, created: Created
) -> None:
    champion = session.exec(select(Champion)).one()

    assert champion.stage is ChampionStage.PROSPECT
    assert champion.person_id == person(session, "esme@example.com").id
    assert champion.owner_id == person(session, "dov@example.org").id
    assert person(session, "esme@example.com").decides


def test_it_keeps_one_organization_for_all_its_people(session: Session, created: Created) -> None:
    ada, cleo = person(session, "ada@example.org"), person(session, "cleo@example.org")

    assert ada.organization_id == cleo.organization_id
    assert session.get_one(Organization, ada.organization_id).sector is Sector.EDUCATION


def test_it_keeps_the_playbook_text_and_lists_its_steps_and_gates(
    session: Session, created: Created, playbook: Playbook, playbook_text: str
) -> None:
    steps = session.exec(select(StepRun).order_by(StepRun.position)).all()  # type: ignore[arg-type]
    gates = session.exec(select(GateRun).order_by(GateRun.position)).all()  # type: ignore[arg-type]

    assert playbook_editions.edition_of(session, created.run_id).text == playbook_text
    assert [step.key for step in steps] == [step.key for step in playbook.steps]
    assert [(gate.step_key, gate.key) for gate in gates] == [(s.key, g.key) for s, g in playbook.gates()]


def test_it_opens_the_first_step(session: Session, created: Created) -> None:
    states = session.exec(select(StepRun.state).order_by(StepRun.position)).all()  # type: ignore[arg-type]

    assert states[0] is StepState.OPEN
    assert set(states[1:]) == {StepState.LOCKED}


def test_it_plans_the_launch_at_the_local_hour(session: Session, created: Created) -> None:
    launch = meetings.launch_meeting(session, created.partnership_id)

    assert launch is not None
    assert launch.starts_at == datetime(2027, 5, 12, 14, 30, tzinfo=UTC)
    assert launch.facilitator_id == person(session, "bo@example.net").id
    assert launch.uid.endswith("@sector-launch")


def test_it_leaves_the_hour_open_when_only_the_day_is_known(
    session: Session, write: Write, partnership_path: Path, playbook_text: str, playbook: Playbook
) -> None:
    text = partnership_path.read_text(encoding="utf-8").replace("  time: 08:30\n", "")
    file = partnership_file.read(write("day.yaml", text), TODAY)

    created = partnership_actions.start(session, NOW, file, None, playbook_text, playbook)

    launch = meetings.launch_meeting(session, created.partnership_id)
    assert launch is not None
    assert launch.starts_at is None


def test_it_counts_weeks_from_the_day_in_the_partnerships_zone(
    session: Session, write: Write, partnership_path: Path, playbook_text: str, playbook: Playbook
) -> None:
    text = partnership_path.read_text(encoding="utf-8").replace("2027-05-12", "in 10 weeks")
    file = partnership_file.read(write("weeks.yaml", text), TODAY)
    # Still Monday evening in Denver.
    early_on_tuesday = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    partnership_actions.start(session, early_on_tuesday, file, None, playbook_text, playbook)

    assert partnerships.find(session, "lakeside-metals").target_launch_on == date(2027, 2, 1)


def test_it_notes_that_the_partnership_was_started(session: Session, created: Created) -> None:
    event = session.exec(select(Event).where(Event.kind == "partnership started")).one()

    assert event.actor == "Ada Quillfeather"
    assert event.run_id == created.run_id
    assert "8 people" in event.summary


def test_it_does_nothing_the_second_time(
    session: Session,
    created: Created,
    file: PartnershipFile,
    contacts: ContactsFile,
    playbook_text: str,
    playbook: Playbook,
) -> None:
    before = rows_of(session)

    again = partnership_actions.start(session, NOW, file, contacts, playbook_text, playbook)

    assert again.already_there
    assert (again.partnership_id, again.run_id) == (created.partnership_id, created.run_id)
    assert again.differences == ()
    assert rows_of(session) == before


def test_it_says_where_a_changed_file_differs_and_overwrites_nothing(
    session: Session,
    created: Created,
    write: Write,
    partnership_path: Path,
    contacts: ContactsFile,
    playbook_text: str,
    playbook: Playbook,
) -> None:
    text = partnership_path.read_text(encoding="utf-8")
    text = text.replace("2027-05-12", "2027-06-09").replace("[Larimer, Weld]", "[Larimer]")
    text = text.replace("critical_mass: 9", "critical_mass: 11").replace("dov@example.org", "duv@example.org")
    more = contacts.path.read_text(encoding="utf-8") + "Ivo Hasp,ivo@example.com,,,Hasp,,,,,\n"
    before = rows_of(session)

    again = partnership_actions.start(
        session,
        NOW,
        partnership_file.read(write("changed.yaml", text), TODAY),
        contacts_file.read(write("more.csv", more)),
        playbook_text + "\n# changed\n",
        playbook,
    )

    said = "\n".join(again.differences)
    assert "counties on record: Larimer, Weld; in the file: Larimer." in said
    assert "launch date on record: 2027-05-12; in the file: 2027-06-09." in said
    assert "number critical_mass on record: 9; in the file: 11." in said
    assert "Dov Oakhanger <duv@example.org> is support team in the file and not on record." in said
    assert f"keeps version {playbook.version}" in said
    assert "1 contact in more.csv is not on record" in said
    assert rows_of(session) == before
    assert partnerships.find(session, "lakeside-metals").target_launch_on == date(2027, 5, 12)


def test_it_never_happens__a_list_changes_somebody_of_another_partnership(
    session: Session,
    created: Created,
    write: Write,
    partnership_path: Path,
    playbook_text: str,
    playbook: Playbook,
) -> None:
    text = partnership_path.read_text(encoding="utf-8").replace("lakeside-metals", "hillside-food")
    text = text.replace("title: Dean", "title: President")
    partnership_actions.start(
        session, NOW, partnership_file.read(write("other.yaml", text), TODAY), None, playbook_text, playbook
    )

    ours, theirs = session.exec(
        select(Person).where(Person.email == "ada@example.org").order_by(col(Person.id))
    ).all()
    assert (ours.job_title, theirs.job_title) == ("Dean", "President")
    assert ours.partnership_id == created.partnership_id != theirs.partnership_id


@pytest.mark.parametrize(
    ("row", "field", "remedy"),
    [
        (
            "Ivo Hasp,ivo@example.com,,,Hasp,,champion,yes,dow@example.org,",
            "relationship_owner",
            "did you mean “dov@example.org”?",
        ),
        (
            "Ivo Hasp,ivo@example.com,,,Lakeside College,business,champion,yes,,",
            "Ivo Hasp",
            "Lakeside College is on record as education, not business",
        ),
    ],
)
def test_it_stores_nothing_when_a_contact_does_not_fit(
    session: Session,
    file: PartnershipFile,
    contacts: ContactsFile,
    write: Write,
    playbook_text: str,
    playbook: Playbook,
    row: str,
    field: str,
    remedy: str,
) -> None:
    text = contacts.path.read_text(encoding="utf-8") + row + "\n"
    wrong = contacts_file.read(write("wrong.csv", text))

    with pytest.raises(FileMistakes) as found:
        partnership_actions.start(session, NOW, file, wrong, playbook_text, playbook)

    (mistake,) = found.value.mistakes
    assert (mistake.line, mistake.field) == (6, field)
    assert remedy in mistake.remedy
    session.commit()
    assert set(rows_of(session).values()) == {0}


def test_it_stores_nothing_when_a_number_is_unknown(
    session: Session, write: Write, partnership_path: Path, playbook_text: str, playbook: Playbook
) -> None:
    text = partnership_path.read_text(encoding="utf-8") + "numbers: {team_mix: 3}\n"
    file = partnership_file.read(write("numbers.yaml", text), TODAY)

    with pytest.raises(FileMistakes, match="did you mean “team_m"):
        partnership_actions.start(session, NOW, file, None, playbook_text, playbook)

    assert set(rows_of(session).values()) == {0}


def test_it_suggests_the_nearest_partnership(session: Session, created: Created) -> None:
    with pytest.raises(NotFound, match="did you mean “lakeside-metals”"):
        partnerships.find(session, "lakside-metal")


def test_it_says_that_there_is_no_partnership_yet(session: Session) -> None:
    with pytest.raises(NotFound, match="none has been started yet"):
        partnerships.find(session, "anything")

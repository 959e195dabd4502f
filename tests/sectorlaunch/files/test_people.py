"""Taking in a list again, roles and their sheets, leaving, and being forgotten."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from sectorlaunch import access_links
from sectorlaunch.actions import do_not_contact, handover, people, removal, roles
from sectorlaunch.actions.contacts import Outcome
from sectorlaunch.actions.partnerships import Created
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.files import contacts_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.records import access as access_records
from sectorlaunch.records import champions, meetings, people_list
from sectorlaunch.tables import (
    Champion,
    Commitment,
    Event,
    LinkPurpose,
    Message,
    MessageState,
    Organization,
    Person,
    Role,
    RoleKind,
    Sector,
    ToDo,
    ToDoKind,
)

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SLUG = "lakeside-metals"
HEADER = "name,email,phone,title,organisation,sector,role,decides,relationship_owner,note\n"
Write = Callable[[str, str], Path]
Load = Callable[..., ContactsFile]


@pytest.fixture
def load(write: Write) -> Load:
    def rows(*rows: str) -> ContactsFile:
        return contacts_file.read(write("more.csv", HEADER + "".join(f"{row}\n" for row in rows)))

    return rows


def person(session: Session, email: str) -> Person:
    return session.exec(select(Person).where(Person.email == email)).one()


def id_of(session: Session, email: str) -> int:
    return person(session, email).pk


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def kinds(session: Session, email: str) -> set[RoleKind]:
    held = select(Role.kind).where(Role.person_id == id_of(session, email), col(Role.ended_at).is_(None))
    return set(session.exec(held))


# taking in a list


def test_it_changes_nothing_for_the_same_file_twice(
    session: Session, created: Created, contacts: ContactsFile
) -> None:
    before = count(session, Person), count(session, Role), count(session, Event)

    report = people.import_contacts(session, NOW, SLUG, contacts)

    assert {row.outcome for row in report.rows} == {Outcome.UNCHANGED}
    assert (count(session, Person), count(session, Role), count(session, Event)) == before


def test_it_reports_each_row(session: Session, created: Created, load: Load) -> None:
    report = people.import_contacts(
        session,
        NOW,
        SLUG,
        load(
            "Ivo Hasp,ivo@example.com,,Owner,Hasp & Hook,business,champion,yes,cleo@example.org,",
            "Fitz Cogsworthy,fitz@example.com,970-555-0199,Founder,Cogsworthy Gears,,,,,",
            "Hal Roundtree,hal@example.org,,Director,Lakeside Growth Office,economic development,,,,",
            "Juno Kettle,juno@example.com,,,Kettle,,champion,,nobody@example.org,",
        ),
    )

    assert [(row.line, row.outcome) for row in report.rows] == [
        (2, Outcome.TAKEN),
        (3, Outcome.MERGED),
        (4, Outcome.UNCHANGED),
        (5, Outcome.REFUSED),
    ]
    assert report.rows[1].why == "with Fitz Cogsworthy on record: phone"
    assert "nobody of the team has the address" in report.rows[3].why
    assert str(report).endswith("more.csv: 1 taken, 1 merged, 1 unchanged, 1 refused")
    assert session.exec(select(Person).where(Person.email == "juno@example.com")).first() is None


def test_it_fills_blanks_and_keeps_what_is_known(session: Session, created: Created, load: Load) -> None:
    people.import_contacts(
        session,
        NOW,
        SLUG,
        load("F. Cogsworthy,fitz@example.com,970-555-0199,Founder,Gears Incorporated,,,no,,"),
    )

    fitz = person(session, "fitz@example.com")
    assert (fitz.name, fitz.job_title, fitz.phone, fitz.decides) == (
        "Fitz Cogsworthy",
        "President",
        "970-555-0199",
        True,
    )
    assert session.get_one(Organization, fitz.organization_id).name == "Cogsworthy Gears"


def test_it_merges_by_name_and_organization_where_an_address_is_missing(
    session: Session, created: Created, load: Load
) -> None:
    before = count(session, Person)

    people.import_contacts(
        session, NOW, SLUG, load("gus platewell,gus@example.com,,,PLATEWELL & DAUGHTERS,,,,,")
    )

    assert count(session, Person) == before
    assert person(session, "gus@example.com").phone == "970-555-0112"


def test_it_keeps_two_people_of_one_name_apart(session: Session, created: Created, load: Load) -> None:
    before = count(session, Person)

    people.import_contacts(
        session, NOW, SLUG, load("Fitz Cogsworthy,fitz.junior@example.com,,,Cogsworthy Gears,,,,,")
    )

    assert count(session, Person) == before + 1


def test_it_asks_for_the_address_when_a_name_fits_two(session: Session, created: Created, load: Load) -> None:
    people.import_contacts(
        session, NOW, SLUG, load("Fitz Cogsworthy,fitz.junior@example.com,,,Cogsworthy Gears,,,,,")
    )

    report = people.import_contacts(
        session, NOW, SLUG, load("Fitz Cogsworthy,,970-555-0150,,Cogsworthy Gears,,,,,")
    )

    assert report.rows[0].outcome is Outcome.REFUSED
    assert "give the e-mail address" in report.rows[0].why


def test_it_stores_nothing_on_a_check_and_says_the_same(
    session: Session, created: Created, load: Load
) -> None:
    file = load("Ivo Hasp,ivo@example.com,,,Hasp,,champion,,,", "Fitz,fitz@example.com,970-555-0199,,,,,,,")
    before = count(session, Person), count(session, Champion), count(session, Event)

    checked = people.import_contacts(session, NOW, SLUG, file, check_only=True)

    assert (count(session, Person), count(session, Champion), count(session, Event)) == before
    assert person(session, "fitz@example.com").phone == ""
    assert str(checked).endswith("; nothing was stored")
    assert checked.rows == people.import_contacts(session, NOW, SLUG, file).rows


def test_it_does_not_give_back_a_role_that_was_ended(
    session: Session, created: Created, contacts: ContactsFile
) -> None:
    fitz = id_of(session, "fitz@example.com")
    roles.end_role(session, NOW, SLUG, fitz, RoleKind.BUSINESS_LEADER)

    people.import_contacts(session, NOW, SLUG, contacts)

    assert kinds(session, "fitz@example.com") == set()


def test_it_does_not_bring_back_somebody_who_was_removed(
    session: Session, created: Created, contacts: ContactsFile
) -> None:
    gus = session.exec(select(Person).where(Person.name == "Gus Platewell")).one()
    removal.anonymize(session, NOW, gus.pk)

    people.import_contacts(session, NOW, SLUG, contacts)

    assert session.get_one(Person, gus.pk).phone == ""


# the list


def test_it_lists_everyone_with_what_a_convener_asks_for(session: Session, created: Created) -> None:
    listed = {entry.name: entry for entry in people_list.list_people(session, SLUG)}

    assert len(listed) == 8
    assert listed["Esme Anvilstone"].relationship_owner == "Dov Oakhanger"
    assert listed["Esme Anvilstone"].roles == (RoleKind.CHAMPION,)
    assert listed["Ada Quillfeather"].role_sheet_open
    assert not listed["Fitz Cogsworthy"].role_sheet_open
    assert listed["Gus Platewell"].email == ""
    assert listed["Hal Roundtree"].sector is Sector.ECONOMIC


def test_it_suggests_the_nearest_address(session: Session, created: Created) -> None:
    with pytest.raises(NotFound, match=r"did you mean “fitz@example\.com”"):
        people_list.find(session, SLUG, "fits@example.com")


# roles


def test_it_names_a_new_facilitator_in_place_of_the_old_one(session: Session, created: Created) -> None:
    roles.name_role(session, NOW, SLUG, RoleKind.FACILITATOR, "cleo@example.org")

    assert kinds(session, "cleo@example.org") == {RoleKind.SUPPORT_TEAM, RoleKind.FACILITATOR}
    assert kinds(session, "bo@example.net") == set()
    launch = meetings.launch_meeting(session, created.partnership_id)
    assert launch is not None
    assert launch.facilitator_id == id_of(session, "cleo@example.org")


def test_it_names_somebody_nobody_knew(session: Session, created: Created) -> None:
    roles.name_role(
        session,
        NOW,
        SLUG,
        RoleKind.SCRIBE,
        "Iris@Example.org",
        roles.Newcomer(name="Iris Inkwell", organization="Lakeside Library", sector=Sector.COMMUNITY),
    )

    assert kinds(session, "iris@example.org") == {RoleKind.SCRIBE}


def test_it_asks_for_what_is_missing_about_somebody_new(session: Session, created: Created) -> None:
    with pytest.raises(BadInput, match="organization of Iris and its sector"):
        roles.name_role(session, NOW, SLUG, RoleKind.SCRIBE, "iris@example.org", roles.Newcomer(name="Iris"))
    with pytest.raises(NotFound, match="Nobody in this partnership"):
        roles.name_role(session, NOW, SLUG, RoleKind.SCRIBE, "unheard.of@example.net")


def test_it_wants_the_role_sheet_read_again_when_a_role_is_given_back(
    session: Session, created: Created
) -> None:
    cleo = id_of(session, "cleo@example.org")
    roles.acknowledge_role_sheet(session, NOW, created.run_id, cleo)
    roles.end_role(session, NOW, SLUG, cleo, RoleKind.SUPPORT_TEAM)

    role = roles.add_role(session, NOW, SLUG, cleo, RoleKind.SUPPORT_TEAM)

    assert role.acknowledged_at is None
    assert role.ended_at is None


def test_it_notes_a_read_role_sheet_once(session: Session, created: Created) -> None:
    dov = id_of(session, "dov@example.org")

    assert roles.acknowledge_role_sheet(session, NOW, created.run_id, dov) == 1
    assert roles.acknowledge_role_sheet(session, NOW, created.run_id, dov) == 0
    events = session.exec(select(Event).where(Event.kind == "role sheet acknowledged")).all()
    assert [event.actor for event in events] == ["Dov Oakhanger"]


def test_it_has_no_role_sheet_for_a_guest(session: Session, created: Created) -> None:
    with pytest.raises(NotFound, match="no role with a role sheet"):
        roles.acknowledge_role_sheet(session, NOW, created.run_id, id_of(session, "fitz@example.com"))


def test_it_keeps_the_only_convener(session: Session, created: Created) -> None:
    ada = id_of(session, "ada@example.org")

    with pytest.raises(NotAllowed, match="only convener"):
        roles.end_role(session, NOW, SLUG, ada, RoleKind.CONVENER)
    with pytest.raises(NotAllowed, match="only convener"):
        removal.anonymize(session, NOW, ada)


def test_it_puts_a_new_champion_on_the_pipeline(session: Session, created: Created) -> None:
    fitz = id_of(session, "fitz@example.com")

    roles.add_role(session, NOW, SLUG, fitz, RoleKind.CHAMPION)

    assert champions.champion_of(session, created.partnership_id, fitz) is not None


def test_it_notes_the_wish_to_be_left_alone_and_its_end(session: Session, created: Created) -> None:
    fitz = id_of(session, "fitz@example.com")

    do_not_contact.mark(session, NOW, fitz, True)
    do_not_contact.mark(session, NOW + timedelta(days=1), fitz, True)
    assert session.get_one(Person, fitz).do_not_contact_since == NOW

    do_not_contact.mark(session, NOW, fitz, False)
    assert session.get_one(Person, fitz).do_not_contact_since is None
    assert len(session.exec(select(Event).where(Event.kind == "do not contact")).all()) == 2


# leaving


def with_open_items(session: Session, created: Created, owner: int) -> None:
    for purpose, done_at in (("call-1", None), ("call-2", NOW)):
        session.add(
            ToDo(
                run_id=created.run_id,
                kind=ToDoKind.PHONE,
                purpose=purpose,
                occurrence="run",
                owner_id=owner,
                about_id=id_of(session, "fitz@example.com"),
                title="Call Fitz Cogsworthy",
                due_on=date(2026, 12, 1),
                created_at=NOW,
                done_at=done_at,
            )
        )
    session.add(
        Commitment(partnership_id=created.partnership_id, owner_id=owner, what="Draw up the map", made_at=NOW)
    )
    session.flush()


def test_it_hands_over_every_open_item_and_no_settled_one(session: Session, created: Created) -> None:
    dov, cleo = id_of(session, "dov@example.org"), id_of(session, "cleo@example.org")
    with_open_items(session, created, dov)

    handed = handover.hand_over(session, NOW, dov, cleo)

    assert str(handed) == "1 task, 1 champion, 1 commitment, 1 guest to call"
    owners = dict(session.exec(select(ToDo.purpose, ToDo.owner_id)).all())
    assert owners == {"call-1": cleo, "call-2": dov}
    assert session.exec(select(Champion.owner_id)).one() == cleo
    event = session.exec(select(Event).where(Event.kind == "handed over")).one()
    assert "Dov Oakhanger handed over to Cleo Slatebridge" in event.summary
    assert str(handover.hand_over(session, NOW, dov, cleo)) == "nothing open"


def test_it_hands_over_to_somebody_else_only(session: Session, created: Created) -> None:
    dov = id_of(session, "dov@example.org")

    with pytest.raises(BadInput, match="somebody else"):
        handover.hand_over(session, NOW, dov, dov)


def message_to(session: Session, created: Created, person_id: int, state: MessageState) -> Message:
    message = Message(
        run_id=created.run_id,
        person_id=person_id,
        kind="invitation",
        purpose=f"prepare/invitation-{state}",
        occurrence="run",
        reason="is on the invitation list",
        to_name="Fitz Cogsworthy",
        to_address="fitz@example.com",
        sender_name="Ada Quillfeather",
        subject="Fitz, your place at the table",
        text="Dear Fitz Cogsworthy",
        html="<p>Dear Fitz Cogsworthy</p>",
        short_text="Fitz, see your mail",
        message_id=f"{state}@example.org",
        state=state,
        queued_at=NOW,
        send_after=NOW,
    )
    session.add(message)
    session.flush()
    return message


def test_it_forgets_a_person_and_keeps_that_something_was_sent(session: Session, created: Created) -> None:
    fitz = id_of(session, "fitz@example.com")
    sent = message_to(session, created, fitz, MessageState.SENT)
    waiting = message_to(session, created, fitz, MessageState.QUEUED)
    with_open_items(session, created, id_of(session, "dov@example.org"))
    token = access_links.issue(session, NOW, fitz, LinkPurpose.PERSONAL, created.partnership_id)
    do_not_contact.mark(session, NOW, fitz, True)

    removal.anonymize(session, NOW, fitz)

    gone = session.get_one(Person, fitz)
    assert (gone.name, gone.email, gone.phone, gone.organization_id) == ("Former contact", None, "", None)
    assert sent.state is MessageState.SENT
    assert waiting.state is MessageState.CANCELED
    assert access_records.look_up(session, NOW, token, LinkPurpose.PERSONAL) is None
    assert all(entry.person_id != fitz for entry in people_list.list_people(session, SLUG))
    session.flush()
    assert "itz" not in everything_written(session)


def everything_written(session: Session) -> str:
    """Every text of every row that could name the person, messages to other people aside."""
    tables = (Person, Message, ToDo, Event, Champion)
    return "\n".join(repr(row.model_dump()) for table in tables for row in session.exec(select(table)).all())


def test_it_gives_the_open_items_of_a_removed_person_to_the_convener(
    session: Session, created: Created
) -> None:
    dov = id_of(session, "dov@example.org")
    with_open_items(session, created, dov)

    removal.anonymize(session, NOW, dov)
    removal.anonymize(session, NOW, dov)

    ada = id_of(session, "ada@example.org")
    assert session.exec(select(Champion.owner_id)).one() == ada
    assert session.exec(select(Commitment.owner_id)).one() == ada
    assert len(session.exec(select(Event).where(Event.kind == "person removed")).all()) == 1


def test_it_refuses_a_champion_who_is_on_record_with_a_public_body(
    session: Session, created: Created, load: Load
) -> None:
    report = people.import_contacts(
        session,
        NOW,
        SLUG,
        load("Cleo Slatebridge,cleo@example.org,,,Slatebridge & Sons,business,champion,,,"),
    )

    assert report.rows[0].outcome is Outcome.REFUSED
    assert "Lakeside College is on record as education" in report.rows[0].why
    assert session.exec(select(Organization).where(Organization.name == "Slatebridge & Sons")).first() is None

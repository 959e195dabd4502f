"""Partnerships are walls: whatever the convener of another partnership does, nothing of ours has changed.

Ours are the rows of every table that belong to the main partnership, with the accounts of those who convene it and
their links; they are compared one by one. What an address is for, and nothing else, is shared: see the last tests.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, col, or_, select

from sectorlaunch import access_links, database, known_addresses
from sectorlaunch.actions import handover, releases, removal, roles
from sectorlaunch.actions.merging import merge
from sectorlaunch.engine import overrides
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.export import belonging
from sectorlaunch.portal.routes import below
from sectorlaunch.records import partnerships
from sectorlaunch.records import people as people_records
from sectorlaunch.settings import Settings
from sectorlaunch.tables import (
    AccessLink,
    Account,
    AccountLink,
    ActionTeam,
    Address,
    Commitment,
    DataBrief,
    Document,
    HangingAsk,
    LinkPurpose,
    Meeting,
    Merge,
    Message,
    Organization,
    Partnership,
    Person,
    PlannedTouch,
    Poll,
    RoleKind,
    ScoringRound,
    ToDo,
)
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, MEMBER, OTHER, House
from tests.sectorlaunch.portal.test_access import CONVENES, RULES

BASE = f"/partnerships/{OTHER}"
CHAMPION = "Champ One"
THEIRS = "champ1@example.com"
"""An address that is on our list, and comes to stand on theirs."""
Rows = dict[str, list[tuple[object, ...]]]


def ours(house: House) -> Rows:
    """Every row of the main partnership, table by table."""
    with database.reading(house.engine) as session:
        partnership = session.exec(select(Partnership).where(Partnership.slug == MAIN)).one()
        here = select(Person.id).where(Person.partnership_id == partnership.pk)
        accounts = select(Person.account_id).where(col(Person.id).in_(here))
        shared = {
            AccessLink: col(AccessLink.person_id).in_(here),
            Merge: or_(col(Merge.kept_id).in_(here), col(Merge.gone_id).in_(here)),
            Account: col(Account.id).in_(accounts),
            AccountLink: col(AccountLink.account_id).in_(accounts),
        }
        wanted = {table: belonging.belongs(table, partnership.pk) for table in belonging.tables()}
        wanted |= {SQLModel.metadata.tables[str(kind.__tablename__)]: where for kind, where in shared.items()}
        found = {}
        for table, where in wanted.items():
            rows = session.connection().execute(table.select().where(where).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
    assert len(found["person"]) > 10
    assert found["account"]
    return found


@pytest.fixture
def untouched(house: House) -> Iterator[None]:
    """What stands in the tables of the main partnership is the same afterwards."""
    before = ours(house)
    yield
    after = ours(house)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def of_ours(session: Session, kind: type[SQLModel]) -> str:
    """The number of some row of ours."""
    found = session.exec(select(kind).order_by(col(kind.id))).first()  # type: ignore[attr-defined]
    return str(found.id) if found is not None else "1"  # type: ignore[attr-defined]


NUMBERS = {
    "task_id": ToDo,
    "team_id": ActionTeam,
    "message_id": Message,
    "meeting_id": Meeting,
    "commitment_id": Commitment,
    "poll_id": Poll,
    "document_id": Document,
    "round_id": ScoringRound,
    "brief_id": DataBrief,
}
IN_FORMS = (
    *("person", "owner", "keep", "go", "who", "host", "facilitator", "scribe", "chair", "lead", "to", "ids"),
    *("task", "team", "meeting", "merge", "guest", "champion", "member", "priority", "poll", "message"),
)
"""Fields of forms that name somebody or something by number."""
ACTIONS = ("", "let-go", "only")
"""Words for what a form is to do: none, one that ends something, and one that picks people."""


def addressed(house: House, path: str) -> str:
    """An address of the other partnership with the numbers of ours in it."""
    with database.reading(house.engine) as session:
        champion = house.launch.person(session, CHAMPION)
        planned = session.exec(select(PlannedTouch).where(PlannedTouch.run_id == house.launch.run_id)).first()
        assert planned is not None
        parts = {name: of_ours(session, kind) for name, kind in NUMBERS.items()}
        parts |= {"slug": OTHER, "person_id": str(champion), "planned_id": str(planned.id)}
        parts |= {"gate_key": "shared-table", "kind": "answer-reminder", "code": "31-33", "name": "x"}
    return re.sub(r"\{(\w+)\}", lambda part: parts.get(part[1], "1"), path)


def test_it_never_happens__a_number_of_ours_in_a_form_of_theirs_changes_ours(
    house: House, colleague: TestClient
) -> None:
    """Every form there is, with the numbers of our people, meetings, tasks and letters in address and fields."""
    champion, before = str(house.person_id(CHAMPION)), ours(house)
    for path in sorted(
        path for (method, path), rule in RULES.items() if (method, rule) == ("POST", CONVENES)
    ):
        for action in ACTIONS:
            fields = {**dict.fromkeys(IN_FORMS, champion), "action": action, "wish": "leave alone"}
            fields |= {
                "email": "otto.new@example.org",
                "role": "support team",
                "stage": "declined",
                "note": "No.",
            }
            fields |= {
                "kind": "call",
                "words": "No.",
                "verdict": "done",
                "question": "convener",
                "outcome": "x",
            }
            answer = colleague.post(addressed(house, path), data=house.form(colleague, **fields))
            assert answer.status_code < 500, (path, action, answer.text)
        after = ours(house)
        assert {name: rows for name, rows in after.items() if rows != before[name]} == {}, path


def test_it_never_happens__a_deed_of_a_partnership_above_changes_ours_without_our_word(
    house: House, colleague: TestClient, untouched: None
) -> None:
    """Every form of the page, with our number, our people, our regions and what we asked in its fields."""
    with database.reading(house.engine) as session:
        ours_id = str(partnerships.find(session, MAIN).pk)
    fields = dict.fromkeys(("convener", "place", "region", "ask"), "1")
    fields |= {"slug": MAIN, "child": ours_id, "name": "Theirs", "launch": "2026-11-12"}
    fields |= {f"role-{house.person_id(CHAMPION)}": "support team"}
    for action in below._ACTIONS:
        form = house.form(colleague, **fields, action=action)
        answer = colleague.post(f"{BASE}/below", data=form)
        if action == "ask":
            answer = colleague.post(f"{BASE}/below", data={**form, "place": ""})
        assert answer.status_code < 500, (action, answer.text)
    with database.reading(house.engine) as session:
        assert session.exec(select(HangingAsk)).one().child_id == int(ours_id), "asked, and nothing else"


def let_in(house: House, client: TestClient, email: str, name: str = "Somebody Else") -> None:
    """The other convener puts an address on their own list, as that of a co-convener."""
    form = house.form(
        client, action="let-in", email=email, name=name, organization="One Gears", sector="education"
    )
    assert client.post(f"{BASE}/settings", data=form).status_code == 303


def theirs(house: House, name: str) -> int:
    with database.reading(house.engine) as session:
        other = session.exec(select(Partnership).where(Partnership.slug == OTHER)).one()
        found = select(Person.id).where(Person.partnership_id == other.pk, Person.name == name)
        person_id = session.exec(found).one()
    assert person_id is not None
    return person_id


def test_it_never_happens__our_conveners_address_is_taken_and_signed_in_with(
    house: House, colleague: TestClient
) -> None:
    before = ours(house)
    let_in(house, colleague, "cora@example.org")
    mine = theirs(house, "Somebody Else")
    form = house.form(colleague, email="otto.second@example.org")
    colleague.post(f"{BASE}/people/{mine}/address", data=form)
    for address in ("otto.second@example.org", "cora@example.org"):
        house.visitor().post("/sign-in", data={"email": address})
    account_id = house.account_id(CONVENER)
    written = house.account_letters("sign-in")
    assert {one.to_address for one in written if one.account_id == account_id} == {"cora@example.org"}
    after = ours(house)
    assert {name for name, rows in after.items() if rows != before[name]} == {"accountlink"}, (
        "her own, as anybody asks"
    )


def test_it_never_happens__the_address_of_a_lead_on_a_list_makes_a_lead(
    house: House, colleague: TestClient, untouched: None
) -> None:
    lead = "lea.lead@example.org"
    account_id = house.account_id(COLLEAGUE)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        account = session.get_one(Account, account_id)
        account.verified_at = house.launch.now
        session.add(account)
    form = house.form(colleague, email=lead)
    colleague.post(f"{BASE}/people/{house.person_id(COLLEAGUE)}/address", data=form)
    portal = house.app.state.portal
    house.app.state.portal = replace(portal, settings=Settings(home=house.settings.home, leads=lead))
    try:
        assert colleague.get(f"/partnerships/{MAIN}").status_code == 404
        house.visitor().post("/sign-in", data={"email": lead})
    finally:
        house.app.state.portal = portal
    (letter,) = house.account_letters("sign-in")
    assert (letter.to_address, letter.account_id == house.account_id(COLLEAGUE)) == (lead, False)


def test_it_never_happens__our_convener_is_merged_into_their_person(
    house: House, colleague: TestClient, untouched: None
) -> None:
    mine, hers = str(house.person_id(COLLEAGUE)), str(house.person_id(CONVENER))
    for keep, go in ((mine, hers), (hers, mine)):
        answer = colleague.post(f"{BASE}/duplicates", data=house.form(colleague, keep=keep, go=go))
        assert answer.status_code == 422
        with (
            pytest.raises(NotAllowed, match="two partnerships"),
            database.unit_of_work(house.engine, house.launch.now) as session,
        ):
            merge.merge(session, house.launch.now, int(keep), int(go), by=COLLEAGUE)


def test_it_never_happens__our_champion_is_silenced_by_their_list(
    house: House, colleague: TestClient, untouched: None
) -> None:
    let_in(house, colleague, THEIRS)
    mine = theirs(house, "Somebody Else")
    answer = colleague.post(f"{BASE}/people/{mine}/contact", data=house.form(colleague, wish="leave alone"))
    assert answer.status_code == 303
    with database.reading(house.engine) as session:
        champion = session.get_one(Person, house.launch.person(session, CHAMPION))
        assert people_records.left_alone_since(session, champion) is None
        assert people_records.left_alone_since(session, session.get_one(Person, mine)) is not None


def test_it_never_happens__a_letter_read_in_the_local_mailbox_stops_an_address(
    house: House, colleague: TestClient, untouched: None
) -> None:
    """Nothing has left the machine: whoever presses the link has read along, and is not the one it was written to."""
    let_in(house, colleague, THEIRS)
    mine = theirs(house, "Somebody Else")
    with database.unit_of_work(house.engine, house.launch.now) as session:
        token = access_links.issue(session, house.launch.now, mine, LinkPurpose.UNSUBSCRIBE, 2)
    assert house.visitor().post(f"/u/{token}", data={}).status_code == 200
    with database.reading(house.engine) as session:
        assert session.exec(select(Address)).all() == []
        assert people_records.left_alone_since(session, session.get_one(Person, mine)) is not None


def test_it_never_happens__a_link_sent_to_one_address_stops_the_one_written_down_later(
    house: House, colleague: TestClient, untouched: None
) -> None:
    mine = house.person_id(COLLEAGUE)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        token = access_links.issue(
            session, house.launch.now, mine, LinkPurpose.UNSUBSCRIBE, 2, sent_to="otto@example.org"
        )
    colleague.post(f"{BASE}/people/{mine}/address", data=house.form(colleague, email=THEIRS))
    house.visitor().post(f"/u/{token}", data={})
    with database.reading(house.engine) as session:
        assert session.exec(select(Address)).all() == []


def test_it_never_happens__a_list_with_our_people_on_it_changes_them(
    house: House, colleague: TestClient, untouched: None
) -> None:
    rows = [
        "name,email,phone,title,organization,sector,role,decides,relationship_owner,note",
        f"Another Name,{THEIRS},970-555-0999,Janitor,One Gears,education,support team,no,,",
        "Cora Changed,cora@example.org,970-555-0998,Nobody,Fernwater College,government,public partner,no,,",
    ]
    file = {"file": ("list.csv", "\n".join(rows).encode(), "text/csv")}
    answer = colleague.post(f"{BASE}/imports", data=house.form(colleague, action="take"), files=file)
    assert "2 taken, 0 merged" in answer.text
    with database.reading(house.engine) as session:
        known = session.exec(select(Person).where(Person.email == THEIRS).order_by(col(Person.id))).all()
        assert [person.name for person in known] == [CHAMPION, "Another Name"]
        gears = session.exec(select(Organization).where(Organization.name == "One Gears")).all()
        assert len({(one.partnership_id, one.sector) for one in gears}) == 2


def test_it_never_happens__a_company_of_the_same_name_is_renamed_with_theirs(
    house: House, colleague: TestClient, untouched: None
) -> None:
    let_in(house, colleague, "new@example.org")
    mine = theirs(house, "Somebody Else")
    with database.unit_of_work(house.engine, house.launch.now) as session:
        person = session.get_one(Person, mine)
        company = session.get_one(Organization, person.organization_id)
        assert company.name == "One Gears"
        company.name = "Renamed Gears"
        session.add(company)


def test_it_never_happens__somebody_of_the_same_name_is_removed_with_theirs(
    house: House, colleague: TestClient, untouched: None
) -> None:
    let_in(house, colleague, "namesake@example.org", name=CHAMPION)
    mine = theirs(house, CHAMPION)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        removal.anonymize(session, house.launch.now, mine, by=COLLEAGUE)


def test_it_takes_no_person_of_another_list(house: House, untouched: None) -> None:
    now = house.launch.now
    mine, hers = house.person_id(COLLEAGUE), house.person_id(CONVENER)
    with database.trying(house.engine) as session:
        with pytest.raises(NotFound, match="in this partnership"):
            roles.add_role(session, now, OTHER, hers, RoleKind.SUPPORT_TEAM)
        with pytest.raises(NotFound):
            roles.end_role(session, now, OTHER, hers, RoleKind.CONVENER)
        for giver, taker in ((mine, hers), (hers, mine)):
            with pytest.raises(NotAllowed, match="two partnerships"):
                handover.hand_over(session, now, giver, taker)


def test_it_names_nobody_of_another_list(house: House) -> None:
    now, hers, colleague = house.launch.now, house.person_id(MEMBER), house.person_id(COLLEAGUE)
    with database.trying(house.engine) as session:
        other = session.exec(select(Partnership).where(Partnership.slug == OTHER)).one()
        run_id = partnerships.run_of(session, other.pk).pk
        by = session.get_one(Person, colleague)
        planned = session.exec(
            select(PlannedTouch).where(
                PlannedTouch.run_id == run_id, PlannedTouch.touch_key == "shared-table-reminder"
            )
        ).one()
        with pytest.raises(NotFound, match="in this partnership"):
            overrides.only(session, now, planned.pk, [hers], COLLEAGUE)
        with pytest.raises(NotFound, match="in this partnership"):
            releases.give(session, now, run_id, "invitation", by=by, to=[hers])


# what addresses are for


def test_it_leaves_an_address_alone_everywhere_once_its_owner_says_so(
    house: House, colleague: TestClient
) -> None:
    let_in(house, colleague, THEIRS)
    mine = theirs(house, "Somebody Else")
    with database.unit_of_work(house.engine, house.launch.now) as session:
        token = access_links.issue(
            session, house.launch.now, mine, LinkPurpose.UNSUBSCRIBE, 2, sent_to=THEIRS
        )
    before = ours(house)
    house.visitor().post(f"/u/{token}", data={})
    after = ours(house)
    assert {name for name, rows in after.items() if rows != before[name]} == {"event"}
    said = [event for event in after["event"] if event not in before["event"]]
    assert len(said) == 1
    assert "elsewhere" not in str(said).lower(), "by whose letter is not said"
    with database.reading(house.engine) as session:
        for person_id in (mine, house.launch.person(session, CHAMPION)):
            assert people_records.left_alone_since(session, session.get_one(Person, person_id)) is not None
    house.visitor().post(f"/u/{token}", data={"wish": "again"})
    with database.reading(house.engine) as session:
        assert known_addresses.stopped_at(session, THEIRS) is None

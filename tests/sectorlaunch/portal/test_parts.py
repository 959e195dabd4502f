"""Those who have a part and do not convene: let in on a page, at home where their part is, and nowhere else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from sectorlaunch import database
from sectorlaunch.actions import invitations, roles
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.portal import rights
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    Document,
    DocumentKind,
    Invitation,
    InvitationState,
    LinkPurpose,
    Meeting,
    MeetingKind,
    Person,
    RoleKind,
    TeamMember,
)
from tests.sectorlaunch.portal.conftest import MAIN, OTHER, House, launch_meeting
from tests.sectorlaunch.portal.test_access import form_a_team
from tests.story import reading

PART = f"/partnerships/{MAIN}/part"
SETTINGS = f"/partnerships/{MAIN}/settings"
EDDA, EMAIL = "Edda Teach", "edda@example.org"


def let_in(house: House, convener: TestClient, role: RoleKind, **fields: str) -> TestClient:
    """Edda, let in on the settings page, in her own browser by the letter and a link to sign in."""
    form = house.form(convener, action="let-in", role=role.value, email=EMAIL, **fields)
    assert convener.post(SETTINGS, data=form).status_code == 303
    (letter,) = house.account_letters("part-given")
    assert (letter.to_address, PART in letter.text) == (EMAIL, True)
    browser = house.visitor()
    assert browser.get(PART).status_code == 303, "the letter itself opens nothing"
    browser.post("/sign-in", data={"email": EMAIL})
    link = re.search(r"/sign-in/\S+", house.account_letters("sign-in")[-1].text)
    assert link is not None
    assert browser.post(link[0]).headers["location"] == PART
    return browser


def called_together(house: House) -> int:
    """Another meeting of the team, to which some are invited, begun an hour ago."""
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        new = meeting_actions.NewMeeting(MeetingKind.SUPPORT_TEAM, "Support team", now - timedelta(hours=1))
        made = meeting_actions.plan(session, now, house.launch.run_id, new, by="Cora Venner")
        people = session.exec(select(Person).where(col(Person.name).in_(["Will Work", "Enid Grow"]))).all()
        invitations.invite(session, now, made.pk, [one for one in people if one.partnership_id == 1])
        return made.pk


def test_it_says_of_every_role_that_signs_in_what_it_may() -> None:
    assert set(rights.ROLES) == set(rights.people.SIGNING_IN)
    given = frozenset[rights.Right]().union(*rights.ROLES.values()) | rights.OF_THE_HOUSE
    assert given == frozenset(rights.Right)
    assert set(rights.ROUTES.values()) | {rights.Right.CONVENE} == given


def test_it_lets_a_scribe_take_down_her_meeting_and_draft_its_summary(
    house: House, convener: TestClient
) -> None:
    scribe = let_in(house, convener, RoleKind.SCRIBE)
    meeting_id = called_together(house)
    mine = f"{PART}/meetings/{meeting_id}"
    assert mine in scribe.get(PART).text
    page = scribe.get(mine).text
    assert ("Who does what" in page, "Save the notes" in page) == (False, True)
    will = str(house.person_id("Will Work"))
    there = house.form(scribe, **{f"there-{will}": "yes"})
    assert scribe.post(f"{mine}/attendance", data=there).status_code == 303
    notes = house.form(scribe, note="Machines stand idle on Fridays.")
    assert scribe.post(f"{mine}/notes", data=notes).status_code == 303
    with database.reading(house.engine) as session:
        assert session.get_one(Meeting, meeting_id).note == "Machines stand idle on Fridays."
        came = select(Invitation.person_id).where(
            Invitation.meeting_id == meeting_id, Invitation.state == InvitationState.ATTENDED
        )
        assert list(session.exec(came)) == [int(will)]
    assert (
        "Machines stand idle on Fridays." in convener.get(f"/partnerships/{MAIN}/meetings/{meeting_id}").text
    )

    launch = f"{PART}/meetings/{launch_meeting(house).pk}"
    said = house.form(scribe, action="priority", words="People who can weld.")
    assert scribe.post(f"{launch}/notes", data=said).status_code == 303
    assert "People who can weld." in scribe.get(launch).text
    draft = house.form(scribe, title="What was said", body="They want people who can weld.")
    assert scribe.post(f"{PART}/summary", data=draft).status_code == 303
    with database.reading(house.engine) as session:
        (document,) = session.exec(select(Document).where(Document.partnership_id == 1)).all()
        assert (document.kind, document.state.value) == (DocumentKind.EXECUTIVE_SUMMARY, "drafted")
        release = f"/partnerships/{MAIN}/documents/{document.id}"
    assert scribe.post(release, data=house.form(scribe)).status_code == 403, "a convener lets it go"


def test_it_never_happens__a_scribe_takes_down_a_meeting_of_somebody_else(
    house: House, convener: TestClient
) -> None:
    scribe = let_in(house, convener, RoleKind.SCRIBE)
    meeting_id = called_together(house)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        meeting = session.get_one(Meeting, meeting_id)
        meeting.roles = {"scribe": house.launch.person(session, "Will Work")}
        session.add(meeting)
        of_another = session.exec(select(Meeting.id).where(Meeting.partnership_id == 2)).first()
    for number in (meeting_id, of_another, 9999):
        mine = f"{PART}/meetings/{number}"
        assert scribe.get(mine).status_code == 403
        assert scribe.post(f"{mine}/notes", data=house.form(scribe, note="Mine.")).status_code == 403


def test_it_lets_a_facilitator_write_the_agenda_read_the_guests_and_share_out(
    house: House, convener: TestClient
) -> None:
    facilitator = let_in(house, convener, RoleKind.FACILITATOR)
    draft = house.form(facilitator, title="", body="Welcome\n\nOpportunities")
    assert facilitator.post(f"{PART}/agenda", data=draft).status_code == 303
    assert "Opportunities" in facilitator.get(f"{PART}/agenda").text
    assert facilitator.get(f"{PART}/guests").status_code == 200
    launch = launch_meeting(house)
    mine = f"{PART}/meetings/{launch.pk}"
    page = facilitator.get(mine).text
    assert ("Who does what" in page, "Save the notes" in page) == (True, False)
    edda, will = str(house.person_id(EDDA)), str(house.person_id("Will Work"))
    roles_form = house.form(facilitator, host="", welcome=will, facilitator=edda, scribe=will)
    assert facilitator.post(f"{mine}/roles", data=roles_form).status_code == 303
    after = launch_meeting(house)
    assert (after.roles, after.starts_at, after.place) == (
        {"welcome": int(will), "scribe": int(will)},
        launch.starts_at,
        launch.place,
    )


def test_it_lets_a_team_lead_look_after_their_team_and_no_other(house: House, convener: TestClient) -> None:
    form_a_team(house)
    lead = let_in(house, convener, RoleKind.TEAM_LEAD, team="1")
    mine, will, edda = f"{PART}/teams/1", str(house.person_id("Will Work")), house.person_id(EDDA)
    assert mine in lead.get(PART).text
    for fields in (
        {"action": "join", "person": will, "contribution": "Rooms", "lead": "yes", "number": "99"},
        {"action": "promise", "words": "Call three shops", "owner": will, "team": "99"},
        {"action": "call", "on": "2026-05-04", "hour": "09:00"},
        {"action": "describe", "number": "1", "name": "Machinists", "outcome": "Ten more welders"},
    ):
        answer = lead.post(mine, data=house.form(lead, **fields))
        assert answer.status_code == 303, (fields, answer.text)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        team = session.get_one(ActionTeam, 1)
        assert (team.lead_id, team.outcome) == (edda, "Ten more welders")
        assert int(will) in session.exec(select(TeamMember.person_id).where(TeamMember.team_id == 1)).all()
        promised = session.exec(select(Commitment)).one()
        assert promised.team_id == 1
        other = Commitment(partnership_id=1, what="Not theirs", made_at=house.launch.now)
        session.add(other)
        session.flush()
        number, not_theirs = str(promised.id), str(other.id)
    done = house.form(lead, action="settle", number=number, state="done")
    assert lead.post(mine, data=done).status_code == 303
    wrong = house.form(lead, action="settle", number=not_theirs, state="done")
    assert lead.post(mine, data=wrong).status_code == 422
    assert lead.post(f"{PART}/teams/2", data=done).status_code == 403


def test_it_lets_a_lead_who_looks_read_where_it_stands_and_nothing_else(
    house: House, convener: TestClient
) -> None:
    looking = let_in(house, convener, RoleKind.LEAD_WHO_LOOKS)
    page = looking.get(f"/partnerships/{MAIN}/status")
    assert (page.status_code, "status.pdf" in page.text, "/mailbox" in page.text) == (200, False, False)
    refused = looking.get(f"/partnerships/{MAIN}")
    assert (refused.status_code, PART in refused.text) == (403, True)
    assert looking.get(f"/partnerships/{OTHER}/status").status_code == 404
    assert PART in looking.get("/").text
    assert PART in looking.get("/partnerships").text


def test_it_ends_a_part_with_its_links_and_the_way_in(house: House, convener: TestClient) -> None:
    scribe = let_in(house, convener, RoleKind.SCRIBE)
    token = house.link(EDDA, LinkPurpose.PERSONAL)
    assert house.visitor().get(f"/p/{token}").status_code == 200
    form = house.form(
        convener, action="let-go", person=str(house.person_id(EDDA)), role=RoleKind.SCRIBE.value
    )
    assert convener.post(SETTINGS, data=form).status_code == 303
    assert scribe.get(PART).status_code == 403
    assert house.visitor().get(f"/p/{token}").status_code == 404
    house.visitor().post("/sign-in", data={"email": EMAIL})
    assert len(house.account_letters("sign-in")) == 1, "no further link"


def test_it_shows_who_holds_a_role_and_may_not_sign_in_yet(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        roles.add_role(session, house.launch.now, MAIN, house.person_id(EDDA), RoleKind.SCRIBE)
    assert "may not sign in yet" in convener.get(SETTINGS).text
    house.visitor().post("/sign-in", data={"email": EMAIL})
    assert house.account_letters("sign-in") == [], "a role alone opens nothing"


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "convener", "email": EMAIL},
        {"role": "champion", "email": EMAIL},
        {"role": "team lead", "email": EMAIL},
        {"role": "team lead", "email": EMAIL, "team": "99"},
        {"role": "scribe", "email": "nobody@example.org"},
    ],
)
def test_it_says_what_letting_somebody_in_needs(
    house: House, convener: TestClient, fields: dict[str, str]
) -> None:
    form = house.form(convener, action="let-in", **fields)
    assert convener.post(SETTINGS, data=form).status_code == 422


def test_it_takes_no_list_that_lets_somebody_in(house: House, convener: TestClient) -> None:
    rows = "name,email,organization,sector,role\nA Looker,look@example.org,Bank,business,lead who looks\n"
    file = {"file": ("list.csv", rows.encode(), "text/csv")}
    answer = convener.post(f"/partnerships/{MAIN}/imports", data=house.form(convener), files=file)
    assert "settings page, not here" in answer.text


def speaks(house: House, convener: TestClient, language: str) -> None:
    form = house.form(convener, action="language", language=language)
    assert convener.post(SETTINGS, data=form).status_code == 303


def in_english(page: str) -> list[reading.Leak]:
    """What is left of English on a page, names and what people typed aside."""
    text = re.sub(r"<(script|style|title).*?</\1>|<[^>]*>", "\n", page, flags=re.DOTALL)
    seen = [*re.findall(r'(?:aria-label|placeholder)="([^"]*)"', page), text]
    typed = ["In English", "Launch of the", MAIN_NAME, *TYPED]
    return reading.english_in("", unescape("\n".join(seen)), typed)


TYPED = (
    "Will Work",
    "Need number 0",
    "Team 0",
    "The team of 0",
    "Call of the action team",
    "sector-launch sign-in",
)
MAIN_NAME = "Fernwater Valley Manufacturing Partnership"


def test_it_shows_every_part_in_spanish_where_the_partnership_speaks_it(
    house: House, convener: TestClient
) -> None:
    form_a_team(house)
    speaks(house, convener, "es-US")
    edda = let_in(house, convener, RoleKind.FACILITATOR)
    for role, fields in ((RoleKind.SCRIBE, {}), (RoleKind.TEAM_LEAD, {"team": "1"})):
        form = house.form(convener, action="let-in", role=role.value, email=EMAIL, **fields)
        assert convener.post(SETTINGS, data=form).status_code == 303
    meeting = called_together(house)
    launch = launch_meeting(house).pk
    mine = ("", "/agenda", "/guests", "/summary", f"/meetings/{launch}", f"/meetings/{meeting}", "/teams/1")
    for path in mine:
        page = edda.get(f"{PART}{path}")
        assert (page.status_code, '<html lang="es-US">' in page.text) == (200, True), path
        assert in_english(page.text) == [], path
        assert "In English" in page.text, path
    empty = edda.post(f"{PART}/agenda", data=house.form(edda, title="", body=""))
    assert (empty.status_code, "Escriba el texto." in empty.text) == (422, True)
    kept = house.form(edda, title="", body="Bienvenida")
    assert (
        "El borrador está guardado"
        in edda.get(edda.post(f"{PART}/agenda", data=kept).headers["location"]).text
    )
    assert "Orden del día: " in edda.get(f"{PART}/agenda").text
    other = edda.post(
        f"{PART}/agenda", data=house.form(edda, title="", body="Otra", made_from="fields body:0")
    )
    assert (other.status_code, in_english(other.text)) == (409, [])
    wrong = {
        "soon": "Escriba la fecha",
        "2027-03-14": "Ese día se adelanta el reloj",
        "2027-03-15": "Escriba la hora",
    }
    for (day, said), hour in zip(wrong.items(), ("9:00", "02:30", "25:00"), strict=True):
        call = house.form(edda, action="call", number="", time="other", on=day, hour=hour, minutes="60")
        refused = edda.post(f"{PART}/teams/1", data=call)
        assert (refused.status_code, said in refused.text) == (422, True), refused.text
        assert in_english(refused.text) == []
    for path in ("/", "/partnerships", "/account", SETTINGS):
        page = edda.get(path)
        assert ('<html lang="es-US">' in page.text, in_english(page.text)) == (True, []), path
    for wished in ({"wish": "address", "email": "nobody"}, {"wish": "name", "name": " "}):
        refused = edda.post("/account", data=house.form(edda, **wished))
        assert (refused.status_code, in_english(refused.text)) == (422, [])
    in_english_again = edda.post("/account/language", data=house.form(edda, language="en-US", back="account"))
    assert "are in English from now on" in edda.get(in_english_again.headers["location"]).text
    back = edda.post("/account/language", data=house.form(edda, language="es-US"))
    assert (back.headers["location"], in_english(edda.get(back.headers["location"]).text)) == (
        "/?done=language",
        [],
    )
    wish = house.form(edda, language="en-US", back="/teams/1")
    answer = edda.post(f"{PART}/language", data=wish)
    assert answer.headers["location"] == f"{PART}/teams/1?done=language"
    assert "are in English from now on" in edda.get(answer.headers["location"]).text
    assert '<html lang="en-US">' in convener.get(PART).text, "conveners’ pages stay English"


def test_it_signs_in_by_a_page_in_the_readers_language(house: House, convener: TestClient) -> None:
    """The browser's before anybody is known, else what the address asks for; then that of whoever the link is for."""
    speaks(house, convener, "es-US")
    visitor = house.visitor()
    spanish = visitor.get("/sign-in", headers={"accept-language": "es-MX,es;q=0.9"})
    assert ("Entrar" in spanish.text, in_english(spanish.text)) == (True, [])
    assert "/sign-in?language=en-US" in spanish.text
    assert '<html lang="en-US">' in visitor.get("/sign-in").text
    edda = let_in(house, convener, RoleKind.SCRIBE)
    asked = edda.post("/sign-in?language=es-US", data={"email": EMAIL})
    assert ("Revise su correo" in asked.text, in_english(asked.text)) == (True, [])
    link = re.search(r"/sign-in/\S+", house.account_letters("sign-in")[-1].text)
    assert link is not None
    offered = visitor.get(link[0])
    assert ("Entrar como" in offered.text, in_english(offered.text)) == (True, [])
    assert "Sign in as" in visitor.get(f"{link[0]}?language=en-US").text
    spent = visitor.get("/sign-in/none", headers={"accept-language": "es"})
    assert (spent.status_code, in_english(spent.text)) == (404, [])


def test_it_leads_nowhere_else_once_the_language_is_chosen(house: House, convener: TestClient) -> None:
    scribe = let_in(house, convener, RoleKind.SCRIBE)
    for back in ("//example.org", "/../settings", "/meetings/x", "/agenda\n"):
        answer = scribe.post(f"{PART}/language", data=house.form(scribe, language="es-US", back=back))
        assert answer.headers["location"] == f"{PART}?done=language"
    wrong = scribe.post(f"{PART}/language", data=house.form(scribe, language="xx"))
    assert (wrong.status_code, "Elija" in wrong.text) == (422, True)

"""Who may come in where. Every route is listed here with its rule; a new one without a rule fails."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlmodel import select
from starlette.routing import BaseRoute

from sectorlaunch import database
from sectorlaunch.actions import documents, polls, roles, scores, surveys
from sectorlaunch.rules.poll_dates import ProposedDate
from sectorlaunch.tables import (
    AccountLinkPurpose,
    ActionTeam,
    DataBrief,
    DocumentKind,
    LinkPurpose,
    Message,
    PlannedTouch,
    Priority,
    RoleKind,
    ToDo,
    ToDoKind,
)
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import CORA, MAIN, MEMBER, OTHER, House, everything

PUBLIC, SIGNED_IN, CONVENES, OWN_LETTER = "public", "signed in", "convenes it", "own letter"
PERSONAL, ONCE, UNSUBSCRIBE = "personal link", "sign-in link", "unsubscribe link"
FEED = "calendar address"
AGREEING = "link to another address"
LETTERS_WAY = "link to another way for letters"
MONITOR = "this machine, or the token of a monitor"
LARGEST_UPLOAD = 6_000_000
"""Bytes. No form and no file of ours is as large."""

RULES = {
    ("GET", "/health"): PUBLIC,
    ("GET", "/ready"): PUBLIC,
    ("GET", "/metrics"): MONITOR,
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("GET", "/sign-in/{token}"): ONCE,
    ("POST", "/sign-in/{token}"): ONCE,
    ("POST", "/sign-out"): SIGNED_IN,
    ("GET", "/account"): SIGNED_IN,
    ("POST", "/account"): SIGNED_IN,
    ("POST", "/account/sign-ins"): SIGNED_IN,
    ("POST", "/account/language"): SIGNED_IN,
    ("GET", "/account/address/{token}"): AGREEING,
    ("POST", "/account/address/{token}"): AGREEING,
    ("GET", "/account/letters/{token}"): LETTERS_WAY,
    ("POST", "/account/letters/{token}"): LETTERS_WAY,
    ("POST", "/settings/leads"): SIGNED_IN,
    ("GET", "/partnerships/{slug}/below"): CONVENES,
    ("POST", "/partnerships/{slug}/below"): CONVENES,
    ("GET", "/settings/arriving"): SIGNED_IN,
    ("POST", "/settings/arriving"): SIGNED_IN,
    ("GET", "/"): SIGNED_IN,
    ("GET", "/partnerships"): SIGNED_IN,
    ("GET", "/portfolio"): SIGNED_IN,
    ("GET", "/partnerships/{slug}/papers/{paper}.pdf"): CONVENES,
    ("GET", "/partnerships/{slug}/documents/{document_id}/pdf"): CONVENES,
    ("GET", "/partnerships/{slug}/meetings/{meeting_id}/{paper}.pdf"): CONVENES,
    ("GET", "/partnerships/{slug}/meetings/{meeting_id}/seating"): CONVENES,
    ("POST", "/partnerships/{slug}/meetings/{meeting_id}/seating"): CONVENES,
    ("GET", "/partnerships/{slug}/documents"): CONVENES,
    ("POST", "/partnerships/{slug}/documents"): CONVENES,
    ("POST", "/partnerships/{slug}/talk-hours"): CONVENES,
    ("POST", "/p/{token}/who-was-missing"): PERSONAL,
    ("POST", "/p/{token}/quotes"): PERSONAL,
    ("POST", "/p/{token}/where-to-join"): PERSONAL,
    ("GET", "/p/{token}/summary"): PERSONAL,
    ("POST", "/p/{token}/summary"): PERSONAL,
    ("POST", "/p/{token}/commitments/{commitment_id}/help"): PERSONAL,
    ("POST", "/p/{token}/commitments/{commitment_id}/words"): PERSONAL,
    ("POST", "/p/{token}/talk"): PERSONAL,
    ("POST", "/p/{token}/talk-hours"): PERSONAL,
    ("POST", "/p/{token}/talks/{meeting_id}"): PERSONAL,
    ("GET", "/partnerships/{slug}/scope"): CONVENES,
    ("POST", "/partnerships/{slug}/scope"): CONVENES,
    ("GET", "/partnerships/{slug}/documents/{document_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/documents/{document_id}"): CONVENES,
    ("GET", "/partnerships/{slug}"): CONVENES,
    ("GET", "/partnerships/{slug}/timeline"): CONVENES,
    ("POST", "/partnerships/{slug}/rhythms"): CONVENES,
    ("POST", "/partnerships/{slug}/peers"): CONVENES,
    ("GET", "/partnerships/{slug}/launch-date"): CONVENES,
    ("POST", "/partnerships/{slug}/launch-date"): CONVENES,
    ("GET", "/partnerships/{slug}/gates/{gate_key}"): CONVENES,
    ("POST", "/partnerships/{slug}/gates/{gate_key}/answers"): CONVENES,
    ("POST", "/partnerships/{slug}/gates/{gate_key}/waivers"): CONVENES,
    ("POST", "/partnerships/{slug}/gates/{gate_key}/reopenings"): CONVENES,
    ("POST", "/partnerships/{slug}/tasks/{task_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/messages"): CONVENES,
    ("GET", "/partnerships/{slug}/messages/{message_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/messages/{message_id}/letter"): CONVENES,
    ("GET", "/partnerships/{slug}/surveys"): CONVENES,
    ("POST", "/partnerships/{slug}/surveys"): CONVENES,
    ("GET", "/partnerships/{slug}/surveys/{round_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/surveys/{round_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/surveys/{round_id}/trend.svg"): CONVENES,
    ("GET", "/partnerships/{slug}/polls"): CONVENES,
    ("POST", "/partnerships/{slug}/polls"): CONVENES,
    ("POST", "/partnerships/{slug}/polls/{poll_id}/closing"): CONVENES,
    ("POST", "/partnerships/{slug}/polls/{poll_id}/calling-off"): CONVENES,
    ("POST", "/partnerships/{slug}/messages"): CONVENES,
    ("POST", "/partnerships/{slug}/messages/{message_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/coming"): CONVENES,
    ("GET", "/partnerships/{slug}/coming/{planned_id}/{person_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/coming/{planned_id}/{person_id}/letter"): CONVENES,
    ("POST", "/partnerships/{slug}/coming/{planned_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/releases"): CONVENES,
    ("GET", "/partnerships/{slug}/releases/{touch_key}"): CONVENES,
    ("POST", "/partnerships/{slug}/releases/{touch_key}"): CONVENES,
    ("GET", "/partnerships/{slug}/releases/{touch_key}/look/{person_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/releases/{touch_key}/look/{person_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/words"): CONVENES,
    ("GET", "/partnerships/{slug}/words/{kind}"): CONVENES,
    ("GET", "/partnerships/{slug}/words/{kind}/letter"): CONVENES,
    ("POST", "/partnerships/{slug}/words/{kind}"): CONVENES,
    ("GET", "/partnerships/{slug}/people"): CONVENES,
    ("POST", "/partnerships/{slug}/people"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/role-sheet"): CONVENES,
    ("GET", "/partnerships/{slug}/people/{person_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/talks"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/address"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/language"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/contact"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/handing-over"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/ending"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/links"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/first"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/own-data"): CONVENES,
    ("POST", "/partnerships/{slug}/people/{person_id}/erasure"): CONVENES,
    ("GET", "/partnerships/{slug}/pipeline"): CONVENES,
    ("POST", "/partnerships/{slug}/pipeline"): CONVENES,
    ("POST", "/partnerships/{slug}/pipeline/{person_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/pipeline/{person_id}/fit"): CONVENES,
    ("GET", "/partnerships/{slug}/calls"): CONVENES,
    ("GET", "/partnerships/{slug}/imports"): CONVENES,
    ("POST", "/partnerships/{slug}/imports"): CONVENES,
    ("GET", "/partnerships/{slug}/duplicates"): CONVENES,
    ("POST", "/partnerships/{slug}/duplicates"): CONVENES,
    ("GET", "/partnerships/{slug}/meetings"): CONVENES,
    ("POST", "/partnerships/{slug}/meetings"): CONVENES,
    ("GET", "/partnerships/{slug}/meetings/{meeting_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/meetings/{meeting_id}/names"): CONVENES,
    ("POST", "/partnerships/{slug}/meetings/{meeting_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/meetings/{meeting_id}/attendance"): CONVENES,
    ("POST", "/partnerships/{slug}/meetings/{meeting_id}/calling-off"): CONVENES,
    ("GET", "/partnerships/{slug}/second-yes"): CONVENES,
    ("POST", "/partnerships/{slug}/second-yes"): CONVENES,
    ("GET", "/partnerships/{slug}/part"): CONVENES,
    ("POST", "/partnerships/{slug}/part/language"): CONVENES,
    ("GET", "/partnerships/{slug}/part/guests"): CONVENES,
    ("GET", "/partnerships/{slug}/part/agenda"): CONVENES,
    ("POST", "/partnerships/{slug}/part/agenda"): CONVENES,
    ("GET", "/partnerships/{slug}/part/summary"): CONVENES,
    ("POST", "/partnerships/{slug}/part/summary"): CONVENES,
    ("POST", "/partnerships/{slug}/own-page"): CONVENES,
    ("GET", "/partnerships/{slug}/part/meetings/{meeting_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/part/meetings/{meeting_id}/attendance"): CONVENES,
    ("POST", "/partnerships/{slug}/part/meetings/{meeting_id}/notes"): CONVENES,
    ("POST", "/partnerships/{slug}/part/meetings/{meeting_id}/roles"): CONVENES,
    ("GET", "/partnerships/{slug}/part/meetings/{meeting_id}/day"): CONVENES,
    ("POST", "/partnerships/{slug}/part/meetings/{meeting_id}/day"): CONVENES,
    ("GET", "/partnerships/{slug}/part/meetings/{meeting_id}/day/{sheet}"): CONVENES,
    ("GET", "/p/{token}/day/{meeting_id}"): PERSONAL,
    ("POST", "/p/{token}/day/{meeting_id}"): PERSONAL,
    ("GET", "/p/{token}/day/{meeting_id}/{sheet}"): PERSONAL,
    ("POST", "/p/{token}/dots"): PERSONAL,
    ("POST", "/p/{token}/interest"): PERSONAL,
    ("GET", "/partnerships/{slug}/part/teams/{team_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/part/teams/{team_id}"): CONVENES,
    ("GET", "/partnerships/{slug}/letter"): CONVENES,
    ("GET", "/partnerships/{slug}/letter/look"): CONVENES,
    ("POST", "/partnerships/{slug}/letter"): CONVENES,
    ("POST", "/partnerships/{slug}/letter/look"): CONVENES,
    ("POST", "/partnerships/{slug}/letter/signatures"): CONVENES,
    ("POST", "/partnerships/{slug}/letter/waivers"): CONVENES,
    ("GET", "/partnerships/{slug}/guests"): CONVENES,
    ("POST", "/partnerships/{slug}/guests/{person_id}"): CONVENES,
    ("POST", "/partnerships/{slug}/waves"): CONVENES,
    ("GET", "/partnerships/{slug}/settings"): CONVENES,
    ("POST", "/partnerships/{slug}/settings"): CONVENES,
    ("GET", "/partnerships/{slug}/keeping"): CONVENES,
    ("POST", "/partnerships/{slug}/keeping"): CONVENES,
    ("GET", "/partnerships/{slug}/playbook"): CONVENES,
    ("GET", "/partnerships/{slug}/rehearsal"): CONVENES,
    ("POST", "/partnerships/{slug}/rehearsal"): CONVENES,
    ("GET", "/partnerships/{slug}/rehearsal/story"): CONVENES,
    ("GET", "/settings"): SIGNED_IN,
    ("GET", "/settings/mail-servers"): SIGNED_IN,
    ("POST", "/settings/mail-servers/smtp"): SIGNED_IN,
    ("POST", "/settings/mail-servers/grants"): SIGNED_IN,
    ("POST", "/settings/mail-servers/grants/{grant_id}"): SIGNED_IN,
    ("POST", "/settings/channels/{tag}/limits"): SIGNED_IN,
    ("GET", "/mail-consent"): ONCE,
    ("POST", "/mail-consent"): ONCE,
    ("GET", "/mail-consent/{state}"): ONCE,
    ("POST", "/settings/keepers"): SIGNED_IN,
    ("POST", "/settings/letters-way"): SIGNED_IN,
    ("POST", "/settings/channels"): SIGNED_IN,
    ("POST", "/settings/channels/{tag}"): SIGNED_IN,
    ("GET", "/settings/playbooks/{key}.yaml"): SIGNED_IN,
    ("POST", "/settings/playbooks"): SIGNED_IN,
    ("POST", "/settings/playbooks/{key}"): SIGNED_IN,
    ("POST", "/settings/mailboxes"): SIGNED_IN,
    ("POST", "/settings/mailboxes/{name}"): SIGNED_IN,
    ("GET", "/partnerships/{slug}/figures"): CONVENES,
    ("GET", "/partnerships/{slug}/figures/{name}.svg"): CONVENES,
    ("GET", "/partnerships/{slug}/status"): CONVENES,
    ("GET", "/partnerships/{slug}/history"): CONVENES,
    ("POST", "/partnerships/{slug}/archive"): CONVENES,
    ("GET", "/partnerships/{slug}/results"): CONVENES,
    ("POST", "/partnerships/{slug}/results"): CONVENES,
    ("GET", "/changes"): SIGNED_IN,
    ("GET", "/partnerships/{slug}/changes"): CONVENES,
    ("GET", "/partnerships/{slug}/sector"): CONVENES,
    ("POST", "/partnerships/{slug}/sector/weights"): CONVENES,
    ("GET", "/partnerships/{slug}/census"): CONVENES,
    ("POST", "/partnerships/{slug}/footprint"): CONVENES,
    ("POST", "/partnerships/{slug}/census"): CONVENES,
    ("POST", "/partnerships/{slug}/census/fetching"): CONVENES,
    ("GET", "/partnerships/{slug}/sector/{code}"): CONVENES,
    ("POST", "/partnerships/{slug}/sector/{code}/notes"): CONVENES,
    ("GET", "/partnerships/{slug}/sector-pictures/{name}.{kind}"): CONVENES,
    ("POST", "/partnerships/{slug}/scoring"): CONVENES,
    ("POST", "/partnerships/{slug}/scoring/{round_id}/opening"): CONVENES,
    ("POST", "/partnerships/{slug}/scoring/{round_id}/together"): CONVENES,
    ("POST", "/partnerships/{slug}/decisions"): CONVENES,
    ("POST", "/partnerships/{slug}/briefs"): CONVENES,
    ("POST", "/partnerships/{slug}/briefs/{brief_id}/sending"): CONVENES,
    ("GET", "/partnerships/{slug}/briefs/{brief_id}.{form}"): CONVENES,
    ("GET", "/p/{token}/teams/{team_id}"): PERSONAL,
    ("POST", "/p/{token}/teams/{team_id}"): PERSONAL,
    ("POST", "/p/{token}/teams/{team_id}/offers"): PERSONAL,
    ("POST", "/p/{token}/teams/{team_id}/peers"): PERSONAL,
    ("POST", "/p/{token}/peers/{number}"): PERSONAL,
    ("POST", "/p/{token}/summary-look"): PERSONAL,
    ("POST", "/p/{token}/meetings/{meeting_id}/agenda"): PERSONAL,
    ("POST", "/partnerships/{slug}/meetings/{meeting_id}/agenda"): CONVENES,
    ("POST", "/p/{token}/commitments/{commitment_id}/report"): PERSONAL,
    ("POST", "/p/{token}/scores"): PERSONAL,
    ("POST", "/p/{token}/sector-notes"): PERSONAL,
    ("GET", "/p/{token}/brief.pdf"): PERSONAL,
    ("GET", "/held"): SIGNED_IN,
    ("POST", "/held"): SIGNED_IN,
    ("GET", "/mailbox"): SIGNED_IN,
    ("GET", "/mailbox/{name}"): OWN_LETTER,
    ("GET", "/mailbox/{name}/letter"): OWN_LETTER,
    ("GET", "/mailbox/{name}/file"): OWN_LETTER,
    ("GET", "/p/{token}"): PERSONAL,
    ("GET", "/p/{token}/letter"): PERSONAL,
    ("GET", "/p/{token}/releases/{touch_key}/{person_id}"): PERSONAL,
    ("POST", "/p/{token}/releases/{touch_key}/{person_id}"): PERSONAL,
    ("POST", "/p/{token}/releases/{touch_key}/{person_id}/look"): PERSONAL,
    ("POST", "/p/{token}/answers"): PERSONAL,
    ("POST", "/p/{token}/role-sheet"): PERSONAL,
    ("POST", "/p/{token}/champion"): PERSONAL,
    ("POST", "/p/{token}/digest"): PERSONAL,
    ("POST", "/p/{token}/language"): PERSONAL,
    ("POST", "/p/{token}/meetings/{meeting_id}"): PERSONAL,
    ("POST", "/p/{token}/polls/{poll_id}"): PERSONAL,
    ("POST", "/p/{token}/surveys/{round_id}"): PERSONAL,
    ("POST", "/p/{token}/commitments/{commitment_id}"): PERSONAL,
    ("POST", "/p/{token}/commitments/{commitment_id}/later"): PERSONAL,
    ("POST", "/p/{token}/assistant"): PERSONAL,
    ("POST", "/p/{token}/tasks/{task_id}"): PERSONAL,
    ("GET", "/p/{token}/calendar"): PERSONAL,
    ("POST", "/p/{token}/calendar"): PERSONAL,
    ("GET", "/c/{token}.ics"): FEED,
    ("GET", "/u/{token}"): UNSUBSCRIBE,
    ("POST", "/u/{token}"): UNSUBSCRIBE,
}
BY_LINK = (PERSONAL, ONCE, UNSUBSCRIBE, FEED, AGREEING, LETTERS_WAY)
GUARDED = {SIGNED_IN, CONVENES, OWN_LETTER}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and pattern of every route the application reports."""
    for route in api_routes(app):
        for method in route.methods or ():
            yield method, route.path


def api_routes(app: FastAPI) -> Iterator[APIRoute]:
    return (route for route in _walk(app.routes) if isinstance(route, APIRoute))


def _walk(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    """Every route, those of included routers too."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from _walk(included.routes)


def _address(house: House, path: str, token: str = "unknown") -> str:
    """An address at which there is really something, but for the token."""
    with database.reading(house.engine) as session:
        message = session.exec(select(Message).where(Message.run_id == house.launch.run_id)).first()
        assert message is not None
        reminder = session.exec(
            select(PlannedTouch).where(
                PlannedTouch.run_id == house.launch.run_id,
                PlannedTouch.touch_key == "shared-table-reminder",
            )
        ).one()
        parts = {
            "planned_id": str(reminder.id),
            "person_id": str(house.launch.person(session, "Champ One" if "releases" in path else MEMBER)),
            "touch_key": "champion-ask",
            "kind": "svg" if "pictures" in path else "answer-reminder",
            "slug": MAIN,
            "gate_key": "shared-table",
            "task_id": "1",
            "team_id": "1",
            "message_id": str(message.id),
            "meeting_id": "1",
            "sheet": "notes",
            "commitment_id": "1",
            "poll_id": "1",
            "document_id": "1",
            "number": "1",
            "paper": "names" if "meetings" in path else "status",
            "tag": "email",
            "key": "sector-launch",
            "token": token,
            "state": token,
            "grant_id": "1",
            "code": "31-33",
            "round_id": "1",
            "brief_id": "1",
            "form": "pdf",
            "name": "footprint"
            if "pictures" in path
            else next(iter(sorted(p.name for p in house.settings.mailbox.glob("*.eml"))), "none"),
        }
    if path.endswith(".svg"):
        parts["name"] = "steps"
    return path.format(**parts)


def _send(client: TestClient, method: str, address: str, form: dict[str, str] | None = None) -> int:
    return int(client.request(method, address, data=form if method == "POST" else None).status_code)


def test_it_has_a_rule_for_every_route_and_no_rule_for_none(house: House) -> None:
    assert set(routes(house.app)) == set(RULES)


def test_it_serves_nothing_else_but_its_own_files(house: House) -> None:
    others = [route for route in _walk(house.app.routes) if not isinstance(route, APIRoute)]
    assert [getattr(route, "path", "") for route in others] == ["/static"]


@pytest.mark.parametrize(("method", "path"), [key for key, rule in RULES.items() if rule in GUARDED])
def test_it_asks_a_visitor_to_sign_in(house: House, method: str, path: str) -> None:
    status = _send(house.visitor(), method, _address(house, path))
    assert status == (303 if method == "GET" else 403)


@pytest.mark.parametrize(
    ("method", "path"),
    [key for key, rule in RULES.items() if rule in GUARDED and key[1] != "/sign-out"],
)
def test_it_refuses_somebody_who_convenes_nothing(house: House, method: str, path: str) -> None:
    member = house.signed_in(MEMBER)
    assert _send(member, method, _address(house, path), house.form(member)) == 403


@pytest.mark.parametrize(
    ("method", "path"), [key for key, rule in RULES.items() if rule in (CONVENES, OWN_LETTER)]
)
def test_it_shows_the_convener_of_another_partnership_nothing(
    house: House, colleague: TestClient, method: str, path: str
) -> None:
    assert _send(colleague, method, _address(house, path), house.form(colleague)) == 404


@pytest.mark.parametrize(
    ("method", "path"), [key for key, rule in RULES.items() if rule in (CONVENES, OWN_LETTER, SIGNED_IN)]
)
def test_it_lets_the_convener_in(house: House, convener: TestClient, method: str, path: str) -> None:
    _give_a_task(house)
    _open_a_poll(house)
    _draft_a_document(house)
    form_a_team(house)
    (house.app.state.portal.rehearsals.folder(MAIN) / "story.html").write_text(
        "<p>Once</p>", encoding="utf-8"
    )
    _score_and_brief(house)
    _ask_a_survey(house)
    assert _send(convener, method, _address(house, path), house.form(convener)) in (200, 303, 422)


@pytest.mark.parametrize(("method", "path"), [key for key, rule in RULES.items() if rule in BY_LINK])
def test_it_has_no_page_for_a_strangers_token(
    house: House, convener: TestClient, method: str, path: str
) -> None:
    for client in (house.visitor(), convener):
        assert _send(client, method, _address(house, path)) == 404


@pytest.mark.parametrize(("method", "path"), [key for key, rule in RULES.items() if rule in BY_LINK])
def test_it_does_not_take_one_kind_of_link_for_another(house: House, method: str, path: str) -> None:
    kinds = {
        PERSONAL: LinkPurpose.PERSONAL,
        ONCE: AccountLinkPurpose.SIGN_IN,
        UNSUBSCRIBE: LinkPurpose.UNSUBSCRIBE,
        FEED: LinkPurpose.FEED,
        AGREEING: AccountLinkPurpose.OLD_ADDRESS,
        LETTERS_WAY: AccountLinkPurpose.LETTERS_WAY,
    }
    for rule, purpose in kinds.items():
        if rule != RULES[method, path]:
            token = house.link(CONVENER, purpose)
            assert _send(house.visitor(), method, _address(house, path, token)) == 404


def test_it_refuses_a_convener_who_only_takes_part_elsewhere(house: House, convener: TestClient) -> None:
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        person_id = roles.name_role(
            session, now, OTHER, RoleKind.CO_CONVENER, "cora@example.org", CORA
        ).person_id
        roles.add_role(session, now, OTHER, person_id, RoleKind.SUPPORT_TEAM)
        roles.end_role(session, now, OTHER, person_id, RoleKind.CO_CONVENER)
    assert convener.get(f"/partnerships/{OTHER}").status_code == 403


def test_it_refuses_a_convener_whose_role_has_ended(house: House, convener: TestClient) -> None:
    now = house.launch.now
    member, leaving = house.person_id(MEMBER), house.person_id(CONVENER)
    with database.unit_of_work(house.engine, now) as session:
        roles.add_role(session, now, MAIN, member, RoleKind.CO_CONVENER)
        roles.end_role(session, now, MAIN, leaving, RoleKind.CONVENER)
    assert convener.get("/").status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_never_happens__a_get_request_changes_something(
    house: House, convener: TestClient, method: str
) -> None:
    tokens = {
        PERSONAL: house.link(MEMBER),
        ONCE: house.link(CONVENER, AccountLinkPurpose.SIGN_IN),
        UNSUBSCRIBE: house.link(MEMBER, LinkPurpose.UNSUBSCRIBE),
        FEED: house.link(MEMBER, LinkPurpose.FEED),
    }
    before = everything(house.engine)
    for (known, path), rule in RULES.items():
        if known == "GET":
            address = _address(house, path, tokens.get(rule, ""))
            for query in ("", "?answer=accepted", "?done=answer&answer=declined"):
                convener.request(method, address + query)
    assert everything(house.engine) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [key for key, rule in RULES.items() if key[0] == "POST" and rule in (CONVENES, SIGNED_IN)],
)
def test_it_takes_no_form_made_elsewhere(house: House, convener: TestClient, method: str, path: str) -> None:
    _give_a_task(house)
    _open_a_poll(house)
    _draft_a_document(house)
    of_another_browser = house.form(house.signed_in(CONVENER))
    before = everything(house.engine)
    for form in ({}, {"form_token": "forged"}, of_another_browser):
        assert _send(convener, method, _address(house, path), form) == 403
    assert everything(house.engine) == before


@pytest.mark.parametrize(("method", "path"), [key for key in RULES if key[0] == "POST"])
def test_it_takes_no_more_than_anybody_could_mean_to_send(
    house: House, convener: TestClient, method: str, path: str
) -> None:
    answer = convener.post(_address(house, path), data={"note": "x" * LARGEST_UPLOAD})
    assert answer.status_code == 413


def _open_a_poll(house: House) -> None:
    now = house.launch.now
    dates = [ProposedDate(now + timedelta(days=days), 60) for days in (70, 71)]
    with database.unit_of_work(house.engine, now) as session:
        polls.open_for_launch(session, now, house.launch.run_id, dates, now + timedelta(days=7), by=CONVENER)


def _ask_a_survey(house: House) -> None:
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        asked = surveys.open_round(session, now, house.launch.run_id, "pulse", by=CONVENER)
        surveys.close(session, now, house.launch.run_id, asked.pk, by=CONVENER)


def _draft_a_document(house: House) -> None:
    now, kind = house.launch.now, DocumentKind.MEMORANDUM
    with database.unit_of_work(house.engine, now) as session:
        documents.draft(session, now, house.launch.run_id, kind, "Who does what", "Everybody.", by=CONVENER)


def form_a_team(house: House, lead: str = "") -> None:
    """The first action team of the main partnership."""
    now = house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        priority = Priority(partnership_id=1, words="Machinists", position=1, chosen_at=now)
        session.add(priority)
        session.flush()
        lead_id = house.launch.person(session, lead) if lead else None
        session.add(
            ActionTeam(
                id=1,
                partnership_id=1,
                priority_id=priority.pk,
                name="Machinists",
                lead_id=lead_id,
                formed_at=now,
            )
        )


def _score_and_brief(house: House) -> None:
    now = house.launch.now
    brief = DataBrief(
        partnership_id=1,
        title="Manufacturing",
        period="2024-Q4",
        summary="",
        pdf=b"%PDF-",
        editable=b"PK",
        drawn_up_at=now,
        drawn_up_by=CONVENER,
    )
    with database.unit_of_work(house.engine, now) as session:
        scores.open_round(session, now, house.launch.run_id, ["31-33"], by=CONVENER)
        session.add(brief)


def _give_a_task(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        session.add(
            ToDo(
                id=1,
                run_id=house.launch.run_id,
                kind=ToDoKind.OTHER,
                purpose="test",
                occurrence="run",
                owner_id=house.launch.person(session, CONVENER),
                title="Call somebody",
                due_on=house.launch.now.date(),
                created_at=house.launch.now,
            )
        )

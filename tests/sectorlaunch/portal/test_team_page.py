"""The lead of an action team at work by the link in a letter: calls set and closed, reports, offers, rest and end."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from sectorlaunch import database
from sectorlaunch.actions import outcomes, teams
from sectorlaunch.records import team_minutes
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    CommitmentState,
    InvitationState,
    Meeting,
    MeetingKind,
    Offer,
    Person,
    Poll,
    ReportBack,
    TeamMember,
    TeamState,
)
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import House

LEAD, MEMBER, PARTNER = "Biz Alder", "Biz Birch", "Will Work"


@pytest.fixture
def team(house: House) -> int:
    """A team with a lead and a member, formed today."""
    launch = house.launch

    def form(session: Session, now) -> int:  # type: ignore[no-untyped-def]
        named = outcomes.record_priority(session, now, launch.run_id, "Machinists", by=CONVENER)
        outcomes.choose(session, now, launch.run_id, [named.pk], by=CONVENER)
        teams.form_for_chosen(session, now, launch.run_id)
        found = session.exec(select(ActionTeam).where(ActionTeam.partnership_id == 1)).one()
        for name in (LEAD, MEMBER):
            person = session.get_one(Person, launch.person(session, name))
            teams.join(session, now, launch.run_id, found.pk, person, by=CONVENER, lead=name == LEAD)
        way_in = {"outcome": "Twelve apprentices", "way_in": "A room with a lathe"}
        teams.describe(session, now, launch.run_id, found.pk, by=CONVENER, **way_in)
        return found.pk

    return launch.do(form)


def page_of(house: House, team: int, name: str = LEAD) -> str:
    return f"/p/{house.link(name)}/teams/{team}"


def times_on(text: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'name="time" value="(\d[^"]+)"', text)]


def said(house: House, kind: str) -> list[tuple[str, str]]:
    return [(one.to_name, one.text) for one in house.launch.messages(kind)]


def test_it_offers_three_times_and_puts_the_one_that_is_picked_on_the_calendar(
    house: House, team: int
) -> None:
    browser, page = house.visitor(), page_of(house, team)
    times = times_on(browser.get(page).text)
    assert len(times) == 3
    where = {"join_url": "https://meet.example.org/weld", "dial_in": "970-555-0199", "place": ""}
    answer = browser.post(page, data={"action": "call", "time": times[1], "minutes": "45", **where})
    assert answer.headers["location"].endswith("done=team-call")
    with database.reading(house.engine) as session:
        call = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL)).one()
        assert call.starts_at is not None
        assert (call.starts_at.isoformat(), call.minutes, call.join_url) == (times[1], 45, where["join_url"])
        assert session.get_one(ActionTeam, team).dial_in == where["dial_in"]
    assert "45 minutes" not in browser.get(page).text
    assert where["join_url"] in browser.get(page).text


def test_it_lets_the_members_say_which_of_the_times_suits_them(house: House, team: int) -> None:
    browser, page = house.visitor(), page_of(house, team)
    house.launch.wait(0)
    assert browser.post(page, data={"action": "call", "ask": "yes"}).status_code == 303
    with database.reading(house.engine) as session:
        assert session.exec(select(Poll)).one().team_id == team
    assert [name for name, _ in said(house, "date-poll")] == [LEAD, MEMBER]
    assert "is being asked" in browser.get(page).text


def closed(house: House, team: int) -> TestClient:
    """A call of last hour, and what came of it."""
    browser, page = house.visitor(), page_of(house, team)
    browser.post(page, data={"action": "call", "time": times_on(browser.get(page).text)[0]})
    with database.reading(house.engine) as session:
        call = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL)).one()
        assert call.starts_at is not None
    house.launch.now = call.starts_at + timedelta(hours=2)
    house.app.state.portal = house.app.state.portal.__class__(
        **{**vars(house.app.state.portal), "clock": lambda: house.launch.now}
    )
    page = page_of(house, team)
    text = browser.get(page).text
    assert "What came of the call?" in text
    form = {
        "action": "close",
        "number": str(call.pk),
        f"there-{house.person_id(LEAD)}": "yes",
        "decisions": "We begin with the night shift.\n\n- One course for all.",
        "notes": "Two foremen would teach.",
        "what-1": "Ask two foremen",
        "owner-1": str(house.person_id(MEMBER)),
        "due-1": (house.launch.now.date() + timedelta(days=10)).isoformat(),
        "time": times_on(text)[0],
    }
    assert browser.post(page, data=form).headers["location"].endswith("done=call-closed")
    again = browser.post(page, data=form)
    assert again.status_code == 422
    assert "has been sent already" in again.text
    return browser


def test_it_keeps_what_came_of_a_call_and_sends_it_around_once(house: House, team: int) -> None:
    closed(house, team)
    letters = said(house, "call-minutes")
    assert [name for name, _ in letters] == [LEAD, MEMBER]
    for words in ("One course for all.", "Ask two foremen", "Two foremen would teach.", "Next call"):
        assert words in letters[1][1]
    assert said(house, "promise-noted") == [], "the one letter says it"
    member_id = house.person_id(MEMBER)
    with database.reading(house.engine) as session:
        first, following = session.exec(
            select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL).order_by(col(Meeting.starts_at))
        ).all()
        there = team_minutes.present(session, first)
        assert [one.name for one in there] == [LEAD]
        assert first.closed_at is not None
        assert following.closed_at is None
        assert team_minutes.decisions(session, first) == [
            "We begin with the night shift.",
            "One course for all.",
        ]
        made = session.exec(select(Commitment)).one()
        assert (made.meeting_id, made.team_id, made.owner_id) == (first.pk, team, member_id)
        assert team_minutes.present(session, first, InvitationState.NO_SHOW) == []


def test_it_reports_back_from_what_was_promised(house: House, team: int) -> None:
    browser = closed(house, team)
    page = page_of(house, team)
    assert re.search(r'name="next"[^>]*>Ask two foremen \(Biz Birch', browser.get(page).text)
    silent = browser.post(page, data={"action": "report", "done": " "})
    assert (silent.status_code, "Write a line in one" in silent.text) == (422, True)
    assert (
        browser.post(page, data={"action": "report", "win": "The first foreman teaches."}).status_code == 303
    )
    with database.reading(house.engine) as session:
        assert session.exec(select(ReportBack)).one().win == "The first foreman teaches."
    assert (
        "The first foreman teaches." in house.signed_in(CONVENER).get("/partnerships/fernwater/results").text
    )


def test_it_takes_an_offer_which_becomes_a_promise_of_the_organization(house: House, team: int) -> None:
    partner, browser = house.visitor(), house.visitor()
    own = f"/p/{house.link(PARTNER)}"
    assert "A room with a lathe" in partner.get(own).text
    offer = {"what": "Our lab on Thursdays", "on": ""}
    assert partner.post(f"{own}/teams/{team}/offers", data=offer).status_code == 303
    (told,) = said(house, "offer-made")
    assert (told[0], "Our lab on Thursdays" in told[1]) == (LEAD, True)
    page = page_of(house, team)
    assert "Our lab on Thursdays" in browser.get(page).text
    with database.reading(house.engine) as session:
        number = session.exec(select(Offer)).one().pk
    undated = browser.post(page, data={"action": "offer", "number": str(number), "take": "yes", "on": ""})
    assert undated.status_code == 422
    due = (house.launch.now.date() + timedelta(days=30)).isoformat()
    taken = {
        "action": "offer",
        "number": str(number),
        "take": "yes",
        "on": due,
        "answer": "Just what we lack.",
    }
    assert browser.post(page, data=taken).status_code == 303
    assert "Just what we lack." in said(house, "offer-answered")[0][1]
    partner_id = house.person_id(PARTNER)
    with database.reading(house.engine) as session:
        made = session.exec(select(Commitment)).one()
        assert made.organization_id == session.get_one(Person, partner_id).organization_id
        assert made.due_on == date.fromisoformat(due)
    convener, colleague = house.signed_in(CONVENER), f"/partnerships/fernwater/people/{partner_id}"
    assert convener.post(f"{colleague}/first", data=house.form(convener)).status_code == 303
    assert "The one to talk to first" in convener.get(colleague).text
    report = f"{own}/commitments/{made.pk}/report"
    assert "Say how it stands" in partner.get(own).text
    assert partner.post(report, data={"done": "Two evenings held."}).status_code == 303
    assert "You last said so" in partner.get(own).text


def test_it_ends_only_once_each_promise_has_a_name_or_an_end(house: House, team: int) -> None:
    browser = closed(house, team)
    page = page_of(house, team)
    open_one = browser.post(page, data={"action": "end", "why": "Done."})
    assert (open_one.status_code, "Ask two foremen" in open_one.text) == (422, True)
    with database.reading(house.engine) as session:
        assert session.get_one(ActionTeam, team).state is TeamState.ACTIVE
        promise = session.exec(select(Commitment)).one().pk
    dropped = {"action": "end", "why": "Done.", f"promise-{promise}": "dropped"}
    assert browser.post(page, data=dropped).status_code == 422, "without a reason"
    to = {**dropped, f"promise-{promise}": "to", f"to-{promise}": str(house.person_id(LEAD))}
    assert browser.post(page, data=to).headers["location"].endswith("done=team-ended")
    assert [name for name, _ in said(house, "team-changed")] == [LEAD, MEMBER]
    lead_id = house.person_id(LEAD)
    with database.reading(house.engine) as session:
        held = session.get_one(Commitment, promise)
        assert (held.owner_id, held.state) == (lead_id, CommitmentState.OPEN)
        ahead = select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL, col(Meeting.held_at).is_(None))
        assert session.exec(ahead).one().canceled_at is not None
    assert browser.post(page, data={"action": "rest", "on": "2027-01-04"}).status_code == 422, "it is over"


def test_it_rests_until_a_day_and_goes_on(house: House, team: int) -> None:
    browser, page = house.visitor(), page_of(house, team)
    assert browser.post(page, data={"action": "rest", "on": "2020-01-01"}).status_code == 422
    until = house.launch.now.date() + timedelta(days=60)
    assert browser.post(page, data={"action": "rest", "on": until.isoformat()}).status_code == 303
    assert "It rests until" in browser.get(page).text
    assert browser.post(page, data={"action": "call", "time": "2026-12-01T18:00:00+00:00"}).status_code == 422
    assert browser.post(page, data={"action": "wake"}).status_code == 303
    with database.reading(house.engine) as session:
        assert session.get_one(ActionTeam, team).state is TeamState.ACTIVE


def test_it_lets_nobody_leave_who_holds_something_without_a_name_for_it(house: House, team: int) -> None:
    browser = closed(house, team)
    page = page_of(house, team)
    leaves = {"action": "leave", "person": str(house.person_id(MEMBER))}
    held = browser.post(page, data=leaves)
    assert (held.status_code, "Name who takes it over" in held.text) == (422, True)
    assert browser.post(page, data={**leaves, "to": str(house.person_id(LEAD))}).status_code == 303
    lead_id = house.person_id(LEAD)
    with database.reading(house.engine) as session:
        assert session.exec(select(TeamMember.person_id)).all() == [lead_id]
        assert session.exec(select(Commitment)).one().owner_id == lead_id


def test_it_is_the_leads_alone(house: House, team: int) -> None:
    member = house.link(MEMBER)
    visitor = house.visitor()
    assert visitor.get(f"/p/{member}/teams/{team}").headers["location"] == f"/p/{member}"
    assert visitor.post(f"/p/{member}/teams/{team}", data={"action": "wake"}).status_code == 404
    assert visitor.post(f"/p/{house.link(LEAD)}/teams/{team + 1}", data={"action": "wake"}).status_code == 404

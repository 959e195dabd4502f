"""Private calendars: each shows its holder's meetings, names nobody's address, and changes nothing by being fetched."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import access, feeds, invitations
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.records import access as access_records
from sectorlaunch.records import meetings, partnerships
from sectorlaunch.tables import (
    ActionTeam,
    InvitationState,
    LinkPurpose,
    MeetingKind,
    Person,
    Priority,
    TeamMember,
)
from tests.sectorlaunch.portal.conftest import MEMBER, House, everything

STARTS_AT = datetime(2026, 9, 10, 14, 30, tzinfo=UTC)
GUEST, OTHER = "Biz Alder", "Biz Birch"


@pytest.fixture
def meeting_id(house: House) -> int:
    """The launch has a date, and one guest a place."""

    def settle(session: Session, now: datetime) -> int:
        launch = meetings.launch_meeting(session, _partnership_id(house, session))
        assert launch is not None
        meeting_actions.change(
            session, now, house.launch.run_id, launch.pk, by="Cora Venner", starts_at=STARTS_AT
        )
        invitations.invite(session, now, launch.pk, [_person(house, session, GUEST)])
        return launch.pk

    return house.launch.do(settle)


def _partnership_id(house: House, session: Session) -> int:
    return partnerships.partnership_of(session, house.launch.run_id).pk


def _person(house: House, session: Session, name: str) -> Person:
    return session.get_one(Person, house.launch.person(session, name))


def feed_of(house: House, name: str, team_id: int | None = None) -> str:
    """The address of a new feed."""

    def make(session: Session, now: datetime) -> str:
        person_id = house.launch.person(session, name)
        partnership_id = _partnership_id(house, session)
        return feeds.open_feed(session, now, person_id, partnership_id, team_id)

    return f"/c/{house.launch.do(make)}.ics"


def titles(house: House, address: str) -> list[str]:
    answer = house.visitor().get(address)
    assert answer.status_code == 200
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.text).walk("VEVENT")]


def make_team(house: House, *members: str) -> int:
    """An action team with a call of its own."""

    def make(session: Session, now: datetime) -> int:
        partnership_id = _partnership_id(house, session)
        priority = Priority(partnership_id=partnership_id, words="Welders", position=1)
        session.add(priority)
        session.flush()
        team = ActionTeam(
            partnership_id=partnership_id, priority_id=priority.pk, name="Welding", formed_at=now
        )
        session.add(team)
        session.flush()
        for name in members:
            session.add(
                TeamMember(team_id=team.pk, person_id=house.launch.person(session, name), joined_at=now)
            )
        starts_at = STARTS_AT + timedelta(days=20)
        meeting_actions.plan(
            session,
            now,
            house.launch.run_id,
            meeting_actions.NewMeeting(MeetingKind.TEAM_CALL, "First call", starts_at, team_id=team.pk),
            by="Cora Venner",
        )
        return team.pk

    return house.launch.do(make)


def test_it_shows_a_guest_their_own_meetings_only(house: House, meeting_id: int) -> None:
    assert len(titles(house, feed_of(house, GUEST))) == 1
    assert titles(house, feed_of(house, OTHER)) == []


def test_it_names_nobodys_address(house: House, meeting_id: int) -> None:
    text = house.visitor().get(feed_of(house, GUEST)).text
    assert "@example" not in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_it_is_a_calendar_nobody_keeps_a_copy_of(house: House, meeting_id: int) -> None:
    answer = house.visitor().get(feed_of(house, GUEST))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_it_changes_nothing_by_being_fetched(house: House, meeting_id: int) -> None:
    address = feed_of(house, GUEST)
    before = everything(house.engine)
    for method in ("GET", "HEAD"):
        assert house.visitor().request(method, address).status_code == 200
    assert everything(house.engine) == before


def test_it_leaves_out_what_was_declined_or_called_off(house: House, meeting_id: int) -> None:
    address = feed_of(house, GUEST)
    house.launch.do(
        lambda session, now: invitations.reply(
            session,
            now,
            house.launch.run_id,
            meeting_id,
            _person(house, session, GUEST),
            invitations.Reply(InvitationState.DECLINED),
        )
    )
    assert titles(house, address) == []


def test_it_follows_a_meeting_that_moves(house: House, meeting_id: int) -> None:
    address = feed_of(house, GUEST)
    later = STARTS_AT + timedelta(days=7)
    house.launch.do(
        lambda session, now: meeting_actions.change(
            session, now, house.launch.run_id, meeting_id, by="Cora Venner", starts_at=later
        )
    )
    (event,) = Calendar.from_ical(house.visitor().get(address).text).walk("VEVENT")
    assert event.decoded("DTSTART") == later


def test_it_ends_the_address_before(house: House, meeting_id: int) -> None:
    first, second = feed_of(house, GUEST), feed_of(house, GUEST)
    assert house.visitor().get(first).status_code == 404
    assert house.visitor().get(second).status_code == 200


def test_it_ends_with_the_links_of_a_person(house: House, meeting_id: int) -> None:
    address = feed_of(house, GUEST)
    house.launch.do(lambda session, now: access.revoke(session, now, house.launch.person(session, GUEST)))
    assert house.visitor().get(address).status_code == 404


def test_it_takes_no_other_link_for_a_calendar_address(house: House, meeting_id: int) -> None:
    assert house.visitor().get(f"/c/{house.link(GUEST)}.ics").status_code == 404
    token = feed_of(house, GUEST).removeprefix("/c/").removesuffix(".ics")
    assert house.visitor().get(f"/p/{token}").status_code == 404


def test_it_shows_a_team_its_calls_while_one_is_in_it(house: House, meeting_id: int) -> None:
    team_id = make_team(house, GUEST)
    address = feed_of(house, GUEST, team_id)
    assert titles(house, address) == ["First call: Fernwater Valley Partnership"]
    assert len(titles(house, feed_of(house, GUEST))) == 2

    def leave(session: Session, now: datetime) -> None:
        member = session.exec(select(TeamMember).where(TeamMember.team_id == team_id)).one()
        session.delete(member)

    house.launch.do(leave)
    assert house.visitor().get(address).status_code == 404


def test_it_gives_the_address_on_the_personal_page_when_asked(house: House, meeting_id: int) -> None:
    token = house.link(GUEST)
    before = everything(house.engine)
    assert "Make an address for my dates" in house.visitor().get(f"/p/{token}/calendar").text
    assert everything(house.engine) == before
    page = house.visitor().post(f"/p/{token}/calendar")
    address = page.text.partition("<code>")[2].partition("</code>")[0]
    assert titles(house, address[address.index("/c/") :])


def test_it_gives_no_address_for_a_team_one_is_not_in(house: House, meeting_id: int) -> None:
    team_id = make_team(house, GUEST)
    answer = house.visitor().post(f"/p/{house.link(MEMBER)}/calendar", data={"team": str(team_id)})
    assert answer.status_code >= 400
    assert "/c/" not in answer.text


def test_it_keeps_only_the_hash_of_the_address(house: House, meeting_id: int) -> None:
    token = feed_of(house, GUEST).removeprefix("/c/").removesuffix(".ics")
    assert token not in repr(everything(house.engine))
    with database.reading(house.engine) as session:
        assert access_records.look_up(session, house.launch.now, token, LinkPurpose.FEED) is not None


def held_link(page: str) -> str:
    return page.partition('name="link" value="')[2].partition('"')[0]


def test_it_never_happens__a_calendar_address_works_without_end(house: House, meeting_id: int) -> None:
    """It works as long as a personal link, says in the calendar that it ends, and is kept for longer on the page."""
    address, personal = feed_of(house, GUEST), f"/p/{house.link(GUEST)}/calendar"
    house.launch.now += timedelta(days=371)
    assert titles(house, address)[-1] == "These dates stop here"
    page = house.visitor().get(personal).text
    assert "works until Tuesday, April 6, 2027" in page
    form = {"action": "renew", "link": held_link(page)}
    assert house.visitor().post(personal, data=form).status_code == 303
    assert "These dates stop here" not in titles(house, address)
    house.launch.now += timedelta(days=399)
    assert house.visitor().get(address).status_code == 200
    house.launch.now += timedelta(days=1)
    assert house.visitor().get(address).status_code == 404


def test_it_is_ended_by_whoever_holds_it_and_nobody_else(house: House, meeting_id: int) -> None:
    address, personal = feed_of(house, GUEST), f"/p/{house.link(GUEST)}/calendar"
    form = {"action": "end", "link": held_link(house.visitor().get(personal).text)}
    assert house.visitor().post(f"/p/{house.link(OTHER)}/calendar", data=form).status_code == 404
    assert house.visitor().get(address).status_code == 200
    assert house.visitor().post(personal, data=form).status_code == 303
    assert house.visitor().get(address).status_code == 404

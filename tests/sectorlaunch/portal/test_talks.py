"""A talk of two: hours offered, a time picked on the champion's page, an entry for both, moved and called off."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import champions, invitations
from sectorlaunch.inbox import busy_calendars
from sectorlaunch.portal.views import date_polls
from sectorlaunch.records import champions as champion_records
from sectorlaunch.records import talks
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ChampionStage,
    InvitationState,
    Meeting,
    MeetingKind,
    Message,
    Person,
    TalkHours,
)
from tests.calendar_server import Calendars, calendar_server
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

CHAMPION, OWNER = "Champ Two", MEMBER
HOURS = {"day-0": "yes", "day-1": "yes", "day-3": "yes", "opens": "09:00", "closes": "12:00", "minutes": "20"}
DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def asked(house: House) -> House:
    """Champ Two is asked to be a champion by Will Work, who takes calls."""
    house.launch.do(
        lambda session, now: champions.move(
            session,
            now,
            house.launch.run_id,
            session.get_one(Person, house.launch.person(session, CHAMPION)),
            ChampionStage.ASKED,
            by=OWNER,
        )
    )
    answer = house.visitor().post(f"/p/{house.link(OWNER)}/talk-hours", data=HOURS)
    assert answer.status_code == 303, answer.text
    return house


def times(house: House, name: str = CHAMPION) -> list[str]:
    page = house.visitor().get(f"/p/{house.link(name)}").text
    return re.findall(r'name="at" value="([^"]+)"', page)


def talk(house: House) -> Meeting | None:
    with database.reading(house.engine) as session:
        found = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.TALK)).all()
    return found[-1] if found else None


def letters(house: House, kind: str = "talk-booked") -> dict[str, Message]:
    with database.reading(house.engine) as session:
        return {
            m.to_name: m
            for m in session.exec(select(Message).where(Message.kind == kind))
            if m.state != "canceled"
        }


def pick(house: House, at: str, name: str = CHAMPION) -> int:
    answer = house.visitor().post(f"/p/{house.link(name)}/talk", data={"at": at})
    return answer.status_code


def test_it_offers_the_owners_hours_less_what_stands_in_them(asked: House) -> None:
    offered = [datetime.fromisoformat(one).astimezone(DENVER) for one in times(asked)]
    assert offered, "a Monday, 09:00 in Denver"
    assert {one.weekday() for one in offered} <= {0, 1, 3}
    assert all(9 <= one.hour < 12 for one in offered)
    first = offered[0]
    with database.unit_of_work(asked.engine, asked.launch.now) as session:
        session.exec(select(TalkHours)).one().busy = [
            [
                (first - timedelta(minutes=10)).astimezone(UTC).isoformat(),
                (first + timedelta(minutes=5)).astimezone(UTC).isoformat(),
            ]
        ]
    assert first not in [datetime.fromisoformat(one) for one in times(asked)]
    assert pick(asked, first.isoformat()) == 422


def test_it_books_a_talk_and_sends_an_entry_to_both(asked: House) -> None:
    at = times(asked)[0]
    assert pick(asked, at) == 303
    booked = talk(asked)
    assert booked is not None
    assert booked.starts_at == datetime.fromisoformat(at)
    page = asked.visitor().get(f"/p/{asked.link(CHAMPION)}").text
    assert "Your talk with Will Work" in page
    assert "Your talk with Champ Two" in asked.visitor().get(f"/p/{asked.link(OWNER)}").text
    for name, other in ((CHAMPION, OWNER), (OWNER, CHAMPION)):
        message = letters(asked)[name]
        assert other in message.text
        (event,) = Calendar.from_ical(message.calendar_text).walk("VEVENT")
        assert (event.decoded("DTSTART"), str(event["UID"])) == (booked.starts_at, booked.uid)
    assert pick(asked, at) == 303
    assert len(letters(asked)) == 2, "pressed twice it is one talk"


def test_it_moves_and_is_called_off_by_either(asked: House) -> None:
    first, second, *_ = times(asked)
    pick(asked, first)
    assert pick(asked, second) == 303
    moved = talk(asked)
    assert moved is not None
    assert (moved.starts_at, moved.sequence) == (datetime.fromisoformat(second), 1)
    (event,) = Calendar.from_ical(letters(asked)[CHAMPION].calendar_text).walk("VEVENT")
    assert (event.decoded("DTSTART"), int(event["SEQUENCE"])) == (moved.starts_at, 1)
    asked.deliver()
    stranger = asked.visitor().post(f"/p/{asked.link('Champ One')}/talks/{moved.pk}", data={})
    assert stranger.status_code == 404
    ended = asked.visitor().post(f"/p/{asked.link(OWNER)}/talks/{moved.pk}", data={"why": "A storm."})
    assert ended.status_code == 303
    told = letters(asked, "meeting-canceled")
    assert set(told) == {CHAMPION, OWNER}
    assert "A storm." in told[CHAMPION].text
    assert times(asked), "another time can be picked"
    pick(asked, times(asked)[0])
    assert asked.visitor().post(f"/p/{asked.link(CHAMPION)}/talk", data={"off": "yes"}).status_code == 303
    assert talk(asked).canceled_at is not None  # type: ignore[union-attr]


def test_it_is_called_off_by_a_no_in_a_calendar(asked: House) -> None:
    pick(asked, times(asked)[0])
    booked = talk(asked)
    assert booked is not None
    asked.launch.do(
        lambda session, now: invitations.reply(
            session,
            now,
            asked.launch.run_id,
            booked.pk,
            session.get_one(Person, asked.launch.person(session, CHAMPION)),
            invitations.Reply(InvitationState.DECLINED),
            by="calendar",
        )
    )
    assert talk(asked).canceled_at is not None  # type: ignore[union-attr]


def test_it_gives_one_hour_to_one_champion_only(asked: House) -> None:
    at = times(asked)[0]
    asked.launch.do(lambda session, now: _owned_by(session, asked, "Champ One", OWNER))
    assert at in times(asked, "Champ One")
    assert (pick(asked, at), pick(asked, at, "Champ One")) == (303, 422)
    with database.reading(asked.engine) as session:
        at_hand = Launch.of(session, asked.launch.now, asked.launch.run_id)
        assert not talks.may_be_had(
            at_hand, asked.launch.person(session, "Champ One"), datetime.fromisoformat(at)
        )


def _owned_by(session: Session, house: House, name: str, owner: str | None) -> None:
    champion = champion_records.champion_of(session, 1, house.launch.person(session, name))
    assert champion is not None
    champion.owner_id = house.launch.person(session, owner) if owner is not None else None
    session.add(champion)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens": "12:00", "closes": "12:10"}, "leave no room"),
        ({"day-0": "", "day-1": "", "day-3": ""}, "at least one day"),
        ({"opens": "nine"}, "from when until when"),
        ({"join_url": "javascript:alert(1)"}, "begins with https"),
        ({"busy_url": "https://cal.example.org/s3cret/basic.ics"}, "Say that your calendar may be read"),
        ({"busy_url": "http://10.0.0.7/s3cret.ics", "consent": "yes"}, "private network"),
    ],
)
def test_it_says_which_hours_cannot_be_kept(asked: House, fields: dict[str, str], said: str) -> None:
    answer = asked.visitor().post(f"/p/{asked.link(OWNER)}/talk-hours", data={**HOURS, **fields})
    assert (answer.status_code, said in answer.text, "s3cret" in answer.text) == (422, True, False)


def test_it_lets_a_convener_offer_hours_where_they_look_after_champions(
    house: House, convener: TestClient
) -> None:
    house.launch.do(lambda session, now: _owned_by(session, house, CHAMPION, None))
    form = house.form(convener, **HOURS)
    assert convener.post(f"/partnerships/{MAIN}/talk-hours", data=form).status_code == 303
    assert "When champions can talk with you" in convener.get(f"/partnerships/{MAIN}/pipeline").text
    assert pick(house, times(house)[0]) == 303
    own = letters(house)["Cora Venner"]
    assert (own.calendar_method, "ATTENDEE" in own.calendar_text) == ("PUBLISH", False), (
        "nobody invites themselves"
    )
    house.deliver()
    assert letters(house)["Cora Venner"].state == "sent"
    stop = house.form(convener, action="stop")
    assert convener.post(f"/partnerships/{MAIN}/talk-hours", data=stop).status_code == 303
    assert times(house) == []


def test_it_asks_nobody_to_talk_who_is_asked_by_nobody(asked: House) -> None:
    assert times(asked, "Biz Birch") == []
    assert pick(asked, times(asked)[0], "Biz Birch") in (404, 422)
    answer = asked.visitor().post(f"/p/{asked.link('Biz Birch')}/talk-hours", data=HOURS)
    assert answer.status_code == 404


def test_it_proposes_dates_for_a_poll_at_which_nobody_is_known_to_be_busy(
    asked: House, convener: TestClient
) -> None:
    def proposed() -> list[datetime]:
        with database.reading(asked.engine) as session:
            at_hand = Launch.of(session, asked.launch.now, asked.launch.run_id)
            return date_polls.suggested(at_hand).times

    first = proposed()[0]
    assert "is known to be busy on" in convener.get(f"/partnerships/{MAIN}/polls").text
    with database.unit_of_work(asked.engine, asked.launch.now) as session:
        row = session.exec(select(TalkHours)).one()
        row.busy_masked, row.busy_read_at = "https://cal.example.org/…", asked.launch.now
        row.busy = [[first.isoformat(), (first + timedelta(hours=10)).isoformat()]]
        session.add(row)
    assert first not in proposed()
    assert "calendar that is read" in convener.get(f"/partnerships/{MAIN}/polls").text


@pytest.fixture
def server() -> Iterator[str]:
    with calendar_server() as address:
        yield address


def test_it_reads_a_calendar_its_owner_shares_and_forgets_it_when_they_say_so(
    asked: House, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = datetime.fromisoformat(times(asked)[0])
    at = first.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    monkeypatch.setattr(Calendars, "event", f"DTSTART:{at}\nDURATION:PT1H\nSUMMARY:Dentist")
    hosts = frozenset({"127.0.0.1"})
    hours = {**HOURS, "busy_url": f"{server}/busy.ics", "consent": "yes"}
    address = f"/p/{asked.link(OWNER)}"
    assert asked.visitor().post(f"{address}/talk-hours", data=hours).status_code == 303
    page = asked.visitor().get(address).text
    assert "1 busy time in the next two months" in page
    assert "busy.ics" not in page
    assert first.isoformat() not in times(asked)
    asked.launch.now += timedelta(hours=1)
    monkeypatch.setattr(Calendars, "do_GET", lambda self: self.send_error(500))
    assert busy_calendars.refresh_due(asked.engine, asked.launch.now, hosts) == 1
    assert busy_calendars.refresh_due(asked.engine, asked.launch.now, hosts) == 0, "asked a moment ago"
    assert "server answered 500" in asked.visitor().get(address).text
    convener = asked.signed_in("Cora Venner")
    taken = convener.post(f"/partnerships/{MAIN}/archive", data=asked.form(convener))
    with ZipFile(BytesIO(taken.content)) as archive:
        assert not any(b"busy.ics" in archive.read(name) for name in archive.namelist())
    with database.reading(asked.engine) as session:
        kept = session.exec(select(TalkHours)).one()
        assert (len(kept.busy), "Dentist" in str(kept.model_dump())) == (1, False)
    ended = {**HOURS, "busy_end": "yes"}
    assert asked.visitor().post(f"{address}/talk-hours", data=ended).status_code == 303
    with database.reading(asked.engine) as session:
        kept = session.exec(select(TalkHours)).one()
        assert (kept.busy, kept.busy_url, kept.busy_consented_at) == ([], "", None)

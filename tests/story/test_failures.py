"""Failures such systems have had, each from a real report, that must never happen here. Others of the list are tested where they belong."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import gates, invitations, meetings
from sectorlaunch.engine import plan
from sectorlaunch.records import audiences, partnerships
from sectorlaunch.records.about import About
from sectorlaunch.tables import InvitationState, Person, TouchState
from tests.cast import Launch, begin

DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def launch(engine: Engine, tmp_path) -> Launch:  # type: ignore[no-untyped-def]
    return begin(engine, tmp_path)


def waive(launch: Launch, *keys: str) -> None:
    for key in keys:
        launch.do(
            lambda session, now, key=key: gates.waive(  # type: ignore[misc]
                session,
                now,
                launch.run_id,
                key,
                None,
                given_by="Cora Venner",
                why="Known",
                until=date(2027, 6, 1),
            )
        )


BEFORE_INVITATIONS = (
    *("shared-table", "roles", "evidence-of-need", "sector", "footprint"),
    *("champions", "logistics", "invite-list"),
)


def dated(launch: Launch, starts_at: datetime) -> int:
    meeting = launch.launch_meeting()
    meeting_id = meeting.pk
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id, by="Cora Venner", starts_at=starts_at, place="One Gears"
        )
    )
    return meeting_id


def test_it_never_happens__a_rule_created_late_blasts_the_past(launch: Launch) -> None:
    """The list is ready twelve days before the launch: what was due weeks ago is missed and shown, not sent."""
    launch.now = datetime(2026, 8, 27, 16, 0, tzinfo=UTC)
    dated(launch, datetime(2026, 9, 8, 14, 30, tzinfo=UTC))
    waive(launch, *BEFORE_INVITATIONS)
    states = {touch.touch_key: touch.state for touch in launch.touches()}
    assert states["save-the-date"] is TouchState.MISSED
    assert "phone-the-silent" not in states  # nobody was asked, so nobody is late with an answer
    assert states["second-letter"] is TouchState.MISSED
    assert not [m for kind in ("save-the-date", "second-letter", "invitation") for m in launch.messages(kind)]


def test_it_never_happens__an_empty_recipient_filter_means_everybody(launch: Launch) -> None:
    nobody = ("guests", "guests-coming", "attendees", "no-shows", "team-members", "team-leads", "champions")
    with database.reading(launch.engine) as session:
        partnership = partnerships.partnership_of(session, launch.run_id)
        assert [audiences.resolve(session, partnership.pk, name, About()) for name in nobody] == [[]] * len(
            nobody
        )


def test_it_never_happens__a_hidden_precondition_stops_sending(launch: Launch) -> None:
    """The gate before the launch is still shut on the day: the same-day note leaves all the same."""
    meeting_id = dated(launch, datetime(2026, 9, 10, 14, 30, tzinfo=UTC))
    waive(launch, *BEFORE_INVITATIONS)
    launch.now = datetime(2026, 9, 10, 20, 0, tzinfo=UTC)

    def hold(session: Session, now: datetime) -> None:
        there = [session.get_one(Person, launch.person(session, name)) for name in ("Biz Alder", "Biz Birch")]
        meetings.hold(session, now, launch.run_id, meeting_id, there, by="Cora Venner")

    launch.do(hold)
    launch.now = datetime(2026, 9, 10, 22, 30, tzinfo=UTC)
    launch.wait(0)
    assert not launch.status("invited").is_open
    assert sorted(m.to_name for m in launch.messages("same-day-note")) == ["Biz Alder", "Biz Birch"]


def test_it_never_happens__a_time_out_restarts_after_a_crash(launch: Launch) -> None:
    """What is due is a date in a row: starting anew, days later, moves nothing."""
    before = {touch.id: touch.due_at for touch in launch.touches() if touch.state is TouchState.PLANNED}
    launch.now += timedelta(days=2)
    with database.unit_of_work(launch.engine, launch.now) as session:
        plan.replan(session, launch.now, launch.run_id)
    after = {touch.id: touch.due_at for touch in launch.touches() if touch.state is TouchState.PLANNED}
    assert after == before


def test_it_never_happens__times_shift_by_an_hour_across_daylight_saving(launch: Launch) -> None:
    """The clocks go forward on 8 March; a reminder planned before is at the same local hour after."""
    due = [touch.due_at for touch in launch.touches() if touch.state is TouchState.PLANNED]
    offsets = {moment.astimezone(DENVER).utcoffset() for moment in due}
    assert len(offsets) == 2
    assert {moment.astimezone(DENVER).hour for moment in due} == {9}


def test_it_never_happens__people_who_have_answered_are_reminded(launch: Launch) -> None:
    meeting_id = dated(launch, datetime(2026, 9, 10, 14, 30, tzinfo=UTC))
    waive(launch, *BEFORE_INVITATIONS)

    def decline(session: Session, now: datetime) -> None:
        person = session.exec(select(Person).where(Person.name == "Biz Alder")).one()
        invitations.reply(
            session,
            now,
            launch.run_id,
            meeting_id,
            person,
            invitations.Reply(InvitationState.DECLINED, reason="A trip"),
        )

    launch.do(decline)
    launch.now = datetime(2026, 8, 21, 16, 0, tzinfo=UTC)
    launch.wait(0)
    assert "Biz Alder" not in {message.to_name for message in launch.messages("second-letter")}
    assert launch.messages("second-letter")

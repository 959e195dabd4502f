"""Meetings that come round: a year of dates, each a meeting of its own, to which those who take part are invited."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from sectorlaunch import database
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.actions import rhythms, roles
from sectorlaunch.actions.rhythms import Pattern
from sectorlaunch.engine import carry_out
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.records import invitations, meetings
from sectorlaunch.tables import Meeting, MeetingKind, Rhythm, RoleKind
from tests.cast import CONVENER, TEAM, Launch

QUARTERLY, SUPPORT = MeetingKind.QUARTERLY, MeetingKind.SUPPORT_TEAM
SECOND_TUESDAY = Pattern(3, 2, 1, "08:30")
DENVER = ZoneInfo("America/Denver")


def set_up(launch: Launch, kind: MeetingKind = QUARTERLY, pattern: Pattern = SECOND_TUESDAY) -> int:
    return launch.do(
        lambda session, now: rhythms.set_up(session, now, launch.run_id, kind, pattern, by=CONVENER).pk
    )


def dates(launch: Launch, kind: MeetingKind = QUARTERLY) -> list[str]:
    """Local day and hour of each that stands."""
    with database.reading(launch.engine) as session:
        partnership_id = session.exec(select(Rhythm.partnership_id)).first()
        assert partnership_id is not None
        return [one.starts_local[:16] for one in meetings.of_kind(session, partnership_id, kind)]


def invited(launch: Launch, kind: MeetingKind) -> set[str]:
    with database.reading(launch.engine) as session:
        first = session.exec(select(Meeting).where(Meeting.kind == kind).order_by(col(Meeting.id))).first()
        assert first is not None
        return {person.name for _, person in invitations.invited(session, first.pk)}


def move(launch: Launch, day: str) -> None:
    """By hand, to ten in the morning of another day."""

    def deed(session: Session, now: datetime) -> None:
        found = session.exec(select(Meeting).where(col(Meeting.starts_local).startswith("2026-06"))).one()
        at = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=DENVER).astimezone(UTC)
        meeting_actions.change(session, now, launch.run_id, found.pk, by=CONVENER, starts_at=at)

    launch.do(deed)


def test_it_puts_a_year_of_dates_on_the_calendar_and_invites_everyone(launch: Launch) -> None:
    set_up(launch)
    assert dates(launch) == ["2026-03-10T08:30", "2026-06-09T08:30", "2026-09-08T08:30", "2026-12-08T08:30"]
    assert {CONVENER, *TEAM, "Biz Alder", "Pub Partner"} <= invited(launch, QUARTERLY)


def test_it_shifts_a_holiday(launch: Launch) -> None:
    set_up(launch, SUPPORT, Pattern(1, 1, 0, "09:00"))
    assert "2026-09-08T09:00" in dates(launch, SUPPORT)  # the first Monday is Labor Day


def test_it_keeps_what_was_moved_by_hand_when_the_rhythm_changes(launch: Launch) -> None:
    number = set_up(launch)
    move(launch, "2026-06-11")
    changed = Pattern(3, 3, 2, "14:00", 60)
    launch.do(lambda session, now: rhythms.change(session, now, launch.run_id, number, changed, by=CONVENER))
    assert dates(launch) == ["2026-03-18T14:00", "2026-06-11T10:00", "2026-09-16T14:00", "2026-12-16T14:00"]


def test_it_calls_off_the_months_it_no_longer_comes_in(launch: Launch) -> None:
    number = set_up(launch)
    changed = Pattern(6, 2, 1, "08:30")
    launch.do(lambda session, now: rhythms.change(session, now, launch.run_id, number, changed, by=CONVENER))
    assert dates(launch) == ["2026-03-10T08:30", "2026-09-08T08:30"]


def test_it_takes_a_date_somebody_has_set_already_for_its_month(launch: Launch) -> None:
    at = datetime(2026, 6, 3, 15, tzinfo=UTC)
    new = meeting_actions.NewMeeting(QUARTERLY, "Partnership meeting", at)
    launch.do(lambda session, now: meeting_actions.plan(session, now, launch.run_id, new, by=CONVENER).pk)
    set_up(launch)
    assert [one for one in dates(launch) if one.startswith("2026-06")] == ["2026-06-03T09:00"]


def test_it_goes_on_by_itself_as_the_months_pass(launch: Launch) -> None:
    set_up(launch)
    launch.now += timedelta(days=100)
    launch.do(carry_out.due)
    assert dates(launch)[-2:] == ["2027-03-09T08:30", "2027-06-08T08:30"]
    launch.do(carry_out.due)
    assert len(set(dates(launch))) == len(dates(launch)) == 6


def test_it_never_plans_anew_what_was_called_off(launch: Launch) -> None:
    set_up(launch)

    def call_off(session: Session, now: datetime) -> None:
        found = session.exec(select(Meeting).where(col(Meeting.starts_local).startswith("2026-06"))).one()
        meeting_actions.call_off(session, now, launch.run_id, found.pk, by=CONVENER, why="Nobody can.")

    launch.do(call_off)
    launch.now += timedelta(days=30)
    launch.do(carry_out.due)
    assert not [one for one in dates(launch) if one.startswith("2026-06")]


def test_it_ends_for_a_reason_and_calls_off_or_keeps_its_dates(launch: Launch) -> None:
    number = set_up(launch)

    def end(session: Session, now: datetime, **how: bool) -> None:
        rhythms.end(session, now, launch.run_id, number, by=CONVENER, why="We meet by need.", **how)

    with pytest.raises(BadInput, match="why"):
        launch.do(lambda s, now: rhythms.end(s, now, launch.run_id, number, by=CONVENER, why=" "))
    launch.do(lambda session, now: end(session, now, keeps_dates=True))
    assert len(dates(launch)) == 4
    number = set_up(launch, SUPPORT)
    launch.do(end)
    assert dates(launch, SUPPORT) == []
    launch.now += timedelta(days=100)
    launch.do(carry_out.due)
    assert len(dates(launch)) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        Pattern(0, 2, 1, "08:30"),
        Pattern(13, 2, 1, "08:30"),
        Pattern(3, 6, 1, "08:30"),
        Pattern(3, 2, 5, "08:30"),
        Pattern(3, 2, 1, "noon"),
        Pattern(3, 2, 1, "08:30", 5),
    ],
)
def test_it_refuses_what_is_no_rhythm(launch: Launch, wrong: Pattern) -> None:
    with pytest.raises(BadInput):
        set_up(launch, pattern=wrong)


def test_it_refuses_a_second_one_and_one_for_a_launch(launch: Launch) -> None:
    set_up(launch)
    with pytest.raises(NotAllowed, match="already"):
        set_up(launch)
    with pytest.raises(BadInput, match="which meetings"):
        set_up(launch, MeetingKind.LAUNCH)


def test_it_tells_the_support_team_of_each_of_its_meetings_two_weeks_ahead(launch: Launch) -> None:
    """They were announced to nobody: whoever did not look at their page did not know."""
    set_up(launch, SUPPORT, Pattern(1, 4, 1, "09:00"))
    launch.wait(9)
    told = launch.messages("meeting-notice")
    assert {*TEAM, CONVENER} == {one.to_name for one in told}
    letter = next(one for one in told if one.to_name == "Edda Teach")
    assert letter.subject == "Tuesday, March 24: can you come?"
    assert "After that we meet on" in letter.text
    assert "METHOD:REQUEST" in letter.calendar_text


def test_it_gives_whoever_joins_a_place_at_the_meetings_ahead(launch: Launch) -> None:
    set_up(launch, SUPPORT, Pattern(1, 4, 1, "09:00"))

    def join(session: Session, now: datetime) -> None:
        person = roles.Newcomer(name="Nell Late", organization="County Office")
        roles.name_role(session, now, "fernwater", RoleKind.SUPPORT_TEAM, "nell@example.org", person)

    launch.do(join)
    assert "Nell Late" in invited(launch, SUPPORT)

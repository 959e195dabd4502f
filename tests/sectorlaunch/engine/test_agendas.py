"""The agenda of a partnership meeting: drafted from what is on record, and set by a business leader three weeks ahead."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from languages import Language
from sectorlaunch import database
from sectorlaunch.actions import agendas, meetings, outcomes, report_backs, teams
from sectorlaunch.actions.report_backs import Report
from sectorlaunch.errors import BadInput
from sectorlaunch.records import agenda_drafts
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import ActionTeam, Meeting, MeetingKind, Person
from tests.cast import CONVENER, Launch

ALDER, BIRCH = "Biz Alder", "Biz Birch"


@pytest.fixture
def meeting_id(launch: Launch) -> int:
    """A team has reported, a promise is overdue, and a partnership meeting is three weeks away."""

    def deed(session: Session, now: datetime) -> int:
        lead = session.get_one(Person, launch.person(session, ALDER))
        team = ActionTeam(partnership_id=lead.partnership_id, name="Welders", formed_at=now)
        session.add(team)
        session.flush()
        teams.join(session, now, launch.run_id, team.pk, lead, by=CONVENER, lead=True)
        said = Report("Done.", "More.", help="An instructor", win="Three apprentices began")
        report_backs.of_team(session, now, launch.run_id, team.pk, lead, said, by=ALDER)
        due = now.date() - timedelta(days=4)
        outcomes.commit_to(session, now, launch.run_id, "Ask two colleges", lead, due, by=ALDER)
        new = meetings.NewMeeting(MeetingKind.QUARTERLY, "Partnership meeting", now + timedelta(days=22))
        made = meetings.plan(session, now, launch.run_id, new, by=CONVENER)
        setter = launch.person(session, BIRCH)
        meetings.change(session, now, launch.run_id, made.pk, by=CONVENER, agenda_by_id=setter)
        return made.pk

    return launch.do(deed)


def lines(launch: Launch, meeting_id: int) -> list[str]:
    with database.reading(launch.engine) as session:
        at = LaunchAtHand.of(session, launch.now, launch.run_id)
        return agenda_drafts.lines(at, session.get_one(Meeting, meeting_id), Language.ENGLISH).splitlines()


def set_to(launch: Launch, meeting_id: int, words: str) -> None:
    launch.do(
        lambda session, now: agendas.set_lines(session, now, launch.run_id, meeting_id, words, by=BIRCH).pk
    )


def test_it_drafts_wins_what_is_overdue_how_teams_stand_and_what_would_help(
    launch: Launch, meeting_id: int
) -> None:
    found = lines(launch, meeting_id)
    assert found[0] == "10 What went well: Three apprentices began"
    assert found[1] == f"5 Ask two colleges ({ALDER}, due Thursday, February 26)"
    assert found[2] == "10 “Welders”: how it stands, what comes next"
    assert found[3] == "10 What would help “Welders”: An instructor"
    assert found[-1] == "5 When we meet next"


def test_it_keeps_what_is_set_with_who_holds_it(launch: Launch, meeting_id: int) -> None:
    drafted = lines(launch, meeting_id)
    set_to(launch, meeting_id, f"15 Apprentices\n{drafted[1]}")
    assert lines(launch, meeting_id) == ["15 Apprentices", drafted[1]]
    with database.reading(launch.engine) as session:
        at = LaunchAtHand.of(session, launch.now, launch.run_id)
        kept = agenda_drafts.parts(at, session.get_one(Meeting, meeting_id), Language.ENGLISH)[1]
    assert kept.person_id is not None
    assert kept.commitment_id is not None


@pytest.mark.parametrize(
    "wrong", ["", "0 Nothing", "481 All day", "\n".join(["5 More"] * 21), "5 " + "x" * 201]
)
def test_it_refuses_what_is_no_agenda(launch: Launch, meeting_id: int, wrong: str) -> None:
    with pytest.raises(BadInput):
        set_to(launch, meeting_id, wrong)

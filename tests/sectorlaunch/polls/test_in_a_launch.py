"""Date polls in a whole launch, walked on a clock that jumps."""

from datetime import time, timedelta

from icalendar import Calendar as Ical
from sqlmodel import Session, col, select

from sectorlaunch.actions import polls
from sectorlaunch.records import polls as poll_records
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.rules.poll_dates import ProposedDate
from sectorlaunch.tables import ActionTeam, Meeting, Message, Poll, PollChoice, TeamMember
from tests.story.rehearsals import first_morning


def walk_to_the_teams() -> Walk:
    """As far as the first action team that has members."""
    walk = first_morning(seed=2)
    moment = walk.stage.now
    while moment < walk.ends_at:
        moment += timedelta(days=7)
        walk.until(moment)
        with walk.stage.reading() as session:
            if session.exec(select(TeamMember)).first() is not None:
                return walk
    raise AssertionError("no action team was ever filled")


def test_it_leaves_a_rehearsal_alone_and_gives_a_team_its_call_with_the_calendar_entry() -> None:
    walk = walk_to_the_teams()
    calendar = walk.stage.calendar
    first = calendar.add_business_days(calendar.local_date(walk.stage.now), 8)
    dates = [calendar.moment(calendar.add_business_days(first, n), time(16)) for n in (0, 2)]
    with walk.stage.reading() as session:
        assert session.exec(select(Poll)).all() == []
        assert session.exec(select(Message).where(col(Message.kind).startswith("date-poll"))).all() == []
        team = session.exec(
            select(ActionTeam).join(TeamMember, col(TeamMember.team_id) == col(ActionTeam.id))
        ).first()
        assert team is not None
        team_id = team.pk

    def ask_and_vote(session: Session) -> None:
        now, run_id = walk.stage.now, walk.stage.run_id
        poll = polls.open_for_team(
            session,
            now,
            run_id,
            team_id,
            [ProposedDate(date, 45) for date in dates],
            now + timedelta(days=5),
            by="The convener",
        )
        early, late = poll_records.options(session, poll)
        for person in poll_records.asked(session, poll):
            said = {early.pk: PollChoice.NO, late.pk: PollChoice.YES}
            polls.vote(session, now, run_id, poll.pk, person, said)

    walk.now_do(ask_and_vote)
    walk.until(walk.stage.now + timedelta(days=4))
    with walk.stage.reading() as session:
        poll = session.exec(select(Poll)).one()
        call = session.get_one(Meeting, poll.meeting_id)
        assert call.starts_at == dates[1]
        members = {person.id for person in poll_records.asked(session, poll)}
        notices = session.exec(
            select(Message).where(Message.meeting_id == call.id, Message.kind == "team-call-notice")
        ).all()
        assert sorted(n.person_id for n in notices) == sorted(members)
        carried = [notice for notice in notices if notice.calendar_method]
        assert carried
        for notice in carried:
            assert notice.calendar_method == "REQUEST"
            event = Ical.from_ical(notice.calendar_text).walk("VEVENT")[0]
            assert event.decoded("dtstart") == dates[1]
            assert event.decoded("dtend") == dates[1] + timedelta(minutes=45)
    walk.stage.close()

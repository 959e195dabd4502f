"""Date polls over the tables: asked once, reminded once, settled once; the result reaches the calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar as Ical
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.actions import polls, removal, teams
from sectorlaunch.engine import next_due
from sectorlaunch.engine import plan as plan_engine
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.records import date_conflicts, meetings, partnerships, stop_rules
from sectorlaunch.records import polls as poll_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.poll_dates import Allowed
from sectorlaunch.status import timeline
from sectorlaunch.tables import (
    AboutKind,
    Invitation,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Partnership,
    Person,
    PollChoice,
    PollState,
    PollVote,
    TeamMember,
    ToDoKind,
)
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.polls.conftest import CLOSES, DATES, Polled, local

FACILITATOR = "Fay Neutral"
CHAMPIONS = ("Champ One", "Champ Two")
EVERYONE = (*CHAMPIONS, CONVENER, FACILITATOR, *TEAM)


def test_it_asks_champions_conveners_facilitator_and_support_team_once_each(polled: Polled) -> None:
    poll = polled.open()
    assert sorted(polled.asked(poll)) == sorted(EVERYONE)
    assert polled.written_to("date-poll") == sorted(EVERYONE)
    polled.sweep()
    assert polled.written_to("date-poll") == sorted(EVERYONE)


def test_it_names_every_date_in_the_letter_and_the_deadline(polled: Polled) -> None:
    polled.open()
    letter = polled.launch.messages("date-poll")[0]
    for words in (
        "Tuesday, September 15, 2026, 9:00–10:30 a.m.",
        "Thursday, October 1, 2026, 3:00",
    ):
        assert words in letter.text
    assert "by Friday, March 13, 5:00 p.m." in letter.text
    assert not letter.calendar_method


def test_it_refuses_a_second_poll_for_the_same_meeting(polled: Polled) -> None:
    polled.open()
    with pytest.raises(NotAllowed, match="open for this already"):
        polled.open()


def test_it_counts_the_lead_time_of_the_playbook_for_the_launch_only(polled: Polled) -> None:
    with pytest.raises(BadInput, match="less than 30 days"):
        polled.open(local(4, 1, 9), local(4, 2, 9))
    polled.open(local(4, 1, 9), local(4, 2, 9), allowed=Allowed(short_notice=True))
    polled.open_for_team(polled.team("Biz Alder"), local(3, 16, 9), local(3, 17, 9), closes=CLOSES)


def test_it_counts_the_latest_vote_of_a_person(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "ynn", poll)
    polled.launch.now += timedelta(hours=1)
    polled.vote("Champ One", "nny", poll)
    polled.sweep(CLOSES)
    assert polled.launch.launch_meeting().starts_at == DATES[2]


def test_it_writes_down_the_same_vote_once(polled: Polled) -> None:
    poll = polled.open()
    for _ in range(2):
        polled.vote("Champ One", "ynn", poll)
    with database.reading(polled.launch.engine) as session:
        assert len(session.exec(select(PollVote)).all()) == len(DATES)


def test_it_refuses_the_vote_of_somebody_who_is_not_asked(polled: Polled) -> None:
    poll = polled.open()
    with pytest.raises(NotFound, match="Biz Alder is not asked"):
        polled.vote("Biz Alder", "yyy", poll)


def test_it_refuses_half_a_vote_and_a_date_of_another_poll(polled: Polled) -> None:
    poll = polled.open()
    other = polled.open_for_team(polled.team("Biz Alder"), local(3, 16, 9), local(3, 17, 9), closes=CLOSES)
    ids = [option.pk for option in polled.options(poll)]
    strange = [option.pk for option in polled.options(other)]
    for wrong in (ids[:2], [*ids[:2], strange[0]], [*ids, strange[0]]):
        with pytest.raises(BadInput, match="to every date"):
            polled.launch.do(
                lambda session, now, wrong=wrong: polls.vote(
                    session,
                    now,
                    polled.launch.run_id,
                    poll.pk,
                    session.exec(select(Person).where(Person.name == "Champ One")).one(),
                    dict.fromkeys(wrong, PollChoice.YES),
                )
            )


def test_it_refuses_a_vote_at_the_deadline_even_before_the_sweep(polled: Polled) -> None:
    poll = polled.open()
    polled.launch.now = CLOSES
    with pytest.raises(NotAllowed, match="closed"):
        polled.vote("Champ One", "yyy", poll)


def test_it_reminds_only_those_who_have_not_voted_and_only_once(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "ynn", poll)
    polled.vote("Will Work", "nyn", poll)
    polled.sweep(local(3, 12, 9) - timedelta(seconds=1))
    assert not polled.written_to("date-poll-reminder")
    silent = sorted(set(EVERYONE) - {"Champ One", "Will Work"})
    for moment in (local(3, 12, 9), local(3, 12, 10), local(3, 13, 9)):
        polled.sweep(moment)
        assert polled.written_to("date-poll-reminder") == silent
    assert "Two people have answered." in polled.launch.messages("date-poll-reminder")[0].text


def test_it_does_not_send_a_reminder_that_waits_while_the_person_votes(polled: Polled) -> None:
    poll = polled.open()
    polled.sweep(local(3, 12, 9))
    polled.vote("Champ One", "ynn", poll)
    with database.reading(polled.launch.engine) as session:
        needed = {
            message.to_name: stop_rules.still_needed(session, message)
            for message in session.exec(select(Message).where(Message.kind == "date-poll-reminder"))
        }
    assert [name for name, is_needed in needed.items() if not is_needed] == ["Champ One"]


def test_it_falls_silent_when_the_poll_is_called_off(polled: Polled) -> None:
    poll = polled.open()
    polled.launch.do(
        lambda session, now: polls.call_off(
            session, now, polled.launch.run_id, poll.pk, by=CONVENER, why="the hall is gone."
        )
    )
    polled.sweep(CLOSES)
    assert polled.now(poll).state is PollState.CALLED_OFF
    assert polled.now(poll).closed_how == "Cora Venner called the poll off: the hall is gone."
    assert not polled.written_to("date-poll-reminder")
    assert polled.launch.launch_meeting().starts_at is None
    with database.reading(polled.launch.engine) as session:
        waiting = session.exec(select(Message).where(Message.kind == "date-poll")).all()
        assert not any(stop_rules.still_needed(session, message) for message in waiting)


def test_it_closes_at_the_deadline_and_says_why(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "nyn", poll)
    for name in TEAM:
        polled.vote(name, "ynn", poll)
    polled.sweep(CLOSES - timedelta(seconds=1))
    assert polled.now(poll).state is PollState.OPEN
    assert polled.sweep(CLOSES)
    meeting = polled.launch.launch_meeting()
    assert (meeting.starts_at, meeting.minutes) == (DATES[1], 90)
    closed = polled.now(poll)
    assert (closed.state, closed.closed_at) == (PollState.CLOSED, CLOSES)
    assert closed.closed_how == (
        "The poll closed at its deadline. The date is Wednesday, September 16, 2026, 9:00 a.m.. "
        "It has most “yes” from the champions: 1, and the next date 0."
    )
    assert [option.chosen_at is not None for option in polled.options(poll)] == [False, True, False]


def test_it_closes_at_once_when_everyone_has_voted(polled: Polled) -> None:
    poll = polled.open()
    for name in EVERYONE[:-1]:
        polled.vote(name, "nmy", poll)
    assert polled.now(poll).state is PollState.OPEN
    polled.vote(EVERYONE[-1], "nmy", poll)
    assert polled.now(poll).state is PollState.CLOSED
    assert polled.now(poll).closed_how.startswith("Everyone has voted.")
    assert polled.launch.launch_meeting().starts_at == DATES[2]
    assert polled.sweep(CLOSES) == []


def test_it_sets_no_date_and_asks_the_convener_once_when_nobody_voted(polled: Polled) -> None:
    poll = polled.open()
    for _ in range(2):
        polled.sweep(CLOSES)
    assert polled.launch.launch_meeting().starts_at is None
    tasks = [task for task in polled.launch.todos() if task.kind is ToDoKind.OTHER]
    assert [task.owner_id for task in tasks] == [polled.launch.someone(CONVENER).id]
    assert "Nobody voted" in tasks[0].script
    assert polled.now(poll).closed_how == "The poll closed at its deadline. Nobody voted, so no date is set."


def test_it_sets_no_date_that_suits_nobody(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "nnn", poll)
    polled.sweep(CLOSES)
    assert polled.launch.launch_meeting().starts_at is None
    assert len([task for task in polled.launch.todos() if task.kind is ToDoKind.OTHER]) == 1


def test_it_passes_over_a_date_that_went_by_while_nobody_swept(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "yyn", poll)
    polled.sweep(DATES[0] + timedelta(hours=1))
    assert polled.launch.launch_meeting().starts_at == DATES[1]


def test_it_lets_the_convener_close_early_and_only_once(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "ynn", poll)
    for _ in range(2):
        if polled.now(poll).state is PollState.CLOSED:
            with pytest.raises(NotAllowed, match="over already"):
                _close(polled, poll.pk)
        else:
            _close(polled, poll.pk)
    assert polled.now(poll).closed_how.startswith("Cora Venner closed the poll early.")
    assert polled.launch.launch_meeting().starts_at == DATES[0]


def _close(polled: Polled, poll_id: int) -> None:
    polled.launch.do(
        lambda session, now: polls.close(session, now, polled.launch.run_id, poll_id, by=CONVENER)
    )


def test_it_does_not_count_somebody_who_has_left(polled: Polled) -> None:
    team = polled.team("Biz Alder", "Biz Birch")
    first, second = local(3, 17, 9), local(3, 18, 9)
    poll = polled.open_for_team(team, first, second, closes=CLOSES)
    polled.vote("Biz Alder", "yn", poll)

    def leave(session: Session, _now: datetime) -> None:
        gone = polled.launch.person(session, "Biz Alder")
        session.delete(session.exec(select(TeamMember).where(TeamMember.person_id == gone)).one())

    polled.launch.do(leave)
    polled.vote("Biz Birch", "ny", poll)
    assert [option.chosen_at is not None for option in polled.options(poll)] == [False, True]


def test_it_plans_the_call_and_invites_the_team(polled: Polled) -> None:
    team = polled.team("Biz Alder", "Biz Birch")
    first, second = local(3, 17, 9), local(3, 18, 9)
    poll = polled.open_for_team(team, first, second, closes=CLOSES)
    assert polled.asked(poll) == ["Biz Alder", "Biz Birch"]
    polled.vote("Biz Alder", "ny", poll)
    polled.vote("Biz Birch", "my", poll)
    with database.reading(polled.launch.engine) as session:
        call = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL)).one()
        assert (call.starts_at, call.minutes, call.team_id) == (second, 45, team)
        assert session.get_one(type(poll), poll.id).meeting_id == call.id
        places = session.exec(select(Invitation).where(Invitation.meeting_id == call.id)).all()
        assert len(places) == 2


def test_it_sends_the_calendar_request_of_the_call_with_the_time_that_was_chosen(polled: Polled) -> None:
    """11:00 in Denver on the Monday after the clocks went forward is 17:00 UTC."""
    from sectorlaunch.letters import compose
    from sectorlaunch.letters.letter_source import LetterRequest
    from sectorlaunch.records.about import About as Subject
    from sectorlaunch.records.launch import Launch as LaunchAtHand

    team = polled.team("Biz Alder")
    poll = polled.open_for_team(team, local(3, 6, 11), local(3, 9, 11), closes=local(3, 5, 17))
    polled.vote("Biz Alder", "ny", poll)
    with database.reading(polled.launch.engine) as session:
        call = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL)).one()
        person = session.exec(select(Person).where(Person.name == "Biz Alder")).one()
        letter = compose(
            LaunchAtHand.of(session, polled.launch.now, polled.launch.run_id),
            LetterRequest(
                "team-call-notice",
                person,
                Subject(AboutKind.MEETING, call.id),
                why="",
                link="https://launch.example.org/p/x",
                unsubscribe_url="https://launch.example.org/u/x",
            ),
        )
    assert letter.calendar is not None
    assert letter.calendar.method == "REQUEST"
    event = Ical.from_ical(letter.calendar.text).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 3, 9, 17, 45, tzinfo=UTC)


def test_it_moves_a_launch_that_had_a_date_and_tells_those_who_knew_it_once(polled: Polled) -> None:
    run_id = polled.launch.run_id
    first = local(9, 10, 9)

    def settle_and_tell(session: Session, now: datetime) -> None:
        launch = meetings.launch_meeting(session, partnerships.partnership_of(session, run_id).pk)
        assert launch is not None
        meeting_actions.change(session, now, run_id, launch.pk, by=CONVENER, starts_at=first)
        guest = session.exec(select(Person).where(Person.name == "Biz Alder")).one()
        session.add(Invitation(meeting_id=launch.pk, person_id=guest.pk))
        session.add(
            Message(
                run_id=run_id,
                person_id=guest.id,
                kind="invitation",
                purpose=_invitation_purpose(session, run_id),
                occurrence=f"meeting:{launch.id}",
                reason="The invitation",
                to_name=guest.name,
                to_address=guest.email,
                sender_name=CONVENER,
                reply_to="cora@example.org",
                subject="You are invited",
                text="Come.",
                html="",
                meeting_id=launch.id,
                message_id="known@example.org",
                queued_at=now,
                send_after=now,
                missed_after=now,
                state=MessageState.SENT,
                sent_at=now,
            )
        )

    polled.launch.do(settle_and_tell)
    poll = polled.open()
    polled.vote("Champ One", "nny", poll)
    for _ in range(2):
        polled.sweep(CLOSES)
    [moved] = polled.launch.messages("meeting-moved")
    assert (moved.to_name, moved.calendar_method) == ("Biz Alder", "REQUEST")
    event = Ical.from_ical(moved.calendar_text).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2026, 10, 1, 21, 0, tzinfo=UTC)
    assert event["sequence"] == 1


def _invitation_purpose(session: Session, run_id: int) -> str:
    from sectorlaunch.records import playbook_editions

    playbook = playbook_editions.of_run(session, run_id)
    return next(
        f"{step.key}/{touch.key}" for step, _, touch in playbook.touches() if touch.kind == "invitation"
    )


def test_it_asks_the_convener_when_the_launch_was_called_off_meanwhile(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "ynn", poll)
    meeting_id = polled.launch.launch_meeting().pk
    polled.launch.do(
        lambda session, now: meeting_actions.call_off(
            session, now, polled.launch.run_id, meeting_id, by=CONVENER, why="the season"
        )
    )
    polled.sweep(CLOSES)
    assert "called off meanwhile" in polled.now(poll).closed_how
    assert len([task for task in polled.launch.todos() if task.kind is ToDoKind.OTHER]) == 1


def test_it_is_due_at_the_reminder_and_then_at_the_deadline(polled: Polled) -> None:
    polled.open()
    with database.reading(polled.launch.engine) as session:
        assert poll_records.next_due(session) == local(3, 12, 9)
        soonest = min(filter(None, (plan_engine.next_due(session), poll_records.next_due(session))))
        assert next_due.next_due(session) == soonest
    polled.sweep(local(3, 12, 9))
    with database.reading(polled.launch.engine) as session:
        assert poll_records.next_due(session) == CLOSES
    polled.sweep(CLOSES)
    with database.reading(polled.launch.engine) as session:
        assert poll_records.next_due(session) is None


def test_it_goes_straight_to_the_deadline_after_an_outage(polled: Polled) -> None:
    poll = polled.open()
    polled.vote("Champ One", "ynn", poll)
    polled.sweep(CLOSES + timedelta(days=1))
    assert not polled.written_to("date-poll-reminder")
    assert polled.now(poll).state is PollState.CLOSED


def test_it_gives_the_convener_a_call_for_somebody_without_an_address(polled: Polled) -> None:
    polled.open_for_team(polled.team("Phone Only"), local(3, 16, 9), local(3, 17, 9), closes=CLOSES)
    assert any("Phone Only by phone" in task.title for task in polled.launch.todos())


def test_it_opens_no_poll_for_a_team_without_members(polled: Polled) -> None:
    team = polled.team()
    with pytest.raises(NotAllowed, match="nobody to ask"):
        polled.open_for_team(team, local(3, 16, 9), local(3, 17, 9), closes=CLOSES)


def test_it_asks_who_joins_the_team_while_the_poll_is_open(polled: Polled) -> None:
    team = polled.team("Biz Alder")
    poll = polled.open_for_team(team, local(3, 16, 9), local(3, 17, 9), closes=CLOSES)
    polled.launch.do(
        lambda session, now: teams.join(
            session,
            now,
            polled.launch.run_id,
            team,
            session.exec(select(Person).where(Person.name == "Biz Birch")).one(),
            by=CONVENER,
        )
    )
    polled.vote("Biz Alder", "yn", poll)
    assert polled.now(poll).state is PollState.OPEN
    polled.sweep(local(3, 12, 9))
    assert polled.written_to("date-poll-reminder") == ["Biz Birch"]


def test_it_stands_on_the_timeline(polled: Polled) -> None:
    poll = polled.open()

    def entries() -> list[tuple[str, str, datetime | None]]:
        with database.reading(polled.launch.engine) as session:
            partnerships.partnership_of(session, polled.launch.run_id)
            found = timeline.timeline(Launch.of(session, polled.launch.now, polled.launch.run_id))
            return [(one.what.split(":")[0], one.state, one.at) for one in found if one.kind == "poll"]

    assert entries() == [
        ("Reminder of the date poll", "planned", local(3, 12, 9)),
        ("Date poll closes", "due", CLOSES),
    ]
    polled.sweep(CLOSES)
    assert polled.now(poll).state is PollState.CLOSED
    assert entries() == [("Date poll closes", "closed", CLOSES)]


def test_it_forgets_who_ended_it_when_their_data_is_removed(polled: Polled) -> None:
    poll = polled.open()
    run_id = polled.launch.run_id
    polled.launch.do(
        lambda session, now: polls.call_off(session, now, run_id, poll.pk, by="Edda Teach", why="no hall")
    )
    person_id = polled.launch.someone("Edda Teach").pk
    polled.launch.do(lambda session, now: removal.anonymize(session, now, person_id))
    assert polled.now(poll).closed_how == "Former contact called the poll off: no hall"


def test_it_points_out_the_launch_of_another_partnership_on_the_day(polled: Polled) -> None:
    def plan(session: Session, _now: datetime) -> None:
        own = partnerships.partnership_of(session, polled.launch.run_id)
        values = {
            name: value for name, value in own.model_dump().items() if name not in ("id", "slug", "name")
        }
        other = Partnership(**values, slug="next-door", name="Next Door Partnership")
        session.add(other)
        session.flush()
        evening = local(9, 15, 19)
        session.add(
            Meeting(
                partnership_id=other.id, kind=MeetingKind.LAUNCH, title="Launch", starts_at=evening, uid="x@y"
            )
        )

    polled.launch.do(plan)
    with database.reading(polled.launch.engine) as session:
        own = partnerships.partnership_of(session, polled.launch.run_id)
        assert date_conflicts.with_other_launches(session, own, DATES) == [
            "Tuesday, September 15, 2026 is the day on which Next Door Partnership has its launch."
        ]

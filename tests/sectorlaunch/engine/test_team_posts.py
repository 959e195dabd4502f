"""A team's own channel: posted once, in a line, with nobody's link."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from languages import Language
from sectorlaunch import database
from sectorlaunch.actions import meetings, outcomes, teams
from sectorlaunch.engine import carry_out, plan
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.outbox import channels
from sectorlaunch.outbox.deliver import send_decisions
from sectorlaunch.outbox.write import team_posts
from sectorlaunch.records import partnerships
from sectorlaunch.records.stop_rules import still_needed
from sectorlaunch.tables import ActionTeam, Meeting, Message, MessageState, Person, StepRun, StepState
from tests.cast import CONVENER, Launch

CALL = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
"""Tuesday, 10:00 in Denver; fifteen days from the beginning of these tests."""


@pytest.fixture
def team(launch: Launch) -> Launch:
    """An action team of two with a call ahead, and a room for it."""

    def form(session: Session, now: datetime) -> None:
        channels.add(session, now, "team-chat", "jsons://chat.example.org/room")
        channels.add(session, now, "email", "letter://mail.example.org?from=launch@example.org")
        priority = outcomes.record_priority(session, now, launch.run_id, "Welders", by=CONVENER)
        outcomes.choose(session, now, launch.run_id, [priority.pk], by=CONVENER)
        teams.form_for_chosen(session, now, launch.run_id)
        mine = the_team(session)
        for name in ("Biz Alder", "Biz Birch"):
            person = session.exec(select(Person).where(Person.name == name)).one()
            teams.join(session, now, launch.run_id, mine.pk, person, by=CONVENER)
        step = session.exec(
            select(StepRun).where(StepRun.run_id == launch.run_id, StepRun.key == "launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = {"welcome-the-room": now.isoformat()}
        session.add(step)
        teams.schedule_call(session, now, launch.run_id, mine.pk, CALL, by=CONVENER)
        plan.replan(session, now, launch.run_id)

    work(launch, form)
    return launch


@pytest.fixture
def room(team: Launch) -> Launch:
    work(
        team,
        lambda s, now: team_posts.use(s, now, team.run_id, "team-chat", team=the_team(s), by=CONVENER),
    )
    return team


def the_team(session: Session) -> ActionTeam:
    return session.exec(select(ActionTeam)).one()


def work(launch: Launch, deed: Callable[[Session, datetime], Any]) -> Any:
    with database.unit_of_work(launch.engine, launch.now) as session:
        return deed(session, launch.now)


def until(launch: Launch, moment: datetime) -> None:
    while launch.now < moment:
        launch.now = min(launch.now + timedelta(days=1), moment)
        work(launch, lambda session, now: carry_out.due_of(session, now, launch.run_id))


def posts(launch: Launch) -> list[Message]:
    return launch.messages("team-post")


def test_it_posts_nothing_for_a_team_without_a_channel(team: Launch) -> None:
    until(team, CALL)
    assert team.messages("call-reminder")
    assert not posts(team)


def test_it_posts_the_call_and_its_reminder_once_beside_each_members_mail(room: Launch) -> None:
    until(room, CALL)
    assert len(room.messages("team-call-notice")) == len(room.messages("call-reminder")) == 2
    notice, reminder = posts(room)
    assert {notice.channel, reminder.channel} == {"team-chat"}
    assert notice.short_text == (
        'Hi all, Call of the action team "Welders" is Tuesday, March 17, 2026, 10:00-11:00 a.m. MT. '
        "The calendar entry is in your email."
    )
    assert reminder.short_text.startswith("Hi all, see you Tuesday, March 17")


def test_a_room_gets_nobodys_link(room: Launch) -> None:
    until(room, CALL)
    for post in posts(room):
        assert "/p/" not in post.short_text + post.text + post.html + post.subject
        assert not post.unsubscribe_url
        assert not post.calendar_text


def test_it_posts_a_moved_and_a_canceled_call_once(room: Launch) -> None:
    until(room, CALL - timedelta(days=3))
    with database.reading(room.engine) as session:
        call = session.exec(select(Meeting).where(Meeting.team_id == the_team(session).id)).one()
    work(
        room,
        lambda s, now: (
            meetings.change(s, now, room.run_id, call.pk, by=CONVENER, starts_at=CALL + timedelta(days=7))
            and None
        ),
    )
    work(room, lambda s, now: meetings.call_off(s, now, room.run_id, call.pk, by=CONVENER, why="Snow"))
    _, moved, canceled = posts(room)
    assert "has moved. It is now Tuesday, March 24, 2026" in moved.short_text
    assert moved.state is MessageState.CANCELED
    assert canceled.short_text.endswith("is canceled. Snow")
    assert canceled.state is MessageState.QUEUED


def test_a_room_is_held_up_by_nobodys_wishes(room: Launch) -> None:
    until(room, CALL - timedelta(days=3))
    post_id = posts(room)[0].id

    def claim(session: Session, now: datetime) -> MessageState | None:
        convener = session.exec(select(Person).where(Person.name == CONVENER)).one()
        convener.do_not_contact_since = now
        convener.paused_until = (now + timedelta(days=30)).date()
        session.add(convener)
        post = session.get_one(Message, post_id)
        return send_decisions.settle_before_sending(session, now, post, still_needed)

    assert work(room, claim) is None


def test_it_posts_what_the_support_team_is_asked(launch: Launch) -> None:
    def give(session: Session, now: datetime) -> str:
        channels.add(session, now, "support", "jsons://chat.example.org/room")
        return team_posts.use(session, now, launch.run_id, "support", by=CONVENER)

    assert work(launch, give) == "What concerns the support team is posted to support once."
    until(launch, launch.now + timedelta(days=4))
    (post,) = posts(launch)
    assert post.short_text == (
        "Hi all, there is a question for us about one shared table. Your own link is in your email."
    )


def test_it_says_whose_room_it_is_in_the_language_of_the_post(room: Launch) -> None:
    def speak_spanish(session: Session, now: datetime) -> None:
        partnership = partnerships.partnership_of(session, room.run_id)
        partnership.language = Language.SPANISH
        session.add(partnership)

    work(room, speak_spanish)
    until(room, CALL)
    assert posts(room)
    for post in posts(room):
        assert post.language is Language.SPANISH
        assert "Publicado una vez para el equipo “Welders”." in post.text


def test_it_takes_the_channel_away(room: Launch) -> None:
    work(room, lambda s, now: team_posts.use(s, now, room.run_id, "", team=the_team(s), by=CONVENER))
    until(room, CALL)
    assert not posts(room)


def test_it_takes_only_a_room_that_exists(team: Launch, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There are: email, team-chat"):
        work(team, lambda s, now: team_posts.use(s, now, team.run_id, "chat", by=CONVENER))
    with pytest.raises(BadInput, match="leads to persons"):
        work(team, lambda s, now: team_posts.use(s, now, team.run_id, "email", by=CONVENER))

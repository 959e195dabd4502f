"""From launch day into the second year: forty guests, teams at work, a champion who leaves, a team that goes into another,
a quarter nobody schedules. What each executive got, and what the partnership knows it promised and did."""

from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from sectorlaunch.actions import departures, rhythms, team_endings
from sectorlaunch.records import audiences, people
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import rhythms as rhythm_records
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.rehearsal import begin
from sectorlaunch.rehearsal.walk import Walk
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    CommitmentState,
    Meeting,
    MeetingKind,
    Message,
    Person,
    TeamMember,
    TeamState,
    ToDo,
)
from tests import cast
from tests.story.rehearsals import BEGINS_ON, DAY, launch_of, looking, messages, sent

GUESTS = 40
LEAVES, MERGES, ENDS, SET_AGAIN, LAST = 75, 100, 205, 300, 560
"""Days after the launch."""


class TwoYears:
    """The walk, and what was done to it on the way."""

    def __init__(self, folder: Path) -> None:
        (folder / "partnership.yaml").write_text(cast.PARTNERSHIP + "critical_mass: 8\n", encoding="utf-8")
        leaders = "".join(
            f"Leader {number:02},leader{number:02}@example.com,970-555-02{number:02},Owner,Works {number:02},"
            f"business,business leader,yes,,\n"
            for number in range(GUESTS - 5)
        )
        (folder / "contacts.csv").write_text(cast.CONTACTS + leaders, encoding="utf-8")
        self.walk: Walk = begin(folder / "partnership.yaml", seed=3, begins_on=BEGINS_ON)
        self.stage = self.walk.stage
        self.walk.until(cast.MONDAY + 150 * DAY)
        while launch_of(self.walk).held_at is None:
            self.walk.until(self.stage.now + 3 * DAY)
        held_at = launch_of(self.walk).held_at
        assert held_at is not None
        self.held_at = held_at
        self.gone = self.successor = ""
        self.walk.ends_at = held_at + (LAST + 1) * DAY
        for days, deed in (
            (LEAVES, self._leave),
            (MERGES, self._merge),
            (ENDS, self._end),
            (SET_AGAIN, self._set),
        ):
            self.walk.until(held_at + days * DAY)
            self.walk.ends_at = held_at + (LAST + 1) * DAY
            self.walk.now_do(deed)
        self.walk.until(held_at + LAST * DAY)

    def _leave(self, session: Session) -> None:
        """A champion who leads no team leaves; what they hold goes to the convener."""
        champions = audiences.resolve(session, self.stage.partnership_id, "champions", THE_RUN)
        self.left = champions[-1]
        to = people.convener(session, self.stage.partnership_id)
        departures.hand_over(session, self.stage.now, self.stage.slug, self.left.pk, to.pk, by=cast.CONVENER)
        departures.end_access(session, self.stage.now, self.stage.slug, self.left.pk, by=cast.CONVENER)

    def _merge(self, session: Session) -> None:
        found = team_records.at_work(session, self.stage.partnership_id)
        gone, successor = found[-1], found[0]
        self.gone, self.successor = gone.name, successor.name
        team_endings.merge(
            session, self.stage.now, self.stage.run_id, gone.pk, successor.pk, by=cast.CONVENER
        )

    def _end(self, session: Session) -> None:
        """Nobody schedules the quarters to come any more."""
        kind = MeetingKind.QUARTERLY
        rhythm = rhythm_records.of_kind(session, self.stage.partnership_id, kind)
        assert rhythm is not None
        rhythms.end(
            session, self.stage.now, self.stage.run_id, rhythm.pk, by=cast.CONVENER, why="We meet by need."
        )

    def _set(self, session: Session) -> None:
        pattern = rhythms.Pattern(3, 2, 1, "08:30")
        kind = MeetingKind.QUARTERLY
        rhythms.set_up(session, self.stage.now, self.stage.run_id, kind, pattern, by=cast.CONVENER)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> TwoYears:
    return TwoYears(tmp_path_factory.mktemp("two-years"))


def after(years: TwoYears, message: Message) -> float:
    """Days after the launch."""
    assert message.sent_at is not None
    return (message.sent_at - years.held_at) / DAY


def test_it_gives_everyone_who_was_in_the_room_the_summary_once(years: TwoYears) -> None:
    def there(session: Session) -> set[int]:
        found = audiences.resolve(session, years.stage.partnership_id, "business-attendees", THE_RUN)
        return {person.pk for person in found if person.email}

    had = Counter(one.person_id for one in sent(years.walk, "executive-summary"))
    assert looking(years.walk, there) <= had.keys()
    assert set(had.values()) == {1}


def test_it_shows_the_summary_to_two_champions_before_anybody_else(years: TwoYears) -> None:
    looks = sent(years.walk, "summary-first-look")
    assert len(looks) == 2
    first = min(after(years, one) for one in sent(years.walk, "executive-summary"))
    assert max(after(years, one) for one in looks) < first


def test_it_puts_a_call_in_the_calendar_of_every_member_within_four_weeks(years: TwoYears) -> None:
    notices = sent(years.walk, "team-call-notice")
    soon = {one.person_id for one in notices if after(years, one) <= 28}

    def members(session: Session) -> set[int]:
        early = years.held_at + 21 * DAY
        joined = select(Person).join(TeamMember, col(TeamMember.person_id) == col(Person.id))
        return {one.pk for one in session.exec(joined.where(TeamMember.joined_at <= early)) if one.email}

    assert looking(years.walk, members) <= soon


def test_it_asks_nobody_the_same_twice(years: TwoYears) -> None:
    asked = Counter(
        (one.person_id, one.purpose, one.occurrence) for one in sent(years.walk) if one.copy_of_id is None
    )
    assert [one for one, times in asked.items() if times > 1] == []
    questions = Counter((one.person_id, one.stop_gate) for one in sent(years.walk, "answer-request"))
    assert [one for one, times in questions.items() if times > 1] == []


def test_it_writes_to_a_champion_who_left_no_more(years: TwoYears) -> None:
    theirs = [one for one in sent(years.walk, to=years.left.name) if after(years, one) > LEAVES + 1]
    assert theirs == []

    def held(session: Session) -> list[Commitment]:
        return list(
            session.exec(
                select(Commitment).where(
                    Commitment.owner_id == years.left.pk, Commitment.state == CommitmentState.OPEN
                )
            )
        )

    assert looking(years.walk, held) == []


def test_it_goes_on_with_the_work_of_a_team_in_another(years: TwoYears) -> None:
    def found(session: Session) -> tuple[ActionTeam, set[int], list[Meeting]]:
        team = session.exec(select(ActionTeam).where(ActionTeam.name == years.gone)).one()
        now_with = select(TeamMember.person_id).where(TeamMember.team_id == team.merged_into_id)
        ahead = select(Meeting).where(
            Meeting.team_id == team.id, col(Meeting.canceled_at).is_(None), col(Meeting.held_at).is_(None)
        )
        return team, set(session.exec(now_with)), list(session.exec(ahead))

    team, members, ahead = looking(years.walk, found)
    assert team.state is TeamState.MERGED
    told = {one.person_id for one in sent(years.walk, "team-changed")}
    assert told
    assert told <= members | {years.left.pk}
    assert ahead == []


def test_it_makes_a_quarter_nobody_schedules_a_letter_and_a_task(years: TwoYears) -> None:
    letters = sent(years.walk, "next-meeting-request")
    assert [one.to_name for one in letters] == [cast.CONVENER]
    assert ENDS < after(years, letters[0]) < SET_AGAIN

    def task(session: Session) -> list[ToDo]:
        return list(
            session.exec(select(ToDo).where(ToDo.title == "Set the day of the next partnership meeting"))
        )

    (todo,) = looking(years.walk, task)
    assert todo.done_at is not None


def test_it_invites_everyone_to_each_quarter_that_is_scheduled(years: TwoYears) -> None:
    def quarters(session: Session) -> list[Meeting]:
        found = meeting_records.of_kind(session, years.stage.partnership_id, MeetingKind.QUARTERLY)
        return [one for one in found if one.starts_at and one.starts_at < years.stage.now]

    over = looking(years.walk, quarters)
    assert len(over) >= 4
    for meeting in over:
        invited = [one for one in sent(years.walk, "quarterly-invitation") if one.meeting_id == meeting.id]
        assert len(invited) > 10, meeting.starts_local
        assert all(one.sent_at and one.sent_at < meeting.starts_at for one in invited if meeting.starts_at)


def test_it_knows_what_was_promised_and_what_became_of_it(years: TwoYears) -> None:
    def promises(session: Session) -> list[Commitment]:
        return list(session.exec(select(Commitment)))

    made = looking(years.walk, promises)
    assert len(made) >= 5
    assert any(one.state is CommitmentState.DONE for one in made)
    unsaid = [one for one in made if one.state is CommitmentState.OPEN and one.due_on is None]
    assert unsaid == []


def test_it_keeps_to_five_letters_a_week_for_everyone_but_the_convener(years: TwoYears) -> None:
    weeks: Counter[tuple[str, int]] = Counter()
    for one in messages(years.walk):
        if one.sent_at is not None and one.to_name != cast.CONVENER and one.copy_of_id is None:
            weeks[one.to_name, int(after(years, one) // 7)] += 1
    busiest = weeks.most_common(1)[0]
    assert busiest[1] <= 8, busiest  # five that count, and answers to what somebody did

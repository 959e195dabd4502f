"""Date polls as they are seen: the question on a person's page, and the grid of votes on the convener's."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from languages import Language
from sectorlaunch.records import date_conflicts, polls, talks
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import poll_dates, talk_times
from sectorlaunch.rules.talk_times import Hours
from sectorlaunch.tables import (
    ActionTeam,
    Partnership,
    Person,
    Poll,
    PollChoice,
    PollOption,
    PollState,
)


@dataclass(frozen=True)
class DateAsked:
    """One date, and what the reader has said to it: empty while they have not."""

    option_id: int
    starts_at: datetime
    minutes: int
    said: str

    @property
    def field(self) -> str:
        return f"date-{self.option_id}"


@dataclass(frozen=True)
class Question:
    """An open poll in which the reader is asked."""

    poll: Poll
    what: str
    dates: list[DateAsked]

    @property
    def is_silent(self) -> bool:
        return not all(date.said for date in self.dates)


@dataclass(frozen=True)
class Column:
    """One date of the grid."""

    option: PollOption
    said: dict[int, PollChoice]
    yes: int
    if_need_be: int


@dataclass(frozen=True)
class Row:
    person: Person
    is_champion: bool
    is_asked: bool


@dataclass(frozen=True)
class Grid:
    poll: Poll
    what: str
    columns: list[Column]
    rows: list[Row]
    voted: int
    asked: int
    so_far: str
    """What the rule says of the votes as they are; only while the poll is open."""
    leading: int | None
    date_conflicts: list[str]
    """Dates on which another partnership has its launch; only while the poll is open."""

    @property
    def is_open(self) -> bool:
        return self.poll.state is PollState.OPEN


def questions(
    session: Session, now: datetime, partnership_id: int, person_id: int, language: Language
) -> list[Question]:
    """The polls in which a person may vote now; those they have not voted in first."""
    found = []
    for poll in polls.open_for_person(session, partnership_id, person_id):
        if poll.closes_at <= now:
            continue
        said = polls.votes(session, poll)
        dates = [
            DateAsked(
                option.pk,
                option.starts_at,
                option.minutes,
                said[option.pk][person_id].value if person_id in said[option.pk] else "",
            )
            for option in polls.options(session, poll)
        ]
        found.append(Question(poll, polls.what_for(session, poll, language), dates))
    return sorted(found, key=lambda question: not question.is_silent)


def grids(session: Session, partnership_id: int) -> list[Grid]:
    """Every poll of a partnership with its votes; the open ones first, then the newest."""
    found = [grid(session, poll) for poll in polls.of_partnership(session, partnership_id)]
    return sorted(found, key=lambda one: not one.is_open)


def grid(session: Session, poll: Poll) -> Grid:
    """One poll with everybody who is asked, and whoever has voted and is not asked any more."""
    options, said, asked = (
        polls.options(session, poll),
        polls.votes(session, poll),
        polls.asked(session, poll),
    )
    asked_ids = {person.id for person in asked}
    voted = {person_id for by_person in said.values() for person_id in by_person}
    gone = session.exec(
        select(Person).where(col(Person.id).in_(voted - asked_ids)).order_by(col(Person.id))
    ).all()
    first = polls.champions(session, poll)
    decision = polls.decision(session, poll, options) if poll.state is PollState.OPEN else None
    counted = {
        option.id: [what for who, what in said[option.pk].items() if who in asked_ids] for option in options
    }
    return Grid(
        poll=poll,
        what=polls.what_for(session, poll),
        columns=[
            Column(
                option,
                said[option.pk],
                counted[option.id].count(PollChoice.YES),
                counted[option.id].count(PollChoice.IF_NEED_BE),
            )
            for option in options
        ],
        rows=[Row(person, person.id in first, person.id in asked_ids) for person in (*asked, *gone)],
        voted=len(voted & asked_ids),
        asked=len(asked),
        so_far=decision.why if decision is not None else "",
        leading=decision.option_id if decision is not None else None,
        date_conflicts=_date_conflicts(session, poll, options) if poll.state is PollState.OPEN else [],
    )


def _date_conflicts(session: Session, poll: Poll, options: list[PollOption]) -> list[str]:
    partnership = session.get_one(Partnership, poll.partnership_id)
    return date_conflicts.with_other_launches(session, partnership, [option.starts_at for option in options])


@dataclass(frozen=True)
class Suggested:
    """Times at which nobody who would be asked is known to be busy; `by` is how many of them have their calendar read."""

    times: list[datetime]
    by: int


ROOM_TO_VOTE = timedelta(days=7)
WORKDAYS = frozenset(range(5))


def suggested(launch: Launch) -> Suggested:
    """Times for the launch: far enough ahead to vote and to invite, in office hours, clear of what is known."""
    minutes = launch.meeting.minutes if launch.meeting is not None else 60
    people = {person.pk for person in polls.asked_about_launch(launch.session, launch.partnership_id)}
    office = launch.playbook.office_hours
    times = talk_times.free_days(
        launch.calendar,
        launch.zone,
        launch.today + ROOM_TO_VOTE + timedelta(days=launch.number("invitation_lead_days")),
        Hours(WORKDAYS, time.fromisoformat(office.opens), time.fromisoformat(office.closes), minutes),
        talks.busy(launch.session, launch.now, people),
        poll_dates.MOST,
    )
    return Suggested(times, talks.sharing(launch.session, people))


def teams(session: Session, partnership_id: int) -> list[ActionTeam]:
    """The teams a call may be found for."""
    return list(
        session.exec(
            select(ActionTeam).where(ActionTeam.partnership_id == partnership_id).order_by(col(ActionTeam.id))
        )
    )

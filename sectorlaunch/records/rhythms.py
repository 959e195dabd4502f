"""The rhythms meetings follow: those that stand, their dates, and whether one was moved by hand."""

from datetime import date

from sqlmodel import Session, col, select

from sectorlaunch import wall_clock
from sectorlaunch.errors import NotFound
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.rhythm_dates import Rule
from sectorlaunch.tables import Meeting, MeetingKind, Rhythm


def standing(session: Session, partnership_id: int) -> list[Rhythm]:
    """Those that have not ended, the oldest first."""
    found = select(Rhythm).where(Rhythm.partnership_id == partnership_id, col(Rhythm.ended_at).is_(None))
    return list(session.exec(found.order_by(col(Rhythm.id))))


def of_kind(
    session: Session, partnership_id: int, kind: MeetingKind, team_id: int | None = None
) -> Rhythm | None:
    """The one that stands for a kind of meeting, or for the calls of a team."""
    return next(
        (one for one in standing(session, partnership_id) if (one.kind, one.team_id) == (kind, team_id)),
        None,
    )


def find(session: Session, partnership_id: int, rhythm_id: int) -> Rhythm:
    """One that stands. Raises NotFound, also for another partnership's."""
    found = session.get(Rhythm, rhythm_id)
    if found is None or found.partnership_id != partnership_id or found.ended_at is not None:
        raise NotFound("There is no rhythm number %(number)s.", number=rhythm_id)
    return found


def rule(rhythm: Rhythm) -> Rule:
    return Rule(rhythm.every_months, rhythm.week, rhythm.weekday, rhythm.hour)


def words(rhythm: Rhythm) -> str:
    """ "every 3 months, the second Tuesday, 08:30"."""
    every = "every month" if rhythm.every_months == 1 else f"every {rhythm.every_months} months"
    return f"{every}, {rule(rhythm).day_words}, {rhythm.hour}"


def of_all_time(session: Session, rhythm: Rhythm) -> list[Meeting]:
    """Every meeting it has brought, those called off among them."""
    return list(session.exec(select(Meeting).where(Meeting.rhythm_id == rhythm.pk).order_by(col(Meeting.id))))


def ahead(launch: Launch, rhythm: Rhythm) -> list[Meeting]:
    """Its dates to come that stand, by date."""
    found = [
        one
        for one in of_all_time(launch.session, rhythm)
        if one.canceled_at is None and one.held_at is None and one.starts_at and one.starts_at > launch.now
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.pk))


def month_of(meeting: Meeting) -> date:
    """The month of the rhythm that a meeting of one stands for."""
    return date.fromisoformat(f"{meeting.rhythm_month}-01")


def is_moved_by_hand(launch: Launch, rhythm: Rhythm, meeting: Meeting) -> bool:
    """Whether it stands at another time than its rhythm has it."""
    meant = rule(rhythm).moment_in(month_of(meeting), launch.calendar)
    return meeting.starts_local != wall_clock.reading(meant, launch.zone)

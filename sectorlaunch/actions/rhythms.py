"""The rhythm of meetings: set, changed, ended. Its dates are put on the calendar a year ahead, each a meeting of its own."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import invitations, meetings, taking_part, teams
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import rhythms
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import rhythm_dates
from sectorlaunch.tables import Meeting, MeetingKind, Rhythm, TeamState

KINDS = (MeetingKind.QUARTERLY, MeetingKind.SUPPORT_TEAM, MeetingKind.HEALTH_CHECK, MeetingKind.TEAM_CALL)
"""What comes round."""
WHERE = ("place", "join_url", "dial_in")
CHANGED = "the rhythm of these meetings has changed"


@dataclass(frozen=True)
class Pattern:
    """How often, when and where. `week` is 1 to 4, or 5 for the last of a month; `weekday` 0, Monday, to 4, Friday."""

    every_months: int
    week: int
    weekday: int
    hour: str
    minutes: int = 90
    place: str = ""
    join_url: str = ""
    dial_in: str = ""

    def check(self) -> None:
        """Raises BadInput for what is no rhythm."""
        if not 1 <= self.every_months <= 12:
            raise BadInput("Choose every how many months they are held: 1 to 12.")
        if self.week not in range(1, 6) or self.weekday not in range(5):
            raise BadInput("Choose a week of the month and a day from Monday to Friday.")
        if not 15 <= self.minutes <= 600:
            raise BadInput("Say how many minutes it lasts, such as 90.")
        try:
            time.fromisoformat(self.hour)
        except ValueError:
            raise BadInput("Write the hour on the 24-hour clock, such as 08:30 or 14:00.") from None


def set_up(
    session: Session,
    now: datetime,
    run_id: int,
    kind: MeetingKind,
    pattern: Pattern,
    begins_on: date | None = None,
    *,
    by: str,
    team_id: int | None = None,
) -> Rhythm:
    """Sets the rhythm of a kind of meeting, or of a team's calls, and puts its dates on the calendar a year ahead.

    `begins_on` is the day from which it counts, in the partnership's zone; tomorrow where none is given. A date somebody
    has put on the calendar in one of its months already is taken for that month's, and stays where it is. Raises BadInput
    for what is no rhythm, NotAllowed where there is one already.
    """
    pattern.check()
    launch = Launch.of(session, now, run_id)
    if kind not in KINDS or (kind is MeetingKind.TEAM_CALL) != (team_id is not None):
        raise BadInput("Choose which meetings it is for.")
    if team_id is not None and teams.at_work(session, team_id).state is TeamState.RESTING:
        raise NotAllowed("This team rests. Wake it first, then set a rhythm.")
    if rhythms.of_kind(session, launch.partnership_id, kind, team_id) is not None:
        raise NotAllowed("These meetings have a rhythm already. Change it, or end it first.")
    begins_on = max(begins_on or launch.today, launch.today + timedelta(days=1))
    rule = rhythm_dates.Rule(pattern.every_months, pattern.week, pattern.weekday, pattern.hour)
    rhythm = Rhythm(
        partnership_id=launch.partnership_id,
        kind=kind,
        team_id=team_id,
        first_month=rhythm_dates.first_month(rule, begins_on, launch.calendar),
        kept_up_at=now,
        set_by=by,
        set_at=now,
        **asdict(pattern),
    )
    session.add(rhythm)
    session.flush()
    keep_up(launch, rhythm, by=by)
    _note(launch, rhythm, EventKind.RHYTHM_SET, rhythms.words(rhythm), by)
    return rhythm


def change(
    session: Session, now: datetime, run_id: int, rhythm_id: int, pattern: Pattern, *, by: str
) -> Rhythm:
    """Gives a rhythm another pattern: dates to come move with it, but for those that were moved by hand.

    Whoever has one of them in hand is told, as of every move. A month it no longer comes in is called off.
    """
    pattern.check()
    launch = Launch.of(session, now, run_id)
    rhythm = rhythms.find(session, launch.partnership_id, rhythm_id)
    coming = [
        one for one in rhythms.ahead(launch, rhythm) if not rhythms.is_moved_by_hand(launch, rhythm, one)
    ]
    for name, value in asdict(pattern).items():
        setattr(rhythm, name, value)
    session.add(rhythm)
    rule, last = rhythms.rule(rhythm), max((rhythms.month_of(one) for one in coming), default=launch.today)
    months = set(rule.months(rhythm.first_month, last))
    for meeting in coming:
        month = rhythms.month_of(meeting)
        moment = rule.moment_in(month, launch.calendar)
        if month not in months or moment <= now:
            meetings.call_off(session, now, run_id, meeting.pk, by=by, why=CHANGED)
            continue
        where = {name: getattr(pattern, name) for name in (*WHERE, "minutes")}
        if moment != meeting.starts_at or any(getattr(meeting, name) != where[name] for name in where):
            meetings.change(session, now, run_id, meeting.pk, by=by, starts_at=moment, **where)
    keep_up(launch, rhythm, by=by)
    _note(launch, rhythm, EventKind.RHYTHM_CHANGED, rhythms.words(rhythm), by)
    return rhythm


def end(
    session: Session,
    now: datetime,
    run_id: int,
    rhythm_id: int,
    *,
    by: str,
    why: str,
    keeps_dates: bool = False,
) -> Rhythm:
    """Ends a rhythm for a reason; its dates to come are called off, unless they are to stay. Raises BadInput without one."""
    if not why.strip():
        raise BadInput(
            "Say in a sentence why these meetings end; it stands in the letter that tells everybody."
        )
    launch = Launch.of(session, now, run_id)
    rhythm = rhythms.find(session, launch.partnership_id, rhythm_id)
    rhythm.ended_at, rhythm.ended_why = now, why.strip()[:4000]
    session.add(rhythm)
    for meeting in () if keeps_dates else rhythms.ahead(launch, rhythm):
        meetings.call_off(session, now, run_id, meeting.pk, by=by, why=why.strip()[:1000])
    _note(launch, rhythm, EventKind.RHYTHM_ENDED, f"ended: {rhythm.ended_why}"[:1000], by)
    return rhythm


def keep_up(launch: Launch, rhythm: Rhythm, *, by: str) -> int:
    """Puts the dates of a rhythm on the calendar up to its horizon, each once; says how many are new.

    One that was called off stays so.
    """
    until = rhythm_dates.same_day_after(launch.today, launch.number("rhythm_months", 12))
    rule, known = (
        rhythms.rule(rhythm),
        {one.rhythm_month for one in rhythms.of_all_time(launch.session, rhythm)},
    )
    added = 0
    for month in rule.months(rhythm.first_month, until):
        on = rule.date_in(month, launch.calendar)
        if f"{month:%Y-%m}" in known or not launch.today < on <= until:
            continue
        meeting = _already_there(launch, rhythm, month) or _plan(launch, rhythm, month, by)
        meeting.rhythm_id, meeting.rhythm_month = rhythm.pk, f"{month:%Y-%m}"
        launch.session.add(meeting)
        added += 1
    rhythm.kept_up_at = launch.now
    launch.session.add(rhythm)
    launch.session.flush()
    return added


def _already_there(launch: Launch, rhythm: Rhythm, month: date) -> Meeting | None:
    """One that was put on the calendar by hand in that month."""
    found = launch.session.exec(
        select(Meeting).where(
            Meeting.partnership_id == rhythm.partnership_id,
            Meeting.kind == rhythm.kind,
            Meeting.team_id == rhythm.team_id,
            col(Meeting.rhythm_id).is_(None),
            col(Meeting.canceled_at).is_(None),
            col(Meeting.held_at).is_(None),
        )
    )
    return next((one for one in found if one.starts_local[:7] == f"{month:%Y-%m}"), None)


def _plan(launch: Launch, rhythm: Rhythm, month: date, by: str) -> Meeting:
    team = team_records.find(launch.session, rhythm.team_id) if rhythm.team_id is not None else None
    new = meetings.NewMeeting(
        rhythm.kind,
        meeting_records.usual_title(rhythm.kind, team.name if team else "")[:200],
        rhythms.rule(rhythm).moment_in(month, launch.calendar),
        minutes=rhythm.minutes,
        team_id=rhythm.team_id,
    )
    meeting = meetings.plan(launch.session, launch.now, launch.run_id, new, by=by)
    for name in WHERE:
        setattr(meeting, name, getattr(rhythm, name) or (getattr(team, name) if team else ""))
    if team is not None:
        members = team_records.members(launch.session, team)
        invitations.invite(launch.session, launch.now, meeting.pk, members)
    else:
        taking_part.invite(launch.session, launch.now, meeting)
    return meeting


def _note(launch: Launch, rhythm: Rhythm, kind: EventKind, words: str, by: str) -> None:
    what = f"The rhythm of {rhythm.kind.value}s"
    if rhythm.team_id is not None:
        what = f"The rhythm of “{team_records.find(launch.session, rhythm.team_id).name}”"
    events.record(
        launch.session, launch.now, launch.run_id, by, kind, f"{what}: {words}.", rhythm_id=rhythm.pk
    )

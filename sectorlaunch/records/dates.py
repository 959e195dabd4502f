"""The dates touches are counted from, as the tables have them now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from playbooks.model import Anchor, When
from sectorlaunch import calendars
from sectorlaunch.query_cache import cached
from sectorlaunch.records import champions, playbook_editions, rounds_of_reports, scores, surveys, teams
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    AboutKind,
    ChampionStage,
    Commitment,
    CommitmentState,
    Deadline,
    GateRun,
    MeetingKind,
    Partnership,
    PlaybookRun,
    StepRun,
)

OF_MEETINGS = {
    Anchor.TEAM_CALL: MeetingKind.TEAM_CALL,
    Anchor.QUARTERLY_MEETING: MeetingKind.QUARTERLY,
    Anchor.SUPPORT_MEETING: MeetingKind.SUPPORT_TEAM,
    Anchor.HEALTH_CHECK: MeetingKind.HEALTH_CHECK,
}
"""Which kind of meeting each of these is counted from, once for each."""
_GATE_MOMENTS = {
    Anchor.GATE_REACHED: "reached_at",
    Anchor.GATE_SETTLED: "settled_at",
    Anchor.GATE_OPENED: "opened_at",
}


@dataclass(frozen=True)
class Occurrence:
    """One thing a touch is counted from: what it is about, its date in the partnership's zone, and the moment if known."""

    about: About
    on: date
    moment: datetime | None = None


def occurrences(
    session: Session, now: datetime, step: StepRun, activity_key: str, when: When
) -> Iterator[Occurrence]:
    """Every date `when` counts from, today's for weekly ones. None while the date is unknown."""
    run = session.get_one(PlaybookRun, step.run_id)
    partnership = session.get_one(Partnership, run.partnership_id)
    zone = ZoneInfo(partnership.zone)
    match when.anchor:
        case Anchor.LAUNCH:
            yield from _launch(session, partnership, zone)
        case Anchor.LAUNCH_HELD:
            launch = meeting_records.launch_meeting(session, run.partnership_id)
            if launch is not None and launch.held_at is not None:
                held_on = (launch.starts_at or launch.held_at).astimezone(zone).date()
                yield Occurrence(About(AboutKind.MEETING, launch.id), held_on)
        case Anchor.STEP_OPENED:
            yield from _happened(session, step, partnership, step.opened_at)
        case Anchor.ACTIVITY_BEGUN:
            begun = step.activities_begun.get(activity_key)
            moment = datetime.fromisoformat(begun) if begun else None
            yield from _happened(session, step, partnership, moment)
        case Anchor.GATE_REACHED | Anchor.GATE_SETTLED | Anchor.GATE_OPENED:
            gate = session.exec(
                select(GateRun).where(GateRun.run_id == step.run_id, GateRun.key == when.gate)
            ).one()
            yield from _happened(session, step, partnership, getattr(gate, _GATE_MOMENTS[when.anchor]))
        case Anchor.CHAMPION_ASKED | Anchor.CHAMPION_AGREED:
            yield from _champions(session, step, partnership, when.anchor)
        case Anchor.SCORING_OPENED:
            scoring = scores.newest_round(session, run.partnership_id)
            if scoring is not None and scoring.shown_at is None:
                about = About(AboutKind.SCORING, scoring.id)
                yield from _happened(session, step, partnership, scoring.opened_at, about)
        case Anchor.TEAM_CALL | Anchor.QUARTERLY_MEETING | Anchor.SUPPORT_MEETING | Anchor.HEALTH_CHECK:
            yield from _meetings(session, partnership, OF_MEETINGS[when.anchor], zone)
        case Anchor.PARTNERSHIP_QUIET:
            last = meeting_records.last_of_everyone(session, run.partnership_id)
            if last is not None and last.starts_at is not None:
                yield Occurrence(About(AboutKind.MEETING, last.pk), last.starts_at.astimezone(zone).date())
        case Anchor.TEAM_QUIET:
            yield from _last_calls(session, run.partnership_id, zone)
        case Anchor.TEAM_REPORT | Anchor.PLEDGE_REPORT:
            begun = step.activities_begun.get(activity_key)
            since = datetime.fromisoformat(begun).astimezone(zone).date() if begun else None
            for about, on in rounds_of_reports.ahead(session, now, run, partnership, when.anchor, since):
                yield Occurrence(about, on)
        case Anchor.SURVEY_ROUND:
            yield from _survey_rounds(session, now, run, partnership, when.of or "")
        case Anchor.SURVEY_OPENED:
            yield from _open_surveys(session, step, partnership)
        case Anchor.TEAM_RESTED:
            for team in teams.standing(session, run.partnership_id):
                if team.rests_until is not None:
                    yield Occurrence(About(AboutKind.TEAM, team.pk, on=team.rests_until), team.rests_until)
        case Anchor.COMMITMENT_DUE:
            yield from _commitments(session, partnership)
        case Anchor.ANSWER_DUE:
            yield from _deadlines(session, step, when)
        case Anchor.WEEK:
            if run.ended_at is None:
                yield from _week(now, run, zone)


def _deadlines(session: Session, step: StepRun, when: When) -> Iterator[Occurrence]:
    """Every day by which those who were asked are to answer, wherever in the playbook the ask stands."""

    def read() -> list[Deadline]:
        return list(session.exec(select(Deadline).where(Deadline.run_id == step.run_id)))

    for deadline in cached(session, (Deadline,), ("deadlines", step.run_id), read):
        if deadline.touch_key == when.ask:
            yield Occurrence(About(AboutKind.DEADLINE, deadline.id), deadline.due_on)


def _week(now: datetime, run: PlaybookRun, zone: ZoneInfo) -> Iterator[Occurrence]:
    """The coming Monday, today's included; never the day on which the run began."""
    day_two = run.started_at.astimezone(zone).date() + timedelta(days=1)
    day = max(now.astimezone(zone).date(), day_two)
    monday = day + timedelta(days=-day.weekday() % 7)
    yield Occurrence(About(AboutKind.WEEK, monday=monday), monday)


def _happened(
    session: Session,
    step: StepRun,
    partnership: Partnership,
    moment: datetime | None,
    about: About | None = None,
) -> Iterator[Occurrence]:
    """What happened on a weekend or in the evening counts from the office hours that follow.

    The first letter leaves then, and a reminder three days later is to come three days after the letter.
    """
    if moment is not None:
        hours = playbook_editions.of_run(session, step.run_id).office_hours
        calendar = calendars.of(partnership)
        on = calendar.local_date(calendar.within_office_hours(moment, hours))
        yield Occurrence(about or About(), on, moment)


def launch_date(session: Session, partnership: Partnership) -> date | None:
    """The launch day in the partnership's zone: of the meeting once it is set, the target before."""
    return launch_dates(session, [partnership])[partnership.pk]


def launch_dates(session: Session, partnerships: Sequence[Partnership]) -> dict[int, date | None]:
    """The launch day of each partnership, by its id, in one query."""
    meetings = meeting_records.launch_meetings(session, [p.id for p in partnerships if p.id is not None])
    dates: dict[int, date | None] = {}
    for partnership in partnerships:
        launch = meetings.get(partnership.pk)
        dates[partnership.pk] = (
            launch.starts_at.astimezone(ZoneInfo(partnership.zone)).date()
            if launch is not None and launch.starts_at is not None
            else partnership.target_launch_on
        )
    return dates


def _launch(session: Session, partnership: Partnership, zone: ZoneInfo) -> Iterator[Occurrence]:
    on = launch_date(session, partnership)
    launch = meeting_records.launch_meeting(session, partnership.pk)
    if on is not None and launch is not None:
        yield Occurrence(About(AboutKind.MEETING, launch.id), on)


def _champions(
    session: Session, step: StepRun, partnership: Partnership, anchor: Anchor
) -> Iterator[Occurrence]:
    for champion, person in champions.at_stages(session, partnership.pk, list(ChampionStage)):
        moment = champion.asked_at if anchor is Anchor.CHAMPION_ASKED else champion.agreed_at
        about = About(AboutKind.PERSON, person.id)
        yield from _happened(session, step, partnership, moment, about)


def _meetings(
    session: Session, partnership: Partnership, kind: MeetingKind, zone: ZoneInfo
) -> Iterator[Occurrence]:
    for meeting in meeting_records.of_kind(session, partnership.pk, kind):
        if meeting.starts_at is not None:
            yield Occurrence(About(AboutKind.MEETING, meeting.id), meeting.starts_at.astimezone(zone).date())


def _survey_rounds(
    session: Session, now: datetime, run: PlaybookRun, partnership: Partnership, key: str
) -> Iterator[Occurrence]:
    """Every so many days after the launch took place: the round that has begun, and the next ones."""
    launch = meeting_records.launch_meeting(session, partnership.pk)
    every = playbook_editions.of_run(session, run.pk).survey(key).every
    if launch is None or launch.held_at is None or every is None:
        return
    zone = ZoneInfo(partnership.zone)
    numbers = {**playbook_editions.of_run(session, run.pk).numbers, **partnership.numbers}
    days = max(1, numbers[every] if isinstance(every, str) else every)
    today, first = now.astimezone(zone).date(), (launch.starts_at or launch.held_at).astimezone(zone).date()
    for on in rounds_of_reports.rounds(first, days, today):
        yield Occurrence(About(AboutKind.RUN, on=on), on)


def _open_surveys(session: Session, step: StepRun, partnership: Partnership) -> Iterator[Occurrence]:
    for found in surveys.rounds(session, partnership.pk):
        if found.closed_at is None and surveys.survey_of(found).asked_in is None:
            yield from _happened(
                session, step, partnership, found.opened_at, About(AboutKind.SURVEY, found.pk)
            )


def _last_calls(session: Session, partnership_id: int, zone: ZoneInfo) -> Iterator[Occurrence]:
    """The last call of each team at work, to come or gone by: what follows when no other is dated after it."""
    for team in teams.at_work(session, partnership_id):
        dated = [call for call in teams.calls_of(session, team) if call.starts_at is not None]
        if dated and (begins := dated[-1].starts_at):
            yield Occurrence(About(AboutKind.MEETING, dated[-1].id), begins.astimezone(zone).date())


def _commitments(session: Session, partnership: Partnership) -> Iterator[Occurrence]:
    def read() -> list[Commitment]:
        kept_open = Commitment.partnership_id == partnership.id, Commitment.state == CommitmentState.OPEN
        return list(session.exec(select(Commitment).where(*kept_open)))

    for commitment in cached(session, (Commitment,), ("open commitments", partnership.id), read):
        if commitment.due_on is not None:
            yield Occurrence(About(AboutKind.COMMITMENT, commitment.id), commitment.due_on)

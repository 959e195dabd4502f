"""Letters of the action teams: call notices and reminders, commitments, goals."""

from sqlmodel import col, select

from languages import formatting
from notifications.context import CommitmentBrief, DatedLine, GoalBrief, TeamBrief
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import meetings, report_backs, team_calls, team_minutes, teams
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    Commitment,
    CommitmentState,
    Meeting,
    MeetingKind,
    Person,
)


def first_call_request(source: LetterSource) -> Fields:
    """The teams that wait for the reader, the days that are left for first calls, and for one team three times."""
    launch = source.launch
    waiting = teams.led_without_a_call(launch.session, launch.partnership_id, source.person.pk)
    days = team_calls.first_call_days(launch)
    return {
        "teams": tuple(team.name for team in waiting),
        "answer_by": source.due_words,
        "again": source.about.kind is AboutKind.DEADLINE,
        "from_day": source.day(days[0]) if days else "",
        "until_day": source.day(days[1]) if days else "",
        "times": times_of(source, waiting[0]) if len(waiting) == 1 else (),
        "about": source.numbers(waiting[0].pk if len(waiting) == 1 else None),
    }


def times_of(source: LetterSource, team: ActionTeam) -> tuple[str, ...]:
    """The times offered for a team's next call, in words."""
    minutes = team_calls.USUAL_MINUTES
    return tuple(
        formatting.span(source.language, at, minutes, source.zone)
        for at in team_calls.times(source.launch, team)
    )


def team_call_notice(source: LetterSource) -> Fields:
    meeting, team = _call(source)
    calls = meetings.of_kind(source.launch.session, source.launch.partnership_id, MeetingKind.TEAM_CALL)
    first = next((call.id for call in calls if call.team_id == team.id), None)
    return {
        "first": first == meeting.id,
        "you_lead": team.lead_id == source.person.id,
        "agenda": agenda_of(source, meeting),
    }


def call_reminder(source: LetterSource) -> Fields:
    return {"yours": own_commitments(source), "agenda": agenda_of(source, _call(source)[0])}


def agenda_of(source: LetterSource, call: Meeting) -> tuple[DatedLine, ...]:
    """What a call is about, each part with how long it takes."""
    return tuple(
        DatedLine(when_words=formatting.duration(source.language, minutes), what=title)
        for minutes, title in team_minutes.agenda_lines(source.launch.session, call, source.language)
    )


def commitment_due(source: LetterSource) -> Fields:
    commitment = source.launch.session.get_one(Commitment, source.about.id_of("commitment"))
    return {
        "commitments": (source.commitment_brief(commitment),),
        "team": _team_of(source, commitment),
    }


def commitment_overdue(source: LetterSource) -> Fields:
    commitment = source.launch.session.get_one(Commitment, source.about.id_of("commitment"))
    assert commitment.due_on is not None
    return {**commitment_due(source), "days_over": max(0, (source.today - commitment.due_on).days)}


def help_asked(source: LetterSource) -> Fields:
    commitment = source.launch.session.get_one(Commitment, source.about.id_of("commitment"))
    return {
        "who": source.brief(source.launch.session.get_one(Person, commitment.owner_id)),
        "commitments": (source.commitment_brief(commitment).model_copy(update={"owner": ""}),),
    }


def team_goals(source: LetterSource) -> Fields:
    """Of the team that is asked about; a reminder is about the first that has not reported back."""
    launch = source.launch
    led = [
        team
        for team in teams.at_work(launch.session, launch.partnership_id)
        if team.lead_id == source.person.pk
    ]
    asked = [team for team in led if team.id == source.about.id_of("team")]
    reminds = source.about.id_of("deadline") is not None
    late = [team for team in led if report_backs.is_due(launch, team)]
    team = (asked or late or led)[0]
    coming = [
        m
        for m in meetings.of_kind(launch.session, launch.partnership_id, MeetingKind.QUARTERLY)
        if m.starts_at is not None and m.starts_at > launch.now
    ]
    return {
        "team": source.team_brief(team),
        "about": source.numbers(team.pk),
        "goals": (GoalBrief(goal=team.outcome, measure=team.measure),) if team.outcome else (),
        "answer_by": source.due_words,
        "meeting": source.meeting_brief(coming[0]) if coming else None,
        "again": not reminds and source.was_sent(source.kind),
        "reminds": reminds,
    }


def _call(source: LetterSource) -> tuple[Meeting, ActionTeam]:
    meeting = source.launch.session.get_one(Meeting, source.about.id_of("meeting"))
    return meeting, source.launch.session.get_one(ActionTeam, meeting.team_id)


def own_commitments(source: LetterSource) -> tuple[CommitmentBrief, ...]:
    """The reader's open next steps, nearest first."""
    own = source.launch.session.exec(
        select(Commitment)
        .where(
            Commitment.partnership_id == source.launch.partnership_id,
            Commitment.owner_id == source.person.id,
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    return tuple(source.commitment_brief(commitment) for commitment in own)


def _team_of(source: LetterSource, commitment: Commitment) -> TeamBrief | None:
    if commitment.team_id is None:
        return None
    return source.team_brief(source.launch.session.get_one(ActionTeam, commitment.team_id))

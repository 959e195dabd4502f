"""Letters of the action teams: call notices and reminders, commitments, goals."""

from sqlmodel import col, select

from notifications.context import CommitmentBrief, GoalBrief, TeamBrief
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import meetings, teams
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    CommitmentState,
    Meeting,
    MeetingKind,
    Person,
    TeamMember,
)


def first_call_request(source: LetterSource) -> Fields:
    """The teams that wait for the reader, and the days that are left for first calls."""
    launch = source.launch
    waiting = teams.led_without_a_call(launch.session, launch.partnership_id, source.person.pk)
    days = teams.first_call_days(launch)
    return {
        "teams": tuple(team.name for team in waiting),
        "answer_by": source.due_words,
        "from_day": source.day(days[0]) if days else "",
        "until_day": source.day(days[1]) if days else "",
    }


def team_call_notice(source: LetterSource) -> Fields:
    meeting, team = _call(source)
    calls = meetings.of_kind(source.launch.session, source.launch.partnership_id, MeetingKind.TEAM_CALL)
    first = next((call.id for call in calls if call.team_id == team.id), None)
    return {
        "first": first == meeting.id,
        "you_lead": team.lead_id == source.person.id,
    }


def call_reminder(source: LetterSource) -> Fields:
    return {"yours": own_commitments(source)}


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
    team = source.launch.session.exec(
        select(ActionTeam)
        .outerjoin(TeamMember, col(TeamMember.team_id) == col(ActionTeam.id))
        .where(
            ActionTeam.partnership_id == source.launch.partnership_id,
            (col(ActionTeam.lead_id) == source.person.id) | (col(TeamMember.person_id) == source.person.id),
        )
        .order_by((col(ActionTeam.lead_id) == source.person.id).desc(), col(ActionTeam.id))
        .limit(1)
    ).one()
    coming = [
        m
        for m in meetings.of_kind(source.launch.session, source.launch.partnership_id, MeetingKind.QUARTERLY)
        if m.starts_at is not None and m.starts_at > source.launch.now
    ]
    return {
        "team": source.team_brief(team),
        "goals": (GoalBrief(goal=team.outcome, measure=team.measure),) if team.outcome else (),
        "answer_by": source.due_words,
        "meeting": source.meeting_brief(coming[0]) if coming else None,
        "again": source.was_sent(source.kind),
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

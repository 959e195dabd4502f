"""Letters of the action teams: call notices and reminders, commitments, goals."""

from sqlmodel import col, select

from notifications.context import CommitmentBrief, GoalBrief, TeamBrief
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import meetings
from sectorlaunch.tables import ActionTeam, Commitment, CommitmentState, Meeting, MeetingKind, TeamMember


def team_call_notice(desk: LetterSource) -> Fields:
    meeting, team = _call(desk)
    calls = meetings.of_kind(desk.session, desk.partnership_id, MeetingKind.TEAM_CALL)
    first = next((call.id for call in calls if call.team_id == team.id), None)
    return {
        "first": first == meeting.id,
        "you_lead": team.lead_id == desk.person.id,
    }


def call_reminder(desk: LetterSource) -> Fields:
    return {"yours": _own_commitments(desk)}


def commitment_due(desk: LetterSource) -> Fields:
    commitment = desk.session.get_one(Commitment, desk.about.id_of("commitment"))
    return {
        "commitments": (desk.commitment_brief(commitment),),
        "team": _team_of(desk, commitment),
    }


def commitment_overdue(desk: LetterSource) -> Fields:
    commitment = desk.session.get_one(Commitment, desk.about.id_of("commitment"))
    assert commitment.due_on is not None
    return {**commitment_due(desk), "days_over": max(0, (desk.today - commitment.due_on).days)}


def team_goals(desk: LetterSource) -> Fields:
    team = desk.session.exec(
        select(ActionTeam)
        .outerjoin(TeamMember, col(TeamMember.team_id) == col(ActionTeam.id))
        .where(
            ActionTeam.partnership_id == desk.partnership_id,
            (col(ActionTeam.lead_id) == desk.person.id) | (col(TeamMember.person_id) == desk.person.id),
        )
        .order_by((col(ActionTeam.lead_id) == desk.person.id).desc(), col(ActionTeam.id))
        .limit(1)
    ).one()
    coming = [
        m
        for m in meetings.of_kind(desk.session, desk.partnership_id, MeetingKind.QUARTERLY)
        if m.starts_at is not None and m.starts_at > desk.now
    ]
    return {
        "team": desk.team_brief(team),
        "goals": (GoalBrief(goal=team.outcome, measure=team.measure),) if team.outcome else (),
        "answer_by": desk.in_days(5),
        "meeting": desk.meeting_brief(coming[0]) if coming else None,
    }


def _call(desk: LetterSource) -> tuple[Meeting, ActionTeam]:
    meeting = desk.session.get_one(Meeting, desk.about.id_of("meeting"))
    return meeting, desk.session.get_one(ActionTeam, meeting.team_id)


def _own_commitments(desk: LetterSource) -> tuple[CommitmentBrief, ...]:
    own = desk.session.exec(
        select(Commitment)
        .where(
            Commitment.partnership_id == desk.partnership_id,
            Commitment.owner_id == desk.person.id,
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(col(Commitment.due_on))
    ).all()
    return tuple(desk.commitment_brief(commitment) for commitment in own)


def _team_of(desk: LetterSource, commitment: Commitment) -> TeamBrief | None:
    if commitment.team_id is None:
        return None
    return desk.team_brief(desk.session.get_one(ActionTeam, commitment.team_id))

"""Whether a touch is still needed for a person: asked when it is queued, and again right before it is sent."""

from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.model import Stop
from sectorlaunch.errors import NotYet
from sectorlaunch.query_cache import cached
from sectorlaunch.records import (
    answers,
    champions,
    delivery,
    invitations,
    letter,
    partnerships,
    people,
    polls,
    releases,
    report_backs,
    scores,
    second_yes,
    surveys,
    team_minutes,
    teams,
)
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Commitment,
    CommitmentState,
    Document,
    DocumentKind,
    DocumentState,
    GateState,
    InvitationState,
    LetterRevision,
    Meeting,
    Message,
    Partnership,
    Person,
    Role,
    Signature,
)

_MAY_SIGN = (ChampionStage.ASKED, *champions.COMMITTED)


def still_needed(session: Session, message: Message) -> bool:
    """Whether a queued message should leave: its stop rule has not come true, its meeting stands, its poll waits for it.

    Raises NotYet for the invitation letter while it lacks signatures: a champion may have stepped back since it was
    written.
    """
    if traits(message.kind).asks_for_a_second_yes:
        return second_yes.is_open(session, message.occurrence)
    if message.run_id is None or message.person_id is None:
        return True
    if traits(message.kind).calendar_method != "CANCEL" and _is_called_off(session, message):
        return False
    about = About.of(message)
    poll_id = about.id_of("poll")
    if poll_id is not None and polls.is_settled_for(session, poll_id, message.person_id):
        return False
    stop = Stop(message.stop)
    if is_stopped(session, message.run_id, stop, message.person_id, about, message.stop_gate):
        return False
    if traits(message.kind).is_joint_letter and (why := _unsigned(session, message.run_id)):
        raise NotYet(why)
    return True


def _unsigned(session: Session, run_id: int) -> str:
    """Read once for all letters of a claim."""
    behind = (Partnership, Champion, LetterRevision, Signature, Person)
    return cached(session, behind, ("shortfall", run_id), lambda: letter.shortfall(session, run_id))


def _is_called_off(session: Session, message: Message) -> bool:
    """Whether the meeting it carries is called off, or the one it counts from: no debrief without a launch."""
    counts_from = About.of(message).id_of("meeting")
    meetings = [session.get_one(Meeting, id_) for id_ in (message.meeting_id, counts_from) if id_ is not None]
    return any(meeting.canceled_at is not None for meeting in meetings)


def is_stopped(
    session: Session, run_id: int, stop: Stop, person_id: int, about: About, gate_key: str | None
) -> bool:
    """Whether `stop` has come true for the person."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    match stop:
        case Stop.NEVER:
            return False
        case Stop.ANSWERED:
            return gate_key is not None and _gate_needs_nothing(session, run_id, gate_key, person_id)
        case Stop.GATE_PASSED:
            return (
                gate_key is not None and answers.gate_run(session, run_id, gate_key).state is GateState.OPEN
            )
        case Stop.ACKNOWLEDGED:
            return not _unacknowledged(session, partnership_id, person_id)
        case Stop.REPLIED_TO_ASK:
            champion = champions.champion_of(session, partnership_id, person_id)
            return champion is None or champion.stage not in (ChampionStage.PROSPECT, ChampionStage.ASKED)
        case Stop.SIGNED:
            champion = champions.champion_of(session, partnership_id, person_id)
            return champion is None or champion.signed_at is not None or champion.stage not in _MAY_SIGN
        case Stop.RELEASED:
            return gate_key is not None and releases.is_done_by(session, run_id, gate_key, person_id)
        case Stop.SCORED:
            round_id = about.id_of("scoring")
            return round_id is None or not scores.is_asked(session, partnership_id, round_id, person_id)
        case Stop.INVITED:
            return person_id in letter.invited(session, run_id)
        case Stop.REPLIED:
            return _has_replied(session, partnership_id, person_id, about)
        case Stop.DECLINED:
            return _has_declined(session, partnership_id, person_id, about)
        case Stop.HAS_SUMMARY:
            return person_id in delivery.has(session, run_id, "is_summary")
        case Stop.SUMMARY_SENT:
            return _summary_is_ready(session, partnership_id)
        case Stop.FIRST_CALL_SET:
            return not teams.led_without_a_call(session, partnership_id, person_id)
        case Stop.NEXT_CALL_SET:
            call = _call(session, about)
            return call is None or teams.goes_on_after(session, call)
        case Stop.NEXT_MEETING_SET:
            last = meeting_records.last_of_everyone(session, partnership_id)
            return last is None or last.id != about.id_of("meeting")
        case Stop.AGENDA_SET:
            meeting = _call(session, about)
            return meeting is None or bool(team_minutes.agenda(session, meeting))
        case Stop.CALL_CLOSED:
            call = _call(session, about)
            return call is None or call.closed_at is not None
        case Stop.REPORTED:
            return report_backs.has_reported(session, run_id, person_id, about)
        case Stop.RESPONDED:
            round_id = about.id_of("survey")
            return round_id is None or person_id not in {one.pk for one in surveys.silent(session, round_id)}
        case Stop.COMMITMENT_DONE:
            commitment = session.get_one(Commitment, about.id_of("commitment"))
            return commitment.state is not CommitmentState.OPEN
        case Stop.ATTENDANCE_RECORDED:
            launch = meeting_records.launch_meeting(session, partnership_id)
            return launch is None or launch.held_at is not None


def _call(session: Session, about: About) -> Meeting | None:
    """The call of a team it is about; None where it is about no meeting."""
    meeting_id = about.id_of("meeting")
    return session.get_one(Meeting, meeting_id) if meeting_id is not None else None


def _gate_needs_nothing(session: Session, run_id: int, gate_key: str, person_id: int) -> bool:
    gate = answers.gate_run(session, run_id, gate_key)
    return gate.state is GateState.OPEN or not answers.open_questions(session, run_id, gate_key, person_id)


def _unacknowledged(session: Session, partnership_id: int, person_id: int) -> bool:
    def read() -> set[int]:
        unread = select(Role.person_id).where(
            Role.partnership_id == partnership_id,
            col(Role.kind).in_(people.ROLE_SHEET),
            col(Role.acknowledged_at).is_(None),
            col(Role.ended_at).is_(None),
        )
        return set(session.exec(unread))

    return person_id in cached(session, (Role,), ("sheets unread", partnership_id), read)


def _has_replied(session: Session, partnership_id: int, person_id: int, about: About) -> bool:
    launch = meeting_records.launch_meeting(session, partnership_id)
    meeting_id = about.id_of("meeting") or (launch.id if launch else None)
    if meeting_id is None:
        return True
    silent = {
        person.id
        for invitation, person in invitations.invited(session, meeting_id)
        if invitation.state in invitations.UNANSWERED
    }
    return person_id not in silent


def _has_declined(session: Session, partnership_id: int, person_id: int, about: About) -> bool:
    launch = meeting_records.launch_meeting(session, partnership_id)
    meeting_id = about.id_of("meeting") or (launch.id if launch else None)
    if meeting_id is None:
        return False
    return any(
        person.id == person_id and place.state is InvitationState.DECLINED
        for place, person in invitations.invited(session, meeting_id)
    )


def _summary_is_ready(session: Session, partnership_id: int) -> bool:
    """Whether its author is done with it: whoever releases it is asked by another letter."""

    def read() -> bool:
        sent = select(Document.id).where(
            Document.partnership_id == partnership_id,
            Document.kind == DocumentKind.EXECUTIVE_SUMMARY,
            col(Document.state).in_([DocumentState.READY, DocumentState.SENT]),
        )
        return session.exec(sent).first() is not None

    return cached(session, (Document,), ("summary is ready", partnership_id), read)

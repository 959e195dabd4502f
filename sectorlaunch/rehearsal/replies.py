"""What simulated people do once they act: each the same action a page, a calendar or the convener would call.

Every act says in a few words what came of it, for the notes of a phone call; "" when nothing did. `number` is
which letter on the matter moved them, 0 when somebody asked them in person.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random

from sqlmodel import Session

from sectorlaunch.actions import answers as answer_actions
from sectorlaunch.actions import champions as champion_actions
from sectorlaunch.actions import documents as document_actions
from sectorlaunch.actions import invitations as invitation_actions
from sectorlaunch.actions import looks as look_actions
from sectorlaunch.actions import outcomes, roles, signatures
from sectorlaunch.errors import NotFound
from sectorlaunch.records import answers as answer_records
from sectorlaunch.records import champions, documents, invitations, looks, meetings
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.chance import key
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import (
    AnswerVerdict,
    ChampionStage,
    Commitment,
    CommitmentState,
    DocumentKind,
    DocumentState,
    GateState,
    InvitationState,
    Meeting,
    Person,
)

Act = Callable[[Stage, Session, int, int], str]
IN_PERSON = 0

NOTES = (
    "Yes, and we have talked it through in our own team.",
    "It fits what we see every week.",
    "Agreed. One more example came up yesterday and points the same way.",
    "Yes, as long as we look at it again after the launch.",
)
DOUBTS = (
    "I would like to hear first what the others mean by this.",
    "One of our partners has not been asked yet.",
    "Not before we have talked about it once more.",
)
CHANCES = (0.36, 0.08)
"""How likely somebody comes, and may come: about the rates of the planning funnel (G)."""
BESIDE_US = ("This is not ours to judge.", "We have no part in this question.")


def answers(gate_key: str) -> Act:
    """Answers what is open to them at a gate."""

    def act(stage: Stage, session: Session, person_id: int, number: int) -> str:
        if answer_records.gate_run(session, stage.run_id, gate_key).state is GateState.OPEN:
            return "the gate was open by then"
        person = session.get_one(Person, person_id)
        said: list[str] = []
        for question in answer_records.open_questions(session, stage.run_id, gate_key, person_id):
            dice = stage.chance.of("answer", key(person), gate_key, question.key)
            verdict, note = _verdict(
                dice, number, needs_note=bool(question.attest and question.attest.note_required)
            )
            _answer(stage, session, gate_key, question.key, person_id, verdict, note)
            said.append(verdict.value)
            if verdict is AnswerVerdict.STILL_OPEN:
                _change_of_mind(stage, dice, gate_key, question.key, person_id)
        return f"answered: {', '.join(dict.fromkeys(said))}" if said else "had answered by then"

    return act


def _verdict(dice: Random, number: int, *, needs_note: bool) -> tuple[AnswerVerdict, str]:
    rolled = dice.random()
    if rolled < 0.07 and number != IN_PERSON:
        return AnswerVerdict.STILL_OPEN, dice.choice(DOUBTS)
    if rolled > 0.98 and not needs_note:
        return AnswerVerdict.NOT_RELEVANT, dice.choice(BESIDE_US)
    return AnswerVerdict.DONE, dice.choice(NOTES) if needs_note or rolled < 0.3 else ""


def _change_of_mind(stage: Stage, dice: Random, gate_key: str, question_key: str, person_id: int) -> None:
    """A doubt is talked over within two weeks, and mostly settled by it."""

    def settle(session: Session) -> None:
        gate = answer_records.gate_run(session, stage.run_id, gate_key)
        if gate.state is not GateState.OPEN:
            words = "We have talked it over; it is settled for us."
            _answer(stage, session, gate_key, question_key, person_id, AnswerVerdict.DONE, words)

    stage.in_hours(dice.uniform(72, 240), dice, settle)


def _answer(
    stage: Stage,
    session: Session,
    gate_key: str,
    question_key: str,
    person_id: int,
    verdict: AnswerVerdict,
    note: str,
) -> None:
    answer_actions.record(
        session,
        stage.now,
        stage.run_id,
        gate_key,
        question_key,
        person_id,
        answer_actions.GivenAnswer(verdict, note, came_by="rehearsal"),
    )


def acknowledge(stage: Stage, session: Session, person_id: int, number: int) -> str:
    try:
        roles.acknowledge_role_sheet(session, stage.now, stage.run_id, person_id)
    except NotFound:
        return "holds no such role any more"
    return "has read the role sheet and agrees"


def answer_the_ask(stage: Stage, session: Session, person_id: int, number: int) -> str:
    """Agrees, declines, or hesitates until somebody calls."""
    champion = champions.champion_of(session, stage.partnership_id, person_id)
    if champion is None or champion.stage is not ChampionStage.ASKED:
        return "had answered by then"
    person = session.get_one(Person, person_id)
    rolled = stage.chance.of("ask", key(person), number).random()
    if rolled < (0.5 if number == IN_PERSON else 0.62):
        stage_now, promise = (
            ChampionStage.AGREED,
            "Welcome the guests and bring one peer",
        )
    elif rolled < 0.8 or number == IN_PERSON:
        stage_now, promise = ChampionStage.DECLINED, ""
    else:
        return "wants to think about it"
    champion_actions.move(
        session, stage.now, stage.run_id, person, stage_now, by=person.name, promise=promise
    )
    return "agreed to be a champion" if promise else "declined"


def sign(stage: Stage, session: Session, person_id: int, number: int) -> str:
    champion = champions.champion_of(session, stage.partnership_id, person_id)
    if champion is None or champion.stage is not ChampionStage.AGREED:
        return "had signed by then"
    person = session.get_one(Person, person_id)
    signatures.sign(session, stage.now, stage.run_id, person, by=person.name)
    return "signed"


def reply_to_launch(stage: Stage, session: Session, person_id: int, number: int) -> str:
    launch = meetings.launch_meeting(session, stage.partnership_id)
    if launch is None or launch.id is None:
        return ""
    return replies_to_meeting(launch.id)(stage, session, person_id, number)


def replies_to_meeting(meeting_id: int) -> Act:
    """Comes, may come, or does not come; a champion of the launch comes."""

    def act(stage: Stage, session: Session, person_id: int, number: int) -> str:
        meeting = session.get_one(Meeting, meeting_id)
        person = session.get_one(Person, person_id)
        if _is_over(meeting, stage.now):
            return "it was too late by then"
        try:
            place = invitations.place_of(session, meeting_id, person)
        except NotFound:
            return "is not invited any more"
        if place.state not in (*invitations.UNANSWERED, InvitationState.TENTATIVE):
            return "had answered by then"
        state, reason = _reply(stage, session, meeting, person)
        invitation_actions.reply(
            session,
            stage.now,
            stage.run_id,
            meeting_id,
            person,
            invitation_actions.Reply(state, reason=reason),
        )
        return f"answered the invitation: {state.value}"

    return act


def _is_over(meeting: Meeting, now: datetime) -> bool:
    begun = meeting.starts_at is not None and meeting.starts_at <= now
    return begun or meeting.held_at is not None or meeting.canceled_at is not None


def _reply(stage: Stage, session: Session, meeting: Meeting, person: Person) -> tuple[InvitationState, str]:
    committed = champions.at_stages(session, stage.partnership_id, champions.COMMITTED)
    if person.id in {champion.person_id for champion, _ in committed}:
        return InvitationState.ACCEPTED, ""
    rolled = stage.chance.of("reply", key(person), meeting.kind.value).random()
    comes, may_come = CHANCES
    if rolled < comes:
        return InvitationState.ACCEPTED, ""
    if rolled < comes + may_come:
        return InvitationState.TENTATIVE, ""
    return InvitationState.DECLINED, "Away that week; please keep me in the loop."


def keeps(commitment_id: int) -> Act:
    def act(stage: Stage, session: Session, person_id: int, number: int) -> str:
        commitment = session.get_one(Commitment, commitment_id)
        if commitment.state is CommitmentState.OPEN:
            outcomes.settle(
                session,
                stage.now,
                stage.run_id,
                commitment_id,
                CommitmentState.DONE,
                by=session.get_one(Person, person_id).name,
            )
        return "has kept the promise"

    return act


def look_at_summary(stage: Stage, session: Session, person_id: int, number: int) -> str:
    """A champion finds that it says what was said, while it has not left."""
    found = looks.of_person(Launch.of(session, stage.now, stage.run_id), person_id)
    if found is None or found[0].said_at is not None:
        return "It was out by then."
    person = session.get_one(Person, person_id)
    look_actions.say(session, stage.now, stage.run_id, found[1].pk, person, "", by=person.name)
    return "It says what was said."


def release_summary(stage: Stage, session: Session, person_id: int, number: int) -> str:
    """Says that the summary is ready, once it is drafted; the convener releases it."""
    kind = DocumentKind.EXECUTIVE_SUMMARY
    document = documents.newest(session, stage.partnership_id, kind)
    if document is None or document.state is not DocumentState.DRAFTED:
        return "it was out by then" if document else "there is nothing to release yet"
    by = session.get_one(Person, person_id).name
    document_actions.settle(session, stage.now, stage.run_id, kind, DocumentState.READY, by=by)
    return "called it ready"

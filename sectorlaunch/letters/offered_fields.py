"""Fields any kind may declare in its context and gets without code of its own: a function each, named for its field."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import col, select

from notifications.context import MeetingBrief, PersonBrief, QuestionBrief, TeamBrief
from playbooks.model import Gate, Step
from sectorlaunch import wording
from sectorlaunch.letters import letter_words
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import answers, people
from sectorlaunch.records import letter as letter_records
from sectorlaunch.tables import ActionTeam, GateRun, GateState


def convener(desk: LetterSource) -> PersonBrief:
    return desk.brief(desk.convener)


def meeting(desk: LetterSource) -> MeetingBrief | None:
    """The meeting the letter is about; the launch where its touch names none."""
    found = desk.meeting_of_the_letter()
    return desk.meeting_brief(found) if found is not None else None


def team(desk: LetterSource) -> TeamBrief | None:
    """The action team whose meeting the letter is about."""
    found = desk.meeting_of_the_letter()
    if found is None or found.team_id is None:
        return None
    return desk.team_brief(desk.session.get_one(ActionTeam, found.team_id))


def your_part(desk: LetterSource) -> str:
    """What the reader does at the meeting: "welcome the guests"."""
    found = desk.meeting_of_the_letter()
    if found is None:
        return ""
    parts = [_PARTS.get(role, role) for role, person_id in found.roles.items() if person_id == desk.person.id]
    if found.host_id == desk.person.id:
        parts.append("host the meeting")
    if found.facilitator_id == desk.person.id:
        parts.append("lead the conversation")
    return wording.listing(parts)


_PARTS = {"welcome": "welcome the guests", "scribe": "write down what is said", "observe": "listen"}


def for_a_partner(desk: LetterSource) -> bool:
    """Whether the reader comes from a public or community body; somebody without an organisation is a guest."""
    sectors = people.sectors(desk.session, [desk.person])
    return bool(sectors) and not people.is_business(sectors, desk.person)


def champions(desk: LetterSource) -> tuple[PersonBrief, ...]:
    """Champions who have signed the letter's current words, in the order of signing."""
    signed = letter_records.signatures(desk.session, desk.partnership_id)
    return tuple(desk.brief_without_address(person) for _, person in signed)


def letter(desk: LetterSource) -> str:
    """The words of the joint letter."""
    return letter_words.invitation(desk)


def reason(desk: LetterSource) -> str:
    """What whoever causes the message says about it, such as why a meeting is called off."""
    return desk.explanation


def step_title(desk: LetterSource) -> str:
    return gate_of(desk)[0].title


def gate_title(desk: LetterSource) -> str:
    return gate_of(desk)[1].title


def gate_purpose(desk: LetterSource) -> str:
    return gate_of(desk)[1].purpose


def questions(desk: LetterSource) -> tuple[QuestionBrief, ...]:
    """The guiding questions of the gate that are open to the reader."""
    _, gate = gate_of(desk)
    return tuple(
        QuestionBrief(ask=question.ask)
        for question in answers.open_questions(desk.session, desk.run_id, gate.key, desk.person.pk)
    )


def gate_of(desk: LetterSource) -> tuple[Step, Gate]:
    """The gate the letter is about: the one its touch names, else the one the run waits at."""
    key = desk.gate_key
    if key is None:
        key = desk.session.exec(
            select(GateRun.key)
            .where(GateRun.run_id == desk.run_id, GateRun.state != GateState.OPEN)
            .order_by(col(GateRun.id))
        ).first()
    return next((step, gate) for step, gate in desk.playbook.gates() if gate.key == key)


OFFERED: Mapping[str, Callable[[LetterSource], Any]] = {
    field.__name__: field
    for field in (
        *(convener, meeting, team, your_part, for_a_partner, champions, letter, reason),
        *(step_title, gate_title, gate_purpose, questions),
    )
}
"""A field's name → what fills it."""

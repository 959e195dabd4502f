"""Fields any kind may declare in its context and gets without code of its own: a function each, named for its field."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import col, select

from languages import formatting
from notifications.context import MeetingBrief, PersonBrief, QuestionBrief, TeamBrief
from playbooks.model import Gate, Step
from sectorlaunch.letters import letter_words
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.records import answers, people
from sectorlaunch.records import letter as letter_records
from sectorlaunch.tables import ActionTeam, GateRun, GateState


def convener(source: LetterSource) -> PersonBrief:
    return source.brief(source.launch.convener)


def meeting(source: LetterSource) -> MeetingBrief | None:
    """The meeting the letter is about; the launch where its touch names none."""
    found = source.meeting_of_the_letter()
    return source.meeting_brief(found) if found is not None else None


def team(source: LetterSource) -> TeamBrief | None:
    """The action team the letter is about: by itself, by an offer to it, or by its call."""
    number = source.team_id
    return (
        source.team_brief(source.launch.session.get_one(ActionTeam, number)) if number is not None else None
    )


def your_part(source: LetterSource) -> str:
    """What the reader does at the meeting: "welcome the guests"."""
    found = source.meeting_of_the_letter()
    if found is None:
        return ""
    parts = [role for role, person_id in found.roles.items() if person_id == source.person.id]
    parts += ["host"] * (found.host_id == source.person.id)
    parts += ["facilitate"] * (found.facilitator_id == source.person.id)
    return formatting.listing(source.language, [source.part(part) for part in parts])


def for_a_partner(source: LetterSource) -> bool:
    """Whether the reader comes from a public or community body; somebody without an organization is a guest."""
    sectors = people.sectors(source.launch.session, [source.person])
    return bool(sectors) and not people.is_business(sectors, source.person)


def champions(source: LetterSource) -> tuple[PersonBrief, ...]:
    """Champions who have signed the letter's current words, in the order of signing."""
    signed = letter_records.signatures(source.launch.session, source.launch.partnership_id)
    return tuple(source.brief_without_address(person) for _, person in signed)


def letter(source: LetterSource) -> str:
    """The words of the joint letter."""
    return letter_words.invitation(source)


def reason(source: LetterSource) -> str:
    """What whoever causes the message says about it, such as why a meeting is called off."""
    return source.explanation


def step_title(source: LetterSource) -> str:
    return gate_of(source)[0].title


def gate_title(source: LetterSource) -> str:
    return gate_of(source)[1].title


def gate_about(source: LetterSource) -> str:
    return gate_of(source)[1].about


def gate_purpose(source: LetterSource) -> str:
    return gate_of(source)[1].purpose


def questions(source: LetterSource) -> tuple[QuestionBrief, ...]:
    """The guiding questions of the gate that are open to the reader."""
    _, gate = gate_of(source)
    return tuple(
        QuestionBrief(ask=gate.question(question.key).ask)
        for question in answers.open_questions(
            source.launch.session, source.launch.run_id, gate.key, source.person.pk
        )
    )


def gate_of(source: LetterSource) -> tuple[Step, Gate]:
    """The gate the letter is about: the one its touch names, else the one the run waits at."""
    key = source.gate_key
    if key is None:
        key = source.launch.session.exec(
            select(GateRun.key)
            .where(GateRun.run_id == source.launch.run_id, GateRun.state != GateState.OPEN)
            .order_by(col(GateRun.id))
        ).first()
    return next((step, gate) for step, gate in source.playbook.gates() if gate.key == key)


OFFERED: Mapping[str, Callable[[LetterSource], Any]] = {
    field.__name__: field
    for field in (
        *(convener, meeting, team, your_part, for_a_partner, champions, letter, reason),
        *(step_title, gate_title, gate_about, gate_purpose, questions),
    )
}
"""A field's name → what fills it."""

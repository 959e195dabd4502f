"""What the tables say, as one typed, frozen `Facts`: for gates, pages and artifacts alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from playbooks.facts import Attester, Facts
from playbooks.model import Question
from sectorlaunch.facts import action, invitations, launch, outcome, scope, sustain, team
from sectorlaunch.facts.fact_reader import FactReader
from sectorlaunch.playbook_vocabulary import AUDIENCES
from sectorlaunch.records import audiences, playbook_editions
from sectorlaunch.records.about import About
from sectorlaunch.tables import (
    ActionTeam,
    Champion,
    Commitment,
    Document,
    FootprintStatement,
    Invitation,
    LabourData,
    LetterRevision,
    Meeting,
    Message,
    Organisation,
    OtherEffort,
    Person,
    PlannedTouch,
    Priority,
    PriorityVote,
    Role,
    Signature,
    TeamMember,
    ToDo,
    Waiver,
)

SECTIONS: dict[str, Callable[[FactReader], Any]] = {
    "team": team.facts,
    "scope": scope.facts,
    "champions": scope.champion_facts,
    "launch": launch.facts,
    "guests": invitations.guest_facts,
    "invitation": invitations.letter_facts,
    "room": outcome.room_facts,
    "outcome": outcome.facts,
    "action": action.facts,
    "sustain": sustain.facts,
}


def gather(
    session: Session, now: datetime, run_id: int, questions: Iterable[Question] | None = None
) -> Facts:
    """The facts of a run at `now` (aware). Reads only; flushes what the unit of work has changed so far.

    With `questions`, only the sections and audiences these rest on are read; the rest keeps its empty default.
    A gate asks little, and is judged after every answer.
    """
    session.flush()
    reader = FactReader.of(session, now, run_id)
    if questions is None:
        playbook = playbook_editions.of_run(session, run_id)
        asked = [question for _, gate in playbook.gates() for question in gate.questions]
        wanted = set(SECTIONS)
    else:
        asked = list(questions)
        wanted = {path.partition(".")[0] for question in asked for path in _paths(question)}
    return Facts(
        today=reader.today,
        attesters=_attesters(reader, asked),
        **{section: facts(reader) for section, facts in SECTIONS.items() if section in wanted},
    )


_SPOKEN_FOR = frozenset({Person, Organisation, Role})
_GUESTS = frozenset({Meeting, Invitation}) | _SPOKEN_FOR

TABLES: Mapping[str, frozenset[type]] = {
    "team": _SPOKEN_FOR,
    "scope": frozenset({FootprintStatement, LabourData, OtherEffort}),
    "champions": frozenset({Champion, LetterRevision, PlannedTouch, Person, Signature}),
    "launch": frozenset({Invitation, Meeting, Message}) | _SPOKEN_FOR,
    "guests": _GUESTS,
    "invitation": frozenset({Champion, LetterRevision, Message, Signature, ToDo, Waiver}) | _GUESTS,
    "room": _GUESTS,
    "outcome": frozenset({Priority, PriorityVote, Commitment, Document, Message}) | _GUESTS,
    "action": frozenset({ActionTeam, TeamMember, Priority, Commitment, Meeting, Message}) | _SPOKEN_FOR,
    "sustain": frozenset({Meeting, Document}) | _SPOKEN_FOR,
}
"""What each section reads, besides the partnership and its run; a test compares it with the statements sent."""

_ANSWERED_BY = frozenset({Champion, ActionTeam, TeamMember, Commitment}) | _GUESTS
"""What any audience may be drawn from."""


def tables_behind(questions: Iterable[Question]) -> frozenset[type]:
    """The tables whose rows can change how these questions stand: a review is due when one of them has changed."""
    found: set[type] = set()
    for question in questions:
        for path in _paths(question):
            found |= TABLES[path.partition(".")[0]]
        if question.attest is not None:
            found |= _ANSWERED_BY
    return frozenset(found)


def _paths(question: Question) -> Iterator[str]:
    """Every fact a question looks at, those it compares with among them."""
    for evidence in question.evidence:
        yield evidence.fact
        yield from (path for path in (evidence.more_than, evidence.reaches) if path is not None)


def _attesters(reader: FactReader, questions: Iterable[Question]) -> dict[str, tuple[Attester, ...]]:
    named = {"conveners"} | {question.attest.by for question in questions if question.attest is not None}
    return {
        audience: tuple(
            Attester(person_id=person.id, name=person.name)
            for person in audiences.resolve(reader.session, reader.partnership_id, audience, About())
            if person.id is not None
        )
        for audience in sorted(named & AUDIENCES.keys())
    }


def seen(session: Session, now: datetime, run_id: int, question: Question) -> dict[str, Any]:
    """The values of the facts a question rests on, as they are now: kept with the answer."""
    if not question.evidence:
        return {}
    facts = gather(session, now, run_id, [question])
    return {evidence.fact: facts.look_up(evidence.fact).value for evidence in question.evidence}

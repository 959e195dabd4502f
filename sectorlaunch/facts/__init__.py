"""What the tables say, as one typed, frozen `Facts`: for gates, pages and artifacts alike."""

from collections.abc import Iterable, Iterator
from typing import Any

from playbooks.facts import Attester, Facts, Flag
from playbooks.model import Question
from sectorlaunch.facts import action, below, invitations, outcome, releases, scope, surveys, sustain, team
from sectorlaunch.facts import launch as launch_meeting
from sectorlaunch.facts.fact_reader import GUESTS, FactReader, Section
from sectorlaunch.playbook_vocabulary import AUDIENCES
from sectorlaunch.records import audiences
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Champion, Commitment, TeamMember

SECTIONS: dict[str, Section] = {
    "team": team.facts,
    "scope": scope.facts,
    "champions": scope.champion_facts,
    "launch": launch_meeting.facts,
    "guests": invitations.guest_facts,
    "invitation": invitations.letter_facts,
    "room": outcome.room_facts,
    "outcome": outcome.facts,
    "action": action.facts,
    "sustain": sustain.facts,
    "below": below.facts,
    "survey": surveys.facts,
}


def gather(launch: Launch, questions: Iterable[Question] | None = None) -> Facts:
    """The facts of a launch at its moment. Reads only; flushes what the unit of work has changed so far.

    With `questions`, only the sections and audiences these rest on are read; the rest keeps its empty default.
    A gate asks little, and is judged after every answer.
    """
    launch.session.flush()
    reader = FactReader.on_launch(launch)
    if questions is None:
        asked = [question for _, gate in launch.playbook.gates() for question in gate.questions]
        wanted = set(SECTIONS)
    else:
        asked = list(questions)
        wanted = {path.partition(".")[0] for question in asked for path in _paths(question)}
    return Facts(
        today=reader.today,
        attesters=_attesters(reader, asked),
        releases=releases.flags(reader, asked),
        **{section: facts(reader) for section, facts in SECTIONS.items() if section in wanted},
    )


def flag(launch: Launch, path: str) -> Flag:
    """One fact that is a yes or no, as it is now. Raises KeyError for an unknown path, TypeError for a number."""
    launch.session.flush()
    section = path.partition(".")[0]
    facts = Facts.model_validate(
        {"today": launch.today, section: SECTIONS[section](FactReader.on_launch(launch))}
    )
    found = facts.look_up(path)
    if not isinstance(found, Flag):
        raise TypeError(f"{path} is a number")
    return found


_ANSWERED_BY = frozenset({Champion, ActionTeam, TeamMember, Commitment, *GUESTS})
"""What any audience may be drawn from."""


def tables_behind(questions: Iterable[Question]) -> frozenset[type]:
    """The tables whose rows can change how these questions stand: a review is due when one of them has changed."""
    found: set[type] = set()
    for question in questions:
        for path in _paths(question):
            found |= SECTIONS[path.partition(".")[0]].tables
        if question.attest is not None:
            found |= _ANSWERED_BY
        if question.release is not None:
            found |= releases.TABLES
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


def seen(launch: Launch, question: Question) -> dict[str, Any]:
    """The values of the facts a question rests on, as they are now: kept with the answer."""
    if not question.evidence:
        return {}
    facts = gather(launch, [question])
    return {evidence.fact: facts.look_up(evidence.fact, evidence.of).value for evidence in question.evidence}

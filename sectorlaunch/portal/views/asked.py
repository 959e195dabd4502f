"""The questions to one person: those open to them, and what they have said."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from languages import Language
from playbooks.model import Question
from sectorlaunch.records import answers, progress
from sectorlaunch.tables import GateState


@dataclass(frozen=True)
class Asked:
    """A question to this person, with what they last said to it."""

    gate_key: str
    gate_title: str
    question: Question
    verdict: str = ""
    note: str = ""
    answered_on: date | None = None

    @property
    def field(self) -> str:
        return f"{self.gate_key}.{self.question.key}"

    @property
    def note_required(self) -> bool:
        return self.question.attest is not None and self.question.attest.note_required


def of_person(
    session: Session, run_id: int, person_id: int, language: Language
) -> tuple[list[Asked], list[Asked]]:
    """Open questions of the gates the launch waits at; and what the person has said at any gate it came to."""
    open_ones: list[Asked] = []
    answered: list[Asked] = []
    gates = [row for row in progress.gates_of(session, run_id).values() if row.state is not GateState.AHEAD]
    answers.read_together(session, run_id, [row.key for row in gates])
    for row in gates:
        gate = answers.find_gate(session, run_id, row.key, language)
        if row.state is GateState.SHUT:
            for question in answers.open_questions(session, run_id, row.key, person_id):
                open_ones.append(Asked(gate.key, gate.title, gate.question(question.key)))
        mine = {
            a.question_key: a for a in answers.current(session, run_id, row.key) if a.person_id == person_id
        }
        questions = {question.key: question for question in gate.questions}
        for key, answer in mine.items():
            if key not in questions:
                continue  # it was asked by another text of the playbook
            answered.append(
                Asked(gate.key, gate.title, questions[key], answer.verdict, answer.note, answer.answered_on)
            )
    return open_ones, answered

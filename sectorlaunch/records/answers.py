"""The answers given at a gate, those that count, and what is still open."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from languages import DEFAULT, Language
from playbooks.answers import GivenAnswer
from playbooks.model import Gate, Question
from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached, prime
from sectorlaunch.records import audiences, partnerships, people, playbook_editions, progress, shown
from sectorlaunch.records.about import About
from sectorlaunch.tables import Answer, GateRun, Person, Role


def find_question(session: Session, run_id: int, gate_key: str, question_key: str) -> Question:
    """Raises NotFound, naming what the playbook has instead."""
    gate = find_gate(session, run_id, gate_key)
    try:
        return gate.question(question_key)
    except LookupError:
        known = ", ".join(question.key for question in gate.questions)
        raise NotFound(
            "The gate %(gate)s has no question “%(question)s”. Its questions: %(known)s.",
            gate=gate_key,
            question=question_key,
            known=known,
        ) from None


def find_gate(session: Session, run_id: int, gate_key: str, language: Language = DEFAULT) -> Gate:
    """A gate of the playbook, its words in a language. Raises NotFound, naming those there are."""
    playbook = playbook_editions.translation(session, run_id, language).playbook
    gates = {gate.key: gate for _, gate in playbook.gates()}
    if gate_key not in gates:
        raise NotFound(
            "The playbook has no gate “%(gate)s”. Its gates: %(known)s.",
            gate=gate_key,
            known=", ".join(gates),
        )
    return gates[gate_key]


def may_answer(session: Session, run_id: int, question: Question, person_id: int) -> bool:
    """Those who attest to it may, and the conveners always."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    allowed = audiences.resolve(session, partnership_id, "conveners", About())
    if question.attest is not None:
        allowed += audiences.resolve(session, partnership_id, question.attest.by, About())
    return person_id in {person.id for person in allowed}


def current(session: Session, run_id: int, gate_key: str) -> list[GivenAnswer]:
    """The answers that count, oldest first: each person's latest to a question, unless it was reopened after it."""
    return list(
        cached(
            session,
            (Answer, GateRun, Role, Person),
            ("answers", run_id, gate_key),
            lambda: _current(session, run_id, gate_key),
        )
    )


def given(session: Session, run_id: int, gate_key: str, limit: int) -> list[tuple[Answer, Person]]:
    """The newest answers given at a gate with who gave them, newest first, those that no longer count among them."""
    rows = session.exec(
        select(Answer, Person)
        .join(Person, col(Answer.person_id) == col(Person.id))
        .where(Answer.run_id == run_id, Answer.gate_key == gate_key)
        .order_by(col(Answer.answered_at).desc(), col(Answer.id).desc())
        .limit(limit)
    )
    return list(rows)


def latest(session: Session, run_id: int, gate_key: str) -> list[tuple[Answer, Person]]:
    """Each person's latest answer to each question of a gate with who gave it, oldest first."""
    return cached(
        session,
        (Answer, Person),
        ("latest answers", run_id, gate_key),
        lambda: _latest(session, run_id, [gate_key])[gate_key],
    )


def read_together(session: Session, run_id: int, gate_keys: Sequence[str]) -> None:
    """Reads the answers at several gates in one query, so that asking for those of each afterward costs nothing."""
    for gate_key, found in _latest(session, run_id, gate_keys).items():
        prime(session, (Answer, Person), ("latest answers", run_id, gate_key), found)


def _latest(
    session: Session, run_id: int, gate_keys: Sequence[str]
) -> dict[str, list[tuple[Answer, Person]]]:
    found: dict[str, list[tuple[Answer, Person]]] = {key: [] for key in gate_keys}
    newest_first = func.row_number().over(
        partition_by=(col(Answer.gate_key), col(Answer.question_key), col(Answer.person_id)),
        order_by=(col(Answer.answered_at).desc(), col(Answer.id).desc()),
    )
    ranked = (
        select(col(Answer.id).label("id"), newest_first.label("place"))
        .where(Answer.run_id == run_id, col(Answer.gate_key).in_(gate_keys))
        .subquery()
    )
    rows = session.exec(
        select(Answer, Person)
        .join(ranked, ranked.c.id == col(Answer.id))
        .join(Person, col(Answer.person_id) == col(Person.id))
        .where(ranked.c.place == 1)
        .order_by(col(Answer.answered_at), col(Answer.id))
    )
    for answer, person in rows:
        found[answer.gate_key].append((answer, person))
    return found


def _current(session: Session, run_id: int, gate_key: str) -> list[GivenAnswer]:
    partnership = partnerships.partnership_of(session, run_id)
    gate = gate_run(session, run_id, gate_key)
    reopened = {key: datetime.fromisoformat(at) for key, at in gate.reopened.items()}
    conveners = {p.id for p in people.with_role(session, partnership.pk, people.CONVENING)}
    zone = ZoneInfo(partnership.zone)
    return [
        GivenAnswer(
            person_id=answer.person_id,
            name=person.name,
            question_key=answer.question_key,
            verdict=answer.verdict.value,
            note=answer.note,
            answered_on=answer.answered_at.astimezone(zone).date(),
            by_convener=answer.person_id in conveners,
        )
        for answer, person in latest(session, run_id, gate_key)
        if answer.question_key not in reopened or answer.answered_at > reopened[answer.question_key]
    ]


def open_questions(session: Session, run_id: int, gate_key: str, person_id: int) -> list[Question]:
    """The questions of a gate this person attests to and has not answered, or not since they were reopened; without those
    about something that is not on record yet."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    answered = {a.question_key for a in current(session, run_id, gate_key) if a.person_id == person_id}
    return [
        question
        for question in find_gate(session, run_id, gate_key).questions
        if question.attest is not None
        and question.key not in answered
        and shown.can_be_asked(session, partnership_id, question)
        and person_id
        in {p.id for p in audiences.resolve(session, partnership_id, question.attest.by, About())}
    ]


def gate_run(session: Session, run_id: int, gate_key: str) -> GateRun:
    """One gate of a run. Raises NotFound, naming those there are."""
    return progress.gate_of(session, run_id, gate_key)


def asked_at(session: Session, run_id: int, gate_key: str) -> dict[str, Person]:
    """Who may answer at a gate, by name: those who attest to one of its questions, and the conveners.

    Where two share a name, each goes by name and address.
    """
    partnership_id = partnerships.partnership_of(session, run_id).pk
    attested = [
        question.attest.by for question in find_gate(session, run_id, gate_key).questions if question.attest
    ]
    found = {
        person.pk: person
        for audience in ("conveners", *dict.fromkeys(attested))
        for person in audiences.resolve(session, partnership_id, audience, About())
    }
    shared = Counter(person.name for person in found.values())
    return {
        person.name if shared[person.name] == 1 else f"{person.name} ({person.email})": person
        for person in sorted(found.values(), key=lambda person: person.name)
    }

"""Answers to guiding questions. Append-only: what was said stays on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from playbooks.gates import GivenAnswer
from playbooks.model import Gate, Question
from sectorlaunch import playbook_shelf
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.operations import events
from sectorlaunch.operations.launch import progress
from sectorlaunch.operations.messages import audiences
from sectorlaunch.operations.messages.audiences import Subject
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remember, remembered
from sectorlaunch.tables import Answer, AnswerVerdict, GateRun, Person, Role, StepRun

NOTE_LIMIT = 4000


def record(
    session: Session,
    now: datetime,
    run_id: int,
    gate_key: str,
    question_key: str,
    person_id: int,
    verdict: AnswerVerdict,
    note: str = "",
    *,
    came_by: str = "page",
    recorded_by: str = "",
    form_key: str | None = None,
) -> Answer:
    """Records one person's answer to one question, with the evidence as the system saw it at that moment.

    "Still open" and "not relevant" need a note. Raises BadInput without one, NotFound for an unknown gate or
    question, NotAllowed when the person neither attests to the question nor convenes.
    """
    from sectorlaunch import evidence

    question = find_question(session, run_id, gate_key, question_key)
    person = session.get_one(Person, person_id)
    note = note.strip()
    if verdict is not AnswerVerdict.DONE and not note:
        raise BadInput(
            f"“{verdict.value.capitalize()}” needs a note. Say in a sentence what is missing, or why it does not apply."
        )
    if verdict is AnswerVerdict.DONE and question.attest and question.attest.note_required and not note:
        raise BadInput("This question needs a note. Say in a sentence what you considered.")
    if len(note) > NOTE_LIMIT:
        raise BadInput(f"The note is too long: keep it under {NOTE_LIMIT} characters.")
    if not may_answer(session, run_id, question, person_id):
        raise NotAllowed(f"{person.name} is not among those who answer this question.")
    answer = Answer(
        run_id=run_id,
        gate_key=gate_key,
        question_key=question_key,
        person_id=person_id,
        verdict=verdict,
        note=note,
        answered_at=now,
        came_by=came_by,
        recorded_by=recorded_by,
        saw=evidence.seen(session, now, run_id, question),
        form_key=form_key,
    )
    session.add(answer)
    events.record(
        session,
        now,
        run_id,
        recorded_by or person.name,
        "answer given",
        f"{person.name} answered “{question.title or question.ask}”: {verdict.value}"
        + (f" — {note}" if note else ""),
        gate=gate_key,
        question=question_key,
        verdict=verdict.value,
    )
    return answer


def find_question(session: Session, run_id: int, gate_key: str, question_key: str) -> Question:
    """Raises NotFound, naming what the playbook has instead."""
    gate = find_gate(session, run_id, gate_key)
    try:
        return gate.question(question_key)
    except StopIteration:
        known = ", ".join(question.key for question in gate.questions)
        raise NotFound(
            f"The gate {gate_key} has no question “{question_key}”. Its questions: {known}."
        ) from None


def find_gate(session: Session, run_id: int, gate_key: str) -> Gate:
    gates = {gate.key: gate for _, gate in playbook_shelf.of_run(session, run_id).gates()}
    if gate_key not in gates:
        raise NotFound(f"The playbook has no gate “{gate_key}”. Its gates: {', '.join(gates)}.")
    return gates[gate_key]


def may_answer(session: Session, run_id: int, question: Question, person_id: int) -> bool:
    """Those who attest to it may, and the conveners always."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    allowed = audiences.resolve(session, partnership_id, "conveners", Subject())
    if question.attest is not None:
        allowed += audiences.resolve(session, partnership_id, question.attest.by, Subject())
    return person_id in {person.id for person in allowed}


def current(session: Session, run_id: int, gate_key: str) -> list[GivenAnswer]:
    """The answers that count, oldest first: those given before their question was reopened are left out."""
    return list(
        remembered(
            session,
            (Answer, GateRun, Role, Person),
            ("answers", run_id, gate_key),
            lambda: _current(session, run_id, gate_key),
        )
    )


def given(session: Session, run_id: int, gate_key: str) -> list[tuple[Answer, Person]]:
    """Every answer ever given at a gate with who gave it, oldest first."""
    return remembered(
        session,
        (Answer, Person),
        ("given", run_id, gate_key),
        lambda: _given(session, run_id, [gate_key])[gate_key],
    )


def read_together(session: Session, run_id: int, gate_keys: Sequence[str]) -> None:
    """Reads the answers at several gates in one query, so that asking for those of each afterwards costs nothing."""
    for gate_key, found in _given(session, run_id, gate_keys).items():
        remember(session, (Answer, Person), ("given", run_id, gate_key), found)


def _given(session: Session, run_id: int, gate_keys: Sequence[str]) -> dict[str, list[tuple[Answer, Person]]]:
    found: dict[str, list[tuple[Answer, Person]]] = {key: [] for key in gate_keys}
    rows = session.exec(
        select(Answer, Person)
        .join(Person, col(Answer.person_id) == col(Person.id))
        .where(Answer.run_id == run_id, col(Answer.gate_key).in_(gate_keys))
        .order_by(col(Answer.answered_at), col(Answer.id))
    )
    for answer, person in rows:
        found[answer.gate_key].append((answer, person))
    return found


def _current(session: Session, run_id: int, gate_key: str) -> list[GivenAnswer]:
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    gate = gate_run(session, run_id, gate_key)
    reopened = {key: datetime.fromisoformat(at) for key, at in gate.reopened.items()}
    conveners = {p.id for p in people_of.with_role(session, partnership.id, people_of.CONVENING)}
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
        for answer, person in given(session, run_id, gate_key)
        if answer.question_key not in reopened or answer.answered_at > reopened[answer.question_key]
    ]


def open_questions(session: Session, run_id: int, gate_key: str, person_id: int) -> list[Question]:
    """The questions of a gate this person attests to and has not answered, or not since they were reopened."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    answered = {a.question_key for a in current(session, run_id, gate_key) if a.person_id == person_id}
    return [
        question
        for question in find_gate(session, run_id, gate_key).questions
        if question.attest is not None
        and question.key not in answered
        and person_id
        in {p.id for p in audiences.resolve(session, partnership_id, question.attest.by, Subject())}
    ]


def gate_run(session: Session, run_id: int, gate_key: str) -> GateRun:
    """One gate of a run. Raises NotFound, naming those there are."""
    return progress.gate_of(session, run_id, gate_key)


def record_form(
    session: Session,
    now: datetime,
    step_run_id: int,
    gate_key: str,
    flow_run_id: str,
    key: str,
    form: Mapping[str, str],
) -> list[str]:
    """Records what a Resume form of the Prefect UI brought, once for each flow run and form.

    `form` holds `your_name`, and for each question, with underscores for hyphens, its choice and `<question>_note`.
    "leave as it is" records nothing. What cannot be recorded comes back as sentences; the gate stays as it was.
    """
    step_run = session.get_one(StepRun, step_run_id)
    run_id = step_run.run_id
    already = session.exec(
        select(Answer.id).where(col(Answer.form_key).startswith(f"{flow_run_id}/{key}/")).limit(1)
    ).first()
    if already is not None:
        return []
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    person, trouble = _who(session, partnership_id, form.get("your_name", ""))
    said: list[str] = [trouble] if trouble else []
    for question in find_gate(session, run_id, gate_key).questions:
        field = question.key.replace("-", "_")
        choice = form.get(field, "leave as it is")
        if choice == "leave as it is" or person.id is None:
            continue
        try:
            record(
                session,
                now,
                run_id,
                gate_key,
                question.key,
                person.id,
                AnswerVerdict(choice),
                form.get(f"{field}_note", ""),
                came_by="prefect",
                form_key=f"{flow_run_id}/{key}/{question.key}",
            )
            said.append(f"{person.name} answered “{question.ask}”: {choice}.")
        except (BadInput, NotAllowed) as error:
            said.append(f"Not recorded: “{question.ask}”. {error.message}")
    return said


def _who(session: Session, partnership_id: int, name: str) -> tuple[Person, str]:
    convener = people_of.convener(session, partnership_id)
    wanted = name.strip().casefold()
    if not wanted or wanted == convener.name.casefold():
        return convener, ""
    from sectorlaunch.tables import RoleKind

    for person in people_of.with_role(session, partnership_id, list(RoleKind)):
        if wanted in (person.name.casefold(), person.email):
            return person, ""
    return convener, f"Nobody here is called “{name}”, so this counts as {convener.name}'s answer."

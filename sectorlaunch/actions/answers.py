"""Answers to guiding questions. Append-only: what was said stays on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from languages.catalogs import mark
from sectorlaunch import events, facts, wording
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import answers
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Answer, AnswerVerdict, Person, StepRun

NOTE_LIMIT = 4000
NOTE_NEEDED = {
    AnswerVerdict.STILL_OPEN: mark(
        "“Not yet” needs a note. Say in a sentence what is missing, or why it does not apply."
    ),
    AnswerVerdict.NOT_RELEVANT: mark(
        "“Doesn’t apply” needs a note. Say in a sentence what is missing, or why it does not apply."
    ),
}
LEAVE = "leave as it is"
"""What a Resume form says of a question nobody answered."""
NOBODY = "choose your name"
"""What it says before somebody has chosen theirs."""


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody answered, and how it came: `recorded_by` names who noted it for them, `form_key` its Prefect form."""

    verdict: AnswerVerdict
    note: str = ""
    came_by: str = "page"
    recorded_by: str = ""
    form_key: str | None = None


def record(
    session: Session,
    now: datetime,
    run_id: int,
    gate_key: str,
    question_key: str,
    person_id: int,
    given: GivenAnswer,
) -> Answer:
    """Records one person's answer to one question, with the evidence as the system saw it at that moment.

    "Still open" and "not relevant" need a note. Raises BadInput without one, NotFound for an unknown gate or
    question, NotAllowed when the person neither attests to the question nor convenes.
    """

    question = answers.find_question(session, run_id, gate_key, question_key)
    person = session.get_one(Person, person_id)
    verdict, note = given.verdict, given.note.strip()
    if verdict is not AnswerVerdict.DONE and not note:
        raise BadInput(NOTE_NEEDED[verdict])
    if verdict is AnswerVerdict.DONE and question.attest and question.attest.note_required and not note:
        raise BadInput("This question needs a note. Say in a sentence what you considered.")
    if len(note) > NOTE_LIMIT:
        raise BadInput("The note is too long: keep it under %(most)s characters.", most=NOTE_LIMIT)
    if not answers.may_answer(session, run_id, question, person_id):
        raise NotAllowed("%(name)s is not among those who answer this question.", name=person.name)
    answer = Answer(
        run_id=run_id,
        gate_key=gate_key,
        question_key=question_key,
        person_id=person_id,
        verdict=verdict,
        note=note,
        answered_at=now,
        came_by=given.came_by,
        recorded_by=given.recorded_by,
        saw=facts.seen(Launch.of(session, now, run_id), question),
        form_key=given.form_key,
    )
    session.add(answer)
    events.record(
        session,
        now,
        run_id,
        given.recorded_by or person.name,
        EventKind.ANSWER_GIVEN,
        f"{person.name} answered “{question.title or question.ask}”: {verdict.value}"
        + (f" — {note}" if note else ""),
        gate=gate_key,
        question=question_key,
        verdict=verdict.value,
    )
    return answer


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
    "leave as it is" records nothing, and so does a form without the name of somebody who is asked: an answer is never
    put down to another. What cannot be recorded comes back as sentences; the gate stays as it was.
    """
    step_run = session.get_one(StepRun, step_run_id)
    run_id = step_run.run_id
    already = session.exec(
        select(Answer.id).where(col(Answer.form_key).startswith(f"{flow_run_id}/{key}/")).limit(1)
    ).first()
    fields = {q: q.key.replace("-", "_") for q in answers.find_gate(session, run_id, gate_key).questions}
    answered = {q: field for q, field in fields.items() if form.get(field, LEAVE) != LEAVE}
    if already is not None or not answered:
        return []
    asked = answers.asked_at(session, run_id, gate_key)
    name = form.get("your_name", "").strip()
    person = next(
        (one for called, one in asked.items() if name.casefold() in (called.casefold(), one.email)), None
    )
    if person is None or not name:
        why = "it bears no name" if name in ("", NOBODY) else f"nobody who is asked here is called “{name}”"
        return [
            f"Nothing of the form was recorded: {why}. Those who are asked: {wording.listing(list(asked))}."
        ]
    said = []
    for question, field in answered.items():
        choice = form[field]
        try:
            record(
                session,
                now,
                run_id,
                gate_key,
                question.key,
                person.pk,
                GivenAnswer(
                    AnswerVerdict(choice),
                    form.get(f"{field}_note", ""),
                    came_by="prefect",
                    form_key=f"{flow_run_id}/{key}/{question.key}",
                ),
            )
            said.append(f"{person.name} answered “{question.ask}”: {choice}.")
        except (BadInput, NotAllowed) as error:
            said.append(f"Not recorded: “{question.ask}”. {error.message}")
    return said

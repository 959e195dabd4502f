"""A gate as a checklist: each question with its state, what the system sees, who has said what, and what can be done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from playbooks.gates import QuestionState, QuestionVerdict
from playbooks.model import Question, TwoFor
from sectorlaunch.facts import gate_status, gather
from sectorlaunch.portal.views.places import Place, place_of
from sectorlaunch.portal.views.seen import Seen, what_is_seen
from sectorlaunch.records import answers, audiences, second_yes
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.second_yes import Asked
from sectorlaunch.status import paces
from sectorlaunch.tables import GateRun, GateState, Person

SHOWN_AT_MOST = 200
"""How many answers a gate's page lists besides those that count; history has them all."""


@dataclass(frozen=True)
class Said:
    """One answer, as it was given."""

    name: str
    verdict: str
    note: str
    at: datetime
    recorded_by: str
    """Who typed it in, when it was not the person."""
    counts: bool
    """Whether it is the person's latest and was not set back by a reopening."""


@dataclass(frozen=True)
class Somebody:
    person_id: int
    name: str


@dataclass(frozen=True)
class QuestionView:
    key: str
    title: str
    ask: str
    help: str
    slide: str
    settle: str
    state: QuestionState
    reasons: tuple[str, ...]
    settled_by: tuple[str, ...]
    tally: str
    """How those who are asked have answered, in words; empty where nobody is asked."""
    seen: tuple[Seen, ...]
    said: tuple[Said, ...]
    """The answers that count, newest first."""
    earlier: tuple[Said, ...]
    answerers: tuple[Somebody, ...]
    """In whose name an answer can be given here: those who attest, and the conveners where they may."""
    may_be_irrelevant: bool
    note_required: bool
    advisory: bool
    place: Place | None
    """The page where what is missing is done; None where answering is all there is."""


@dataclass(frozen=True)
class Aside:
    """A waiver that stands."""

    question_key: str | None
    given_by: str
    why: str
    until: date


@dataclass(frozen=True)
class GatePage:
    key: str
    title: str
    purpose: str
    step_key: str
    step_title: str
    state: GateState
    due_on: date | None
    reached_at: datetime | None
    opened_at: datetime | None
    missing: tuple[str, ...]
    settled_by: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    waivers: tuple[Aside, ...]
    asked: tuple[Asked, ...]
    """What is to be set aside once another convener agrees."""
    two_for_waivers: bool
    """Whether the playbook wants two people for that."""

    @property
    def is_open(self) -> bool:
        return self.state is GateState.OPEN

    @property
    def settled(self) -> int:
        return sum(q.state not in (QuestionState.OPEN, QuestionState.ADVISORY) for q in self.counting)

    @property
    def counting(self) -> tuple[QuestionView, ...]:
        """Without those that only warn."""
        return tuple(q for q in self.questions if not q.advisory)


def gate(launch: Launch, gate_key: str) -> GatePage:
    """The gate as it stands. Raises NotFound for one the playbook does not have."""
    rule = answers.find_gate(launch.session, launch.run_id, gate_key)
    row = answers.gate_run(launch.session, launch.run_id, gate_key)
    facts = gather(launch, rule.questions)
    judged = gate_status.look(launch, gate_key, facts)
    said = _said(launch.session, row)
    questions = tuple(
        _question(launch, question, verdict, what_is_seen(question, verdict, facts), said)
        for question, verdict in zip(rule.questions, judged.questions, strict=True)
    )
    return GatePage(
        key=rule.key,
        title=rule.title,
        purpose=rule.purpose,
        step_key=row.step_key,
        step_title=launch.playbook.step(row.step_key).title,
        state=row.state,
        due_on=paces.due_on(launch, rule),
        reached_at=row.reached_at,
        opened_at=row.opened_at,
        missing=judged.missing,
        settled_by=judged.settled_by,
        questions=questions,
        waivers=_waivers(launch.session, row),
        asked=tuple(second_yes.of_gate(launch, gate_key)),
        two_for_waivers=second_yes.wants_two(launch, TwoFor.WAIVER),
    )


def _question(
    launch: Launch,
    question: Question,
    verdict: QuestionVerdict,
    seen: tuple[Seen, ...],
    said: dict[str, list[Said]],
) -> QuestionView:
    mine = said.get(question.key, [])
    return QuestionView(
        key=question.key,
        title=question.title,
        ask=question.ask,
        help=question.help,
        slide=question.slide,
        settle=question.settle,
        state=verdict.state,
        reasons=verdict.reasons,
        settled_by=verdict.settled_by,
        tally=_tally(question, verdict),
        seen=seen,
        said=tuple(one for one in mine if one.counts),
        earlier=tuple(one for one in mine if not one.counts),
        answerers=_answerers(launch, question),
        may_be_irrelevant=question.may_be_irrelevant,
        note_required=question.attest is not None and question.attest.note_required,
        advisory=question.advisory,
        place=place_of(question),
    )


def _tally(question: Question, verdict: QuestionVerdict) -> str:
    if question.attest is None:
        return ""
    tally = verdict.tally
    parts = [
        (tally.done, "done"),
        (tally.still_open, "still open"),
        (tally.not_relevant, "not relevant"),
        (tally.silent, "not answered"),
    ]
    return ", ".join(f"{number} {words}" for number, words in parts if number)


def _answerers(launch: Launch, question: Question) -> tuple[Somebody, ...]:
    people: list[Person] = []
    if question.attest is not None:
        people = audiences.resolve(launch.session, launch.partnership_id, question.attest.by, About())
    if question.attest is not None or question.may_be_irrelevant:
        people = people + audiences.resolve(launch.session, launch.partnership_id, "conveners", About())
    once = {person.id: person for person in people}
    return tuple(Somebody(key, person.name) for key, person in once.items() if key is not None)


def _said(session: Session, row: GateRun) -> dict[str, list[Said]]:
    """The answers that count and the newest of those before them, by question, newest first."""
    said: dict[str, list[Said]] = {}
    latest = answers.latest(session, row.run_id, row.key)
    counting = {answer.pk for answer, _ in latest}
    found = {
        answer.pk: (answer, person)
        for answer, person in (*answers.given(session, row.run_id, row.key, SHOWN_AT_MOST), *latest)
    }
    for answer, person in sorted(
        found.values(), key=lambda one: (one[0].answered_at, one[0].pk), reverse=True
    ):
        reopened = row.reopened.get(answer.question_key)
        set_back = reopened is not None and answer.answered_at <= datetime.fromisoformat(reopened)
        said.setdefault(answer.question_key, []).append(
            Said(
                name=person.name,
                verdict=answer.verdict.value,
                note=answer.note,
                at=answer.answered_at,
                recorded_by=answer.recorded_by if answer.recorded_by != person.name else "",
                counts=not set_back and answer.pk in counting,
            )
        )
    return said


def _waivers(session: Session, row: GateRun) -> tuple[Aside, ...]:
    standing = gate_status.standing_waivers(session, row)
    return tuple(Aside(waiver.question_key, waiver.given_by, waiver.why, waiver.until) for waiver in standing)

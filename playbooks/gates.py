"""Judging a gate: facts, answers and waivers in, a verdict with reasons in words out. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from playbooks.answers import GivenAnswer, GivenWaiver, latest
from playbooks.evidence import EvidenceSeen, weigh
from playbooks.facts import Facts
from playbooks.model import Gate, Question
from playbooks.statements import Stated, Tally, listen
from playbooks.wording import day_in_words, quoted

__all__ = [
    "EvidenceSeen",
    "GateVerdict",
    "GivenAnswer",
    "GivenWaiver",
    "QuestionState",
    "QuestionVerdict",
    "Tally",
    "evaluate",
]


class QuestionState(StrEnum):
    SETTLED = "settled"
    OPEN = "open"
    NOT_RELEVANT = "not relevant"
    WAIVED = "waived"
    ADVISORY = "advisory"
    """A warning: it falls short and holds nothing."""


@dataclass(frozen=True)
class QuestionVerdict:
    key: str
    ask: str
    state: QuestionState
    reasons: tuple[str, ...]
    """Sentences naming people and dates. A settled question may keep the doubts of some."""
    settled_by: tuple[str, ...]
    """Names of those who can settle it; empty once it no longer needs anyone."""
    evidence: tuple[EvidenceSeen, ...]
    tally: Tally


@dataclass(frozen=True)
class GateVerdict:
    is_open: bool
    questions: tuple[QuestionVerdict, ...]
    missing: tuple[str, ...]
    """Why it is shut: an entry for each open question."""
    settled_by: tuple[str, ...]
    """Names of all who can settle something that is open."""

    def question(self, key: str) -> QuestionVerdict:
        return next(question for question in self.questions if question.key == key)

    def only_open(self, question: Question | None) -> bool:
        """Whether this question, and no other, is still open."""
        return question is not None and [q.key for q in self.questions if q.state is QuestionState.OPEN] == [
            question.key
        ]


def evaluate(
    gate: Gate,
    facts: Facts,
    answers: Sequence[GivenAnswer],
    waivers: Sequence[GivenWaiver],
    numbers: Mapping[str, int],
) -> GateVerdict:
    """The gate as it stands on `facts.today`.

    `answers` are those to this gate, oldest first, without those given before a reopening. `numbers` holds
    every threshold by name: the playbook's, with the partnership's own in place. Evidence and attestation of
    a question must both hold. Raises KeyError for an unknown fact or number.
    """
    questions: list[QuestionVerdict] = []
    missing: list[str] = []
    for question in gate.questions:
        verdict = _judge(question, facts, answers, waivers, numbers)
        waits_for = _waits_for(question, gate, questions)
        if verdict.state is QuestionState.OPEN and waits_for:
            verdict = replace(verdict, reasons=(waits_for,), settled_by=())
        elif verdict.state is QuestionState.OPEN:
            missing.append(_in_one_line(question, verdict))
        questions.append(verdict)
    open_ones = [question for question in questions if question.state is QuestionState.OPEN]
    names = _once(name for question in open_ones for name in question.settled_by)
    return GateVerdict(not open_ones, tuple(questions), tuple(missing), names)


def _judge(
    question: Question,
    facts: Facts,
    answers: Sequence[GivenAnswer],
    waivers: Sequence[GivenWaiver],
    numbers: Mapping[str, int],
) -> QuestionVerdict:
    heard = latest(answers, question.key)
    weighed = weigh(question, facts, numbers)
    stated = _listen(question, facts, heard)
    shortfalls = tuple(reason for one in weighed for reason in one.reasons)
    settled = all(one.holds for one in weighed) and stated.holds
    conveners = _names(facts, "conveners") or _names(facts, "convener")
    named = tuple(name for one in weighed for name in one.can_settle)
    can_settle = _once(
        (*stated.settled_by, *named, *(conveners if shortfalls or not stated.settled_by else ()))
    )

    def verdict(
        state: QuestionState, reasons: Iterable[str], settled_by: tuple[str, ...] = ()
    ) -> QuestionVerdict:
        seen = tuple(one.seen for one in weighed if one.seen is not None)
        return QuestionVerdict(
            question.key, question.ask, state, tuple(reasons), settled_by, seen, stated.tally
        )

    reasons = (*shortfalls, *stated.reasons)
    if settled:
        return verdict(QuestionState.SETTLED, reasons)
    if set_aside := _set_aside(question, heard, facts.today):
        return verdict(QuestionState.NOT_RELEVANT, (set_aside,))
    if question.advisory:
        return verdict(QuestionState.ADVISORY, reasons, can_settle)
    mine = [waiver for waiver in waivers if waiver.covers(question.key)]
    running = [waiver for waiver in mine if waiver.until >= facts.today]
    if running:
        words = (_waived(waiver, facts.today) for waiver in running)
        return verdict(QuestionState.WAIVED, (*words, *reasons), can_settle)
    ended = (_ended(waiver, facts.today) for waiver in mine)
    return verdict(QuestionState.OPEN, (*reasons, *ended), can_settle)


def _waits_for(question: Question, gate: Gate, judged: Sequence[QuestionVerdict]) -> str:
    """What has to be settled before this one means anything, in a sentence, while it is open."""
    is_open = any(verdict.state is QuestionState.OPEN for verdict in judged)
    if question.release is not None:
        return "This comes last, once everything above is settled." if is_open else ""
    if question.after not in {verdict.key for verdict in judged if verdict.state is QuestionState.OPEN}:
        return ""
    earlier = gate.question(question.after)
    return f"This waits for “{earlier.title or earlier.ask}”."


def _listen(question: Question, facts: Facts, heard: tuple[GivenAnswer, ...]) -> Stated:
    if question.attest is None:
        return Stated(True, (), (), Tally())
    return listen(question.attest, facts.attesters.get(question.attest.by, ()), heard, facts.today)


def _set_aside(question: Question, heard: Iterable[GivenAnswer], today: date) -> str:
    """The sentence for a question a convener has called not relevant, where the playbook allows that."""
    by_conveners = [answer for answer in heard if answer.by_convener]
    if not question.may_be_irrelevant or not by_conveners or by_conveners[-1].verdict != "not relevant":
        return ""
    answer = by_conveners[-1]
    note = f": {quoted(answer.note)}" if answer.note.strip() else ""
    return f"{answer.name} says it is not relevant here{note} ({day_in_words(answer.answered_on, today)})."


def _waived(waiver: GivenWaiver, today: date) -> str:
    return f"Waived by {waiver.given_by} until {day_in_words(waiver.until, today)}: {quoted(waiver.why)}."


def _ended(waiver: GivenWaiver, today: date) -> str:
    return f"The waiver by {waiver.given_by} ended on {day_in_words(waiver.until, today)}."


def _in_one_line(question: Question, verdict: QuestionVerdict) -> str:
    """The reasons in one entry; what people say needs to be told what it is about, evidence speaks for itself."""
    subject = f"{question.title}: " if question.title and (question.attest or question.release) else ""
    return subject + " ".join(verdict.reasons)


def _names(facts: Facts, audience: str) -> tuple[str, ...]:
    return tuple(attester.name for attester in facts.attesters.get(audience, ()))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))

"""Weighing the evidence of a question: what the records show against what the playbook asks for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from playbooks.facts import Count, Facts, Flag
from playbooks.frozen import Number
from playbooks.model import Evidence, Question
from playbooks.wording import fill, sentence


class EvidenceSeen(NamedTuple):
    """One comparison as it stood: kept beside an answer, so that history shows what was known."""

    fact: str
    value: int | bool
    needed: int | bool


@dataclass(frozen=True)
class Weighed:
    """One comparison made. `reasons` is empty when it holds; `seen` is None where nothing was compared."""

    seen: EvidenceSeen | None
    holds: bool
    reasons: tuple[str, ...] = ()
    can_settle: tuple[str, ...] = ()


def weigh(question: Question, facts: Facts, numbers: Mapping[str, int]) -> tuple[Weighed, ...]:
    """Each comparison of the question made with the facts, or whether what it asks for is released.

    `numbers` holds every threshold by name. Raises KeyError for a fact or a number nobody knows: a playbook that was
    loaded names only known ones.
    """
    if question.release is not None:
        return (_released(facts.releases.get(question.release, Flag())),)
    return tuple(_weigh(question, evidence, facts, numbers) for evidence in question.evidence)


def _released(flag: Flag) -> Weighed:
    """What a person has to release: a yes or no that names who may."""
    return Weighed(None, flag.value, () if flag.value else (sentence(flag.because),), flag.can_settle)


def _weigh(question: Question, evidence: Evidence, facts: Facts, numbers: Mapping[str, int]) -> Weighed:
    fact = facts.look_up(evidence.fact, evidence.of)
    needed = _needed(evidence, facts, numbers)
    holds = _holds(evidence, fact, needed)
    seen = EvidenceSeen(evidence.fact, fact.value, needed)
    if holds:
        return Weighed(seen, holds)
    words = evidence.missing or question.missing
    if isinstance(fact, Flag):
        # The fact's own sentence knows names and dates; the playbook's speaks where it has none.
        because = sentence(fact.because) or sentence(fill(words, 0, 1))
        return Weighed(seen, holds, (because,), fact.can_settle)
    if evidence.at_most is not None and fact.nothing_yet:
        return Weighed(seen, holds, (sentence(fact.nothing_yet),), fact.can_settle)
    reason = sentence(fill(words, fact.value, int(needed), fact.names))
    return Weighed(seen, holds, (reason, *map(sentence, fact.waiting)), fact.can_settle)


def _needed(evidence: Evidence, facts: Facts, numbers: Mapping[str, int]) -> int | bool:
    if evidence.true:
        return True
    if evidence.more_than is not None:
        return facts.look_up(evidence.more_than).value + 1
    if evidence.reaches is not None:
        return facts.look_up(evidence.reaches).value
    threshold: Number | None = evidence.at_least if evidence.at_least is not None else evidence.at_most
    assert threshold is not None, "the model sees to one comparison"
    return threshold if isinstance(threshold, int) else numbers[threshold]


def _holds(evidence: Evidence, fact: Count | Flag, needed: int | bool) -> bool:
    if evidence.at_most is not None:
        return fact.value <= needed and not (isinstance(fact, Count) and fact.nothing_yet)
    return fact.value >= needed

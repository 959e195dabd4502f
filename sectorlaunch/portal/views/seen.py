"""What the system sees in its own records, in words beside each question."""

from dataclasses import dataclass

from playbooks.facts import FACTS, Facts, Flag
from playbooks.gates import QuestionVerdict
from playbooks.model import Evidence, Question
from playbooks.wording import english_list


@dataclass(frozen=True)
class Seen:
    """One comparison of the records with what the playbook asks for."""

    holds: bool
    what: str
    """What was looked at: "champions who have signed the invitation letter"."""
    found: str
    """What is there: "1: Otto Brasswell", or a sentence."""
    needed: str
    """What the playbook asks for: "at least 2"; empty where the sentence says it all."""


def what_is_seen(question: Question, verdict: QuestionVerdict, facts: Facts) -> tuple[Seen, ...]:
    """Each comparison of the question, in the order of the playbook."""
    return tuple(
        _one(comparison, seen.value, seen.needed, facts)
        for comparison, seen in zip(question.evidence, verdict.evidence, strict=True)
    )


def _one(comparison: Evidence, value: int | bool, needed: int | bool, facts: Facts) -> Seen:
    what = str(FACTS[comparison.fact][1])
    fact = facts.look_up(comparison.fact)
    if isinstance(fact, Flag):
        return Seen(bool(value), what, fact.because or ("yes" if fact.value else "not yet"), "")
    names = english_list(fact.names)
    at_most = comparison.at_most is not None
    return Seen(
        holds=value <= needed if at_most else value >= needed,
        what=what,
        found=f"{value}: {names}" if names else str(value),
        needed=f"at most {needed}"
        if at_most and needed
        else "none may be left"
        if at_most
        else f"at least {needed}",
    )

"""The form of a suspended flow run: a way to answer a gate in the Prefect UI.

Flat, every field with a default, and nothing that only Python could check: the server compares what is entered
with the JSON schema alone, and a run whose input Python refuses has failed for good.
"""

from collections.abc import Sequence
from typing import Any, Literal

from prefect.input import RunInput
from pydantic import Field, create_model

from playbooks.gates import QuestionState
from playbooks.model import Gate, Question
from sectorlaunch import wording
from sectorlaunch.actions.answers import LEAVE, NOBODY
from sectorlaunch.facts.gate_status import GateStatus

Choice = Literal["leave as it is", "done", "still open", "not relevant"]
AsideOnly = Literal["leave as it is", "not relevant"]


def form_for(
    status: GateStatus, rule: Gate, asked: Sequence[str], page: str, said: list[str]
) -> type[RunInput]:
    """A form with a choice and a note for each open question that people answer, headed by what is missing.

    `rule` is the gate as its playbook has it, `asked` the names of those who may answer: the server refuses any other. What only the records can settle is not asked: no answer would count.
    """
    fields: dict[str, Any] = {
        "your_name": (
            Literal[(NOBODY, *asked)],
            Field(
                default=NOBODY,
                title="Your name",
                description=f"Whose answers these are. There is more room, and more can be done, on our page: {page}",
            ),
        )
    }
    choices = {question.key: _choice(question) for question in rule.questions}
    for question in status.questions:
        choice = choices[question.key]
        if question.state is QuestionState.OPEN and choice is not None:
            name = question.key.replace("-", "_")
            fields[name] = (
                choice,
                Field(default=LEAVE, title=question.ask, description=" ".join(question.reasons)),
            )
            fields[f"{name}_note"] = (
                str,
                Field(
                    default="",
                    title="Note",
                    description="Needed with “still open” and “not relevant”.",
                    json_schema_extra={"format": "multiline"},
                ),
            )
    model = create_model("Answers", __base__=RunInput, **fields)
    return model.with_initial_data(description=_heading(status, rule, page, said))


def _choice(question: Question) -> Any:
    """What may be said to a question here; None where nothing that is said would count."""
    if question.attest is not None:
        return Choice
    return AsideOnly if question.may_be_irrelevant else None


def _heading(status: GateStatus, rule: Gate, page: str, said: list[str]) -> str:
    """What is missing. In a small window the Prefect UI cuts the heading off; so the way to our page stands first here,
    and again with the first field. Its lists know no second level.
    """
    only_warn = {question.key for question in rule.questions if question.advisory}
    counting = [question for question in status.questions if question.key not in only_warn]
    still_open = [question for question in counting if question.state is QuestionState.OPEN]
    settled = len(counting) - len(still_open)
    lines = [
        f"## {status.title}",
        "",
        f"[Answer, set aside or ask again on the partnership's page]({page})",
        "",
        f"Settled: {settled} of {len(counting)}. Still open:",
        "",
    ]
    lines += [f"- {question.ask} {' '.join(question.reasons)}".rstrip() for question in still_open]
    if status.settled_by:
        lines += ["", f"It can be settled by {wording.listing(status.settled_by)}."]
    if said:
        lines += ["", "**From the last form:**", "", *(f"- {sentence}" for sentence in said)]
    return "\n".join(lines)

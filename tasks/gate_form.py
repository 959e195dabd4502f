"""The form of a suspended flow run: a way to answer a gate in the Prefect UI.

Flat, every field with a default, and nothing that only Python could check: the server compares what is entered
with the JSON schema alone, and a run whose input Python refuses has failed for good.
"""

from typing import Any, Literal

from prefect.input import RunInput
from pydantic import Field, create_model

from playbooks.gates import QuestionState
from sectorlaunch.operations.gates import GateSight

LEAVE = "leave as it is"
Choice = Literal["leave as it is", "done", "still open", "not relevant"]
_SETTLED = {
    QuestionState.SETTLED: "settled",
    QuestionState.NOT_RELEVANT: "not relevant",
    QuestionState.WAIVED: "set aside for now",
}


def form_for(sight: GateSight, convener: str, page: str, said: list[str]) -> type[RunInput]:
    """A form with a choice and a note for each open question, headed by what is missing."""
    fields: dict[str, Any] = {
        "your_name": (
            str,
            Field(default=convener, title="Your name", description="Whose answers these are."),
        )
    }
    for question in sight.questions:
        if question.state is QuestionState.OPEN:
            name = question.key.replace("-", "_")
            fields[name] = (
                Choice,
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
    return model.with_initial_data(description=_heading(sight, page, said))


def _heading(sight: GateSight, page: str, said: list[str]) -> str:
    lines = [f"## {sight.title}", ""]
    for question in sight.questions:
        mark = "[ ]" if question.state is QuestionState.OPEN else "[x]"
        aside = f" *({_SETTLED[question.state]})*" if question.state in _SETTLED else ""
        lines.append(f"- {mark} {question.ask}{aside}")
        lines += [f"    - {reason}" for reason in question.reasons]
    if sight.settled_by:
        lines += ["", f"It can be settled by {', '.join(sight.settled_by)}."]
    if said:
        lines += ["", "**From the last form:**", "", *(f"- {sentence}" for sentence in said)]
    lines += ["", f"[Answer, waive or reopen on the partnership's page]({page})"]
    return "\n".join(lines)

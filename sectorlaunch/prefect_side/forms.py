"""What people entered in the Resume forms of the Prefect UI, as the server keeps it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from prefect.client.schemas.objects import FlowRunInput

PREFIX = "suspended-"
SUFFIX = "-response"
MOST = 200
"""As many inputs of a flow run as the server hands out at once."""


@dataclass(frozen=True)
class FilledForm:
    """One form somebody sent: at which gate, under which key, and its fields."""

    gate_key: str
    attempt: int
    """How often the flow run had waited before the form was shown."""
    fields: dict[str, str]

    @property
    def key(self) -> str:
        return pause_key(self.gate_key, self.attempt)


def pause_key(gate_key: str, attempt: int) -> str:
    """Names one suspension. A key never suspends twice in a flow run, so it changes with the attempt."""
    return f"{gate_key}-{attempt}"


def filled_forms(inputs: Iterable[FlowRunInput]) -> list[FilledForm]:
    """The forms among the inputs of a flow run, in the order given; resumes with an empty input left none."""
    found = []
    for stored in inputs:
        if stored.key.startswith(PREFIX) and stored.key.endswith(SUFFIX):
            key = stored.key.removeprefix(PREFIX).removesuffix(SUFFIX)
            gate_key, _, attempt = key.rpartition("-")
            if attempt.isdecimal():
                fields = {name: str(value) for name, value in json.loads(stored.value).items()}
                found.append(FilledForm(gate_key, int(attempt), fields))
    return found

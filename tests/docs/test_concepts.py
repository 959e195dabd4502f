"""What the concept pages say about states and numbers is what the code does."""

import re

import pytest

from docs import write_reference
from playbooks.model import Question, Touch
from playbooks.yaml_lines import parse
from sectorlaunch.outbox.deliver.claiming import LEASE_SECONDS
from sectorlaunch.outbox.deliver.receipts import AMBIGUOUS_TRIES, BACKOFF_MINUTES
from sectorlaunch.outbox.write.send_checks import PUT_ASIDE
from sectorlaunch.playbook_vocabulary import vocabulary
from sectorlaunch.tables import GateState, MessageState, TouchState
from tests.docs.commands import PAGES, ROOT

CONCEPTS = ROOT / "docs" / "concepts"
YAML = re.compile(r"^ *```yaml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def first_cells(page: str) -> list[str]:
    """The first column of the table of states in a concept page."""
    text = (CONCEPTS / page).read_text(encoding="utf-8")
    table = text.partition("| state | meaning |\n| --- | --- |\n")[2].partition("\n\n")[0]
    return [row.split("|")[1].strip() for row in table.splitlines()]


@pytest.mark.parametrize(
    ("page", "states"), [("outbox.md", MessageState), ("touch.md", TouchState), ("gate.md", GateState)]
)
def test_it_explains_every_state(page: str, states: type[MessageState | TouchState | GateState]) -> None:
    assert first_cells(page) == [state.value for state in states]


def test_it_draws_every_state_of_a_message() -> None:
    chart = re.findall(r"^    (\S+) --> (\w+):", (CONCEPTS / "outbox.md").read_text("utf-8"), re.MULTILINE)
    assert {state for arrow in chart for state in arrow} - {"[*]"} == {state.value for state in MessageState}


def test_it_gives_the_outbox_its_numbers() -> None:
    text = " ".join((CONCEPTS / "outbox.md").read_text(encoding="utf-8").split())
    assert LEASE_SECONDS == 600
    assert "leased for ten minutes" in text
    assert AMBIGUOUS_TRIES == 3
    assert "after three doubts" in text
    assert PUT_ASIDE.total_seconds() == 15 * 60
    assert "put aside for fifteen minutes" in text
    assert len(BACKOFF_MINUTES) + 1 == 12
    assert 3 * 24 * 60 < sum(BACKOFF_MINUTES) < 3.1 * 24 * 60
    assert "after twelve tries in a little over three days" in text
    assert (1, 5, 15, 60, 4 * 60, 8 * 60, *[12 * 60] * 5) == BACKOFF_MINUTES
    assert "after 1, 5, 15 and 60 minutes, then 4, 8 and 12 hours" in text


def test_it_shows_questions_and_touches_that_can_be_copied() -> None:
    known = vocabulary()
    shown = 0
    for page in PAGES:
        for block in YAML.findall(page.read_text(encoding="utf-8")):
            data, _ = parse(block, page.name)
            for item in data if isinstance(data, list) else []:
                shown += 1
                if "ask" in item:
                    question = Question.model_validate(item)
                    assert question.attest is None or question.attest.by in known.audiences
                    for evidence in question.evidence:
                        assert f"`{evidence.fact}`" in write_reference.facts()
                else:
                    touch = Touch.model_validate(item)
                    assert touch.kind in known.kinds
                    assert {touch.to, touch.task_for or touch.to} <= known.audiences
    assert shown

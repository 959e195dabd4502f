import pytest

from playbooks.describe import describe, when_in_words
from playbooks.model import Playbook, When


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"anchor": "launch", "days": -30}, "30 days before the launch"),
        ({"anchor": "launch", "days": 1}, "1 day after the launch"),
        ({"anchor": "launch"}, "on the day of the launch"),
        ({"anchor": "step-opened"}, "when the step opens"),
        ({"anchor": "launch-held", "days": 7}, "7 days after the launch is held"),
        ({"anchor": "gate-opened", "gate": "champions", "days": 2}, "2 days after the gate champions opens"),
        ({"anchor": "gate-reached", "gate": "champions"}, "when the gate champions is reached"),
        ({"anchor": "team-call"}, "on the day of the team's call"),
        ({"anchor": "week"}, "every Monday"),
    ],
)
def test_it_says_when_in_words(when: dict[str, object], words: str) -> None:
    assert when_in_words(When.model_validate(when)) == words


def test_it_describes_a_playbook_for_reading() -> None:
    playbook = Playbook.model_validate(
        {
            "key": "small",
            "version": 2,
            "title": "Small",
            "summary": "One step.",
            "numbers": {"champions_needed": 2},
            "steps": [
                {
                    "key": "begin",
                    "title": "Begin",
                    "slide": "S2 4",
                    "purpose": "To begin.",
                    "activities": [
                        {
                            "key": "ask",
                            "title": "Ask",
                            "before": "ready",
                            "touches": [
                                {
                                    "key": "request",
                                    "title": "Are we ready?",
                                    "kind": "answer-request",
                                    "to": "support-team",
                                    "when": {"anchor": "activity-begun"},
                                    "stop": "answered",
                                    "gate": "ready",
                                }
                            ],
                        }
                    ],
                    "gates": [
                        {
                            "key": "ready",
                            "title": "Ready",
                            "due": {"anchor": "launch", "days": -10},
                            "questions": [
                                {
                                    "key": "champions",
                                    "ask": "Are there champions?",
                                    "slide": "S2 8",
                                    "evidence": [
                                        {"fact": "champions.agreed", "at_least": "champions_needed"}
                                    ],
                                    "missing": "Too few.",
                                    "attest": {"by": "support-team", "share": "2/3", "note_required": True},
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    )
    assert describe(playbook).replace("\u00a0", " ") == (
        "Small (small, version 2)\n"
        "  One step.\n"
        "\n"
        "1 · Begin [S2 4]\n"
        "  To begin.\n"
        "\n"
        "  Ask\n"
        "    · when this begins: Are we ready? (to support-team, unless answered)\n"
        "\n"
        "  Gate: Ready (ready, due 10 days before the launch)\n"
        "    □ Are there champions? [S2 8]\n"
        "      shown by champions.agreed, at least 2 (champions_needed)\n"
        "      stated by support-team, two thirds of them, with a note\n"
    )

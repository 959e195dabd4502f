"""A step under way, as its flow holds it in hand."""

from dataclasses import dataclass, field


@dataclass
class Step:
    """Ids, titles, and what was behind the step when this attempt of its flow began."""

    step_run_id: int
    partnership: str
    """The slug."""
    key: str
    titles: dict[str, str]
    """Titles of its activities and gates, by key, in the playbook's order."""
    gates: tuple[str, ...]
    is_last: bool
    """Whether the playbook ends with it."""
    behind: set[str] = field(default_factory=set)
    """Activities begun and gates open: nothing is left to do there."""
    said: dict[str, list[str]] = field(default_factory=dict)
    """Gate → in sentences, what came of the last form sent there."""

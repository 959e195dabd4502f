"""What a message or a touch is about: the run as a whole, a person, a meeting, a commitment, a week."""

from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """What one occurrence of a touch is about: the run as a whole, a person, a meeting, a commitment or a week."""

    kind: str = "run"
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind

    @classmethod
    def parse(cls, text: str) -> "About":
        kind, _, key = text.partition(":")
        return cls(kind, key)

    def id_of(self, kind: str) -> int | None:
        return int(self.key) if self.kind == kind else None

"""What became of a mail."""

from dataclasses import dataclass

from sectorlaunch.tables import ReceivedKind


@dataclass(frozen=True)
class Taken:
    """`outcome` is a short phrase without names or addresses: it outlives the person."""

    kind: ReceivedKind
    outcome: str
    person_id: int | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the mail may be marked as dealt with. Other mail is left as it was."""
        return self.kind is not ReceivedKind.OTHER


OTHER = Taken(ReceivedKind.OTHER, "not for us")

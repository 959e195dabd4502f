"""A promised next step is due soon."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, MessageContext, TeamBrief
from notifications.traits import Wants


class Context(MessageContext):
    """`commitments`: those of the reader that are due; at least one."""

    wants = (Wants.NEXT_STEP,)

    commitments: tuple[CommitmentBrief, ...]
    team: TeamBrief | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you took on this step.",
                commitments=(
                    CommitmentBrief(
                        what="Ask two foremen what they would teach first", due_words="Wednesday, June 3"
                    ),
                ),
                team=TeamBrief(name="A shared apprenticeship"),
            )
        )

"""Says back what somebody took on, and by when, on the day it was noted."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, MessageContext


class Context(MessageContext):
    """`commitments`: what was noted; at least one."""

    is_one_off = True
    announces = ("commitment-due",)

    commitments: tuple[CommitmentBrief, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you took on a next step.",
                commitments=(
                    CommitmentBrief(
                        what="Ask two foremen what they would teach first", due_words="Wednesday, June 3"
                    ),
                ),
                promised=samples.promised(*cls.announces),
            )
        )

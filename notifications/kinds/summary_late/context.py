"""Says that the summary takes longer than was promised, on the day it was promised for."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    announces = ("executive-summary",)

    promised_for: Line = ""
    """ "by {promised_for}": "Thursday, May 21"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you were at the launch.",
                promised_for="Thursday, May 21",
                promised=samples.promised(*cls.announces),
            )
        )

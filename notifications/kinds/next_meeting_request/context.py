"""Asks for the day of the next partnership meeting, where nobody has thought of it."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    """`last_day`: of the last meeting of everyone, the launch where there was none since."""

    last_day: Line = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you convene the partnership.",
                last_day="Thursday, May 14",
            )
        )

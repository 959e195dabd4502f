"""Shows a champion the summary before anybody else gets it, and asks whether it is right."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, Prose
from notifications.traits import Wants


class Context(MessageContext):
    """`words`: of the summary; `until_day`: up to which it waits."""

    wants = (Wants.LOOK,)

    title: Line
    words: Prose
    until_day: Line

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you champion the partnership.",
                title="What we heard on May 14",
                words="Twenty-three leaders came. They chose three priorities, and twelve of them took something on.",
                until_day="Tuesday, May 19",
            )
        )

"""Hands what a champion would change in the summary to whoever writes it, and to whoever releases it."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, Prose


class Context(MessageContext):
    """`who`: the champion, with the company; `words`: what is to be changed."""

    is_one_off = True

    who: Line
    words: Prose

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you write the summary.",
                who="Otto Brasswell, Example Castings",
                words="Housing came up twice; it should be among what we heard.",
            )
        )

"""Asks somebody who is quoted whether their name may stand beside their words, before these are printed."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    """The words themselves stand on the reader's page: they may change until they are printed."""

    is_one_off = True

    said_on: Line
    """ "on {said_on}": "Thursday, May 14"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because we wrote down something you said.",
                said_on="Thursday, May 14",
            )
        )

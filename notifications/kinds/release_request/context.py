"""Asks whoever may let a letter go to look at it and release it."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    """`what`: the letters in words, such as "your letter to Otto Brasswell"."""

    quotes_playbook = True

    own_sentence: bool = False
    """Whether a sentence of the reader's own goes into it."""
    what: Line
    count: int = 0
    """To how many it goes, where it goes to several at once."""
    gate_title: Line = ""
    """What waits for it; the name is the conveners' own."""
    again: bool = False
    """Whether the reader was asked before."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because it goes out in your name.",
                what="your letter to Otto Brasswell",
                gate_title="The footprint",
                own_sentence=True,
            )
        )

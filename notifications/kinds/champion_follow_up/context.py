"""Comes back to a business leader who was asked to stand for the launch and has not answered."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, PersonBrief
from notifications.traits import Wants


class Context(MessageContext):
    """The sender is the relationship owner."""

    wants = (Wants.CHAMPION,)
    follows_an_ask = True
    from_the_owner = True

    asked_on: Line = ""
    """ "on {asked_on}": "Monday, March 2"."""
    launch_words: Line = ""
    """When the launch is planned: "in mid-May"."""
    others: tuple[PersonBrief, ...] = ()
    """Champions who have agreed already."""
    last: bool = False
    """The last time we write about it."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                sender=samples.OWNER,
                why="You get this because Teo Marlind asked you to stand for the launch.",
                asked_on="Monday, March 2",
                launch_words="in mid-May",
                others=(samples.CHAMPIONS[1],),
            )
        )

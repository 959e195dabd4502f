"""The personal request to a business leader to stand for the launch: sign the letter and welcome guests."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, PersonBrief, Prose
from notifications.traits import Wants


class Context(MessageContext):
    """The sender is the relationship owner. The words come from one person to one person, never in bulk."""

    wants = (Wants.CHAMPION,)
    asks = True
    asks_to_champion = True
    from_the_owner = True
    takes_own_sentence = True

    personal_words: Prose = ""
    """Why this person, in the owner's own words."""
    launch_words: Line = ""
    """When the launch is planned: "in mid-May"."""
    others: tuple[PersonBrief, ...] = ()
    """Champions who have agreed already."""
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, March 13"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                sender=samples.OWNER,
                why="You get this because Teo Marlind thinks of you as one of the people this industry listens to.",
                personal_words="When we rebuilt the machining course, you told us plainly what was wrong with it. "
                "That is what this needs.",
                launch_words="in mid-May",
                others=(samples.CHAMPIONS[1],),
                answer_by="Friday, March 13",
            )
        )

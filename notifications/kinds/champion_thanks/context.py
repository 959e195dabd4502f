"""Thanks a business leader after the talk, and writes down what was agreed."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, DatedLine, Line, MessageContext


class Context(MessageContext):
    """The sender is the relationship owner."""

    from_the_owner = True

    talked_on: Line = ""
    """ "on {talked_on}": "Tuesday, March 10"."""
    agreed: tuple[CommitmentBrief, ...] = ()
    """What they agreed to do."""
    coming: tuple[DatedLine, ...] = ()
    """What they will hear from us, and when."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                sender=samples.OWNER,
                why="You get this because you agreed to stand for the launch.",
                talked_on="Tuesday, March 10",
                agreed=(
                    CommitmentBrief(what="Sign the invitation letter", due_words="Friday, March 20"),
                    CommitmentBrief(what="Welcome guests at the launch on Thursday, May 14"),
                ),
                coming=(
                    DatedLine(
                        when_words="Monday, March 16", what="The draft of the letter, for you to change"
                    ),
                ),
            )
        )

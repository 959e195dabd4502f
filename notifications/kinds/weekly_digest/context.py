"""On Mondays with news, to the convener: what is theirs to do, what is late, what goes by itself, what is new."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, DatedLine, Line, MessageContext


class Context(MessageContext):
    """`to_do`: the reader's own tasks. `trouble`: what is late or did not get through."""

    is_digest = True
    needs_news = True

    step_title: Line
    to_do: tuple[CommitmentBrief, ...] = ()
    happened: tuple[DatedLine, ...] = ()
    """Since the last letter."""
    coming: tuple[DatedLine, ...] = ()
    """This week and after, messages and dates."""
    trouble: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you convene this partnership.",
                step_title="Prepare to launch",
                to_do=(
                    CommitmentBrief(
                        what="Call Ravi Oakhurst about the role sheet", due_words="Wednesday, March 4"
                    ),
                ),
                happened=(DatedLine(when_words="Thursday, February 26", what="“Footprint” opened"),),
                coming=(
                    DatedLine(when_words="Monday, March 9", what="Follow-up to Otto Brasswell"),
                    DatedLine(when_words="Tuesday, April 14", what="The invitation must be out"),
                ),
                trouble=("The message to lena@example.org came back: no such mailbox.",),
            )
        )

"""Every Monday, to the convener: where the launch stands, what is missing, what comes."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, DatedLine, Line, MessageContext


class Context(MessageContext):
    """`missing`: why the gate is shut, in sentences. `to_do`: the reader's own tasks. `trouble`: what did not get through."""

    is_digest = True
    quotes_english = True
    needs_news = True

    step_title: Line
    gate_title: Line = ""
    """The gate that is shut; empty when nothing waits."""
    missing: tuple[Line, ...] = ()
    settled_by: tuple[Line, ...] = ()
    """Names of those who can settle it."""
    to_do: tuple[CommitmentBrief, ...] = ()
    waiting: tuple[Line, ...] = ()
    """What others have not done yet: votes in open polls, signatures under the letter."""
    happened: tuple[DatedLine, ...] = ()
    """Last week."""
    coming: tuple[DatedLine, ...] = ()
    """This week and after, messages and dates."""
    trouble: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this every Monday because you convene this partnership.",
                step_title="Prepare to launch",
                gate_title="Two champions",
                missing=("One of two champions has agreed; Otto Brasswell was asked on Monday.",),
                settled_by=("Teo Marlind",),
                to_do=(
                    CommitmentBrief(
                        what="Call Ravi Oakhurst about the role sheet", due_words="Wednesday, March 4"
                    ),
                ),
                waiting=("The letter has one signature and needs 2, so it stays here. Ask Otto Brasswell.",),
                happened=(DatedLine(when_words="Thursday, February 26", what="“Footprint” opened"),),
                coming=(
                    DatedLine(when_words="Monday, March 9", what="Follow-up to Otto Brasswell"),
                    DatedLine(when_words="Tuesday, April 14", what="The invitation must be out"),
                ),
                trouble=("The message to lena@example.org came back: no such mailbox.",),
            )
        )

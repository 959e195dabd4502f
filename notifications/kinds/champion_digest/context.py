"""Every Monday, to a champion who asked for it: who comes, what they promised next, what is ahead."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, DatedLine, Line, MessageContext


class Context(MessageContext):
    """Names and companies only: nobody sees another's address."""

    is_digest = True

    guests: tuple[Line, ...] = ()
    """Business leaders who have said they come: "Nadia Sorel, Sorel Panels"."""
    maybe: int = 0
    invited: int = 0
    """Business leaders who have the letter."""
    promises: tuple[CommitmentBrief, ...] = ()
    """The reader's own, nearest first."""
    ahead: tuple[DatedLine, ...] = ()
    is_over: bool = False
    """Whether the launch has taken place: then nobody is counted any more."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this every Monday because you asked for it on your page.",
                guests=("Ravi Oakhurst, Oakhurst Panels", "Lena Brightwater, Brightwater Foods"),
                maybe=1,
                invited=14,
                promises=(
                    CommitmentBrief(what="Welcome the guests at the launch", due_words="Thursday, May 14"),
                ),
                ahead=(DatedLine(when_words="Thursday, May 14", what="The launch meeting"),),
            )
        )

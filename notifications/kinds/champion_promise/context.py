"""Reminds a champion of what they agreed to."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, MeetingBrief, MessageContext
from notifications.traits import CountsAs


class Context(MessageContext):
    """The sender is the relationship owner. `promises`: what is still to come, nearest first; at least one."""

    from_the_owner = True
    about_a_meeting = True
    counts_as = CountsAs.MEETING_REMINDER

    promises: tuple[CommitmentBrief, ...]
    meeting: MeetingBrief | None = None
    """The launch, when its date is set."""
    soon: bool = False
    """Whether the launch is only days away: the reader has had these words before."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                sender=samples.OWNER,
                why="You get this because you agreed to stand for the launch.",
                promises=(
                    CommitmentBrief(what="Sign the invitation letter", due_words="Friday, March 20"),
                    CommitmentBrief(what="Welcome guests at the launch on Thursday, May 14"),
                ),
                meeting=samples.LAUNCH,
            )
        )

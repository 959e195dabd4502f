"""To someone who had accepted and was not at the launch: what happened, and the way back in."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, MeetingBrief, MessageContext, PriorityBrief


class Context(MessageContext):
    """`coming`: the next occasions, such as the first team calls."""

    meeting: MeetingBrief
    priorities: tuple[PriorityBrief, ...] = ()
    coming: tuple[DatedLine, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you had planned to come to the launch.",
                meeting=samples.LAUNCH,
                priorities=(PriorityBrief(words="A shared apprenticeship for machinists"),),
                coming=(
                    DatedLine(
                        when_words="Wednesday, June 3, 8:00 a.m.", what="First call: A shared apprenticeship"
                    ),
                ),
            )
        )

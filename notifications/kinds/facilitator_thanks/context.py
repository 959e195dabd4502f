"""Thanks the facilitator after the launch, and says what came of it."""

from typing import Self

from notifications import samples
from notifications.context import MeetingBrief, MessageContext, PriorityBrief


class Context(MessageContext):
    meeting: MeetingBrief
    business_present: int = 0
    priorities: tuple[PriorityBrief, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you facilitated the launch.",
                meeting=samples.LAUNCH,
                business_present=17,
                priorities=(PriorityBrief(words="People who can read a drawing"),),
            )
        )

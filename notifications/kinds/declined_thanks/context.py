"""Thanks for a no, and says what comes all the same."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext


class Context(MessageContext):
    is_one_off = True
    must_be_known = True
    answers_at_once = True
    replies_to_an_answer = True
    announces = ("executive-summary",)
    about_a_meeting = True
    copied_to_assistant = True

    meeting: MeetingBrief
    after_all: bool = False
    """Whether the reader had said yes before."""
    substitute: Line = ""
    """Who comes in their place, where they named somebody."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you answered the invitation.",
                meeting=samples.LAUNCH,
                promised=samples.promised(*cls.announces),
            )
        )

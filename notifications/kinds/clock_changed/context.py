"""Tells those who have a meeting on their calendar that it keeps its hour although the clocks change otherwise."""

from typing import Self

from notifications import samples
from notifications.context import MeetingBrief, MessageContext


class Context(MessageContext):
    """`meeting`: as it is, and was."""

    is_one_off = True
    must_be_known = True
    about_a_meeting = True
    calendar_method = "REQUEST"
    copied_to_assistant = True
    keeps_its_words = True

    meeting: MeetingBrief

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you are invited to this meeting.",
                meeting=samples.LAUNCH,
            )
        )

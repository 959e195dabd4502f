"""Tells those who were invited that a meeting does not take place; carries the calendar cancellation."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext


class Context(MessageContext):
    """`meeting`: as it would have been."""

    is_one_off = True
    must_be_known = True
    about_a_meeting = True
    calendar_method = "CANCEL"
    copied_to_assistant = True
    keeps_its_words = True
    called_when_late = True

    meeting: MeetingBrief
    reason: Line = ""
    """A sentence."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you were invited to this meeting.",
                meeting=samples.LAUNCH,
                reason="A flood has closed the hall and the roads to it.",
            )
        )

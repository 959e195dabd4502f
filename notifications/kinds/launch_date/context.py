"""Tells the team behind the launch its day, once it is settled."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext


class Context(MessageContext):
    """For the facilitator, the scribe and the support team: they are no guests, and are not asked as guests."""

    about_a_meeting = True
    needs_the_hour = True
    calendar_method = "REQUEST"

    meeting: MeetingBrief
    your_part: Line = ""
    """What this person does at the meeting: "lead the conversation"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(**samples.letter_to(samples.MEMBER, meeting=samples.LAUNCH))

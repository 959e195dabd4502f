"""Says to whoever would come that every place is taken for now, and that they are on the waiting list."""

from typing import Self

from notifications import samples
from notifications.context import MeetingBrief, MessageContext


class Context(MessageContext):
    is_one_off = True
    must_be_known = True
    answers_at_once = True
    replies_to_an_answer = True
    says_to_wait = True
    about_a_meeting = True
    copied_to_assistant = True

    meeting: MeetingBrief

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you answered the invitation.",
                meeting=samples.LAUNCH,
            )
        )

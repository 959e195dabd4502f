"""Confirms a yes at once: the entry, the way there, parking, and who else comes."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext


class Context(MessageContext):
    """`others`: who said yes before, by name and company; `more`: how many besides."""

    is_one_off = True
    must_be_known = True
    answers_at_once = True
    replies_to_an_answer = True
    announces = ("guests-so-far", "logistics", "meeting-reminder", "call-reminder")
    about_a_meeting = True
    calendar_method = "CONFIRM"
    copied_to_assistant = True

    meeting: MeetingBrief
    others: tuple[Line, ...] = ()
    more: int = 0
    after_all: bool = False
    """Whether the reader had said no before."""
    has_waited: bool = False
    """Whether the reader was on the waiting list before."""
    you_host: bool = False
    """Whether the room is the reader's."""
    your_part: Line = ""
    """What this person does at the meeting: "welcome the guests"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you said that you come.",
                meeting=samples.LAUNCH,
                others=("Otto Brasswell, Example Castings", "Ines Calloray, Sample Precision Tools"),
                more=4,
                promised=samples.promised(*cls.announces),
            )
        )

"""Halfway to the meeting: who comes so far, so that those who said yes hear from us in between."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, ReplyLinks


class Context(ReplyLinks):
    """`guests`: who has said yes since the reader heard last, by name and company; `more`: how many besides."""

    announces = ("logistics",)
    after_silence_of = 4
    about_a_meeting = True
    copied_to_assistant = True

    meeting: MeetingBrief
    guests: tuple[Line, ...] = ()
    more: int = 0
    coming: int = 0
    """How many business leaders have said yes in all, the reader among them."""
    weeks: int = 0
    """Until the meeting; 0 where it has no date."""
    unsure: bool = False
    """Whether the reader has said no more than that they may come."""
    for_a_partner: bool = False
    """Whether the reader comes from a public or community body: they listen, and run no company here."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you said that you come.",
                meeting=samples.LAUNCH,
                guests=("Otto Brasswell, Example Castings", "Ines Calloray, Sample Precision Tools"),
                more=2,
                coming=11,
                weeks=4,
                promised=samples.promised(*cls.announces),
            )
        )

"""A few days before a meeting: a short reminder to those who come."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, Line, MeetingBrief, ReplyLinks
from notifications.traits import CountsAs


class Context(ReplyLinks):
    about_a_meeting = True
    copied_to_assistant = True
    counts_as = CountsAs.MEETING_REMINDER

    meeting: MeetingBrief
    to_confirm: bool = False
    """Whether they meant to come on a date that has changed since."""
    unsure: bool = False
    """Whether they said that they may come."""
    on_the_team: bool = False
    """Whether the reader prepares it with the sender, and is no guest."""
    your_part: Line = ""
    """What this person does at the meeting: "welcome the guests"."""
    agenda: tuple[DatedLine, ...] = ()
    coming: int = 0
    """How many business leaders come; left out below three."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you said that you come.",
                meeting=samples.LAUNCH,
                agenda=samples.AGENDA,
                coming=17,
            )
        )

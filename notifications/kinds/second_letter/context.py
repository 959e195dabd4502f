"""The second letter to guests who have not answered the invitation."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, PersonBrief, ReplyLinks
from notifications.traits import CountsAs, Wants


class Context(ReplyLinks):
    """The sender is the convener; the champions sign."""

    wants = (Wants.COMING_TO_THE_LAUNCH,)
    follows_an_ask = True
    about_a_meeting = True
    copied_to_assistant = True
    said_by_the_letter = True
    counts_as = CountsAs.SECOND_LETTER

    meeting: MeetingBrief
    champions: tuple[PersonBrief, ...] = ()
    reply_by: Line = ""
    """ "by {reply_by}": "Thursday, April 30"."""
    date_changed: bool = False
    """Whether they had meant to come, before the date changed."""
    for_a_partner: bool = False
    """Whether the reader comes from a public or community body: they listen, and run no company here."""
    coming: int = 0
    """How many business leaders have said that they come; left out of the letter below three."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you lead a manufacturing company in Fernwater Valley.",
                meeting=samples.LAUNCH,
                champions=samples.CHAMPIONS,
                reply_by="Thursday, April 30",
                coming=11,
            )
        )

"""Tells those who were invited that a meeting has a new time or place; carries the calendar update."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, ReplyLinks
from notifications.traits import Wants


class Context(ReplyLinks):
    """`meeting`: as it is now."""

    wants = (Wants.COMING_TO_THE_MEETING,)
    is_one_off = True
    must_be_known = True
    about_a_meeting = True
    calendar_method = "REQUEST"
    copied_to_assistant = True
    keeps_its_words = True
    tells_of_a_move = True
    said_by_the_letter = True
    called_when_late = True

    meeting: MeetingBrief
    was_when: Line = ""
    """The day and hours it had; empty when only the place has changed."""
    was_where: Line = ""
    """The place it had; empty when only the time has changed."""
    reason: Line = ""
    """A sentence."""
    had_accepted: bool = False
    """Whether they came, or meant to, on the old date."""
    had_declined: bool = False
    on_the_team: bool = False
    """Whether they prepare it with the sender, and are no guest to be asked."""
    your_part: Line = ""
    """What somebody on the team does at the meeting: "lead the conversation"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you are invited to this meeting.",
                meeting=samples.LAUNCH.model_copy(
                    update={"date": "Thursday, May 21, 2026", "day": "Thursday, May 21"}
                ),
                was_when="Thursday, May 14, 2026, 8:30–10:30 a.m.",
                reason="Half of the companies have their stocktaking on the 14th.",
                had_accepted=True,
            )
        )

"""Asks the owner of the executive summary to send it out."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext
from notifications.traits import Wants


class Context(MessageContext):
    """`waiting`: how many business leaders wait for it."""

    wants = (Wants.SUMMARY,)

    launch_on: Line
    """ "on {launch_on}": "Thursday, May 14"."""
    days_since: int
    promised_for: Line = ""
    """ "by {promised_for}": the day those who were there were told; "Thursday, May 21"."""
    waiting: int = 0
    draft_ready: bool = False
    """Whether a draft made from the notes is there to be read."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because the summary of the launch is yours to send.",
                launch_on="Thursday, May 14",
                days_since=3,
                promised_for="Thursday, May 21",
                waiting=16,
                draft_ready=True,
            )
        )

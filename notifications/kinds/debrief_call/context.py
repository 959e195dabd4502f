"""Calls the partners who are not from industry together, a day or two after the launch."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, ReplyLinks


class Context(ReplyLinks):
    """`meeting`: the debrief itself."""

    about_a_meeting = True
    about_the_debrief = True
    calendar_method = "REQUEST"
    post_to_support_team = "notice"

    meeting: MeetingBrief
    is_dated: bool = True
    """Whether its day and hour are set, so that it can be answered."""
    launch_on: Line = ""
    """ "on {launch_on}": "Thursday, May 14"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                meeting=samples.CALL.model_copy(
                    update={
                        "title": "Debrief of the support team",
                        "date": "Friday, May 15, 2026",
                        "day": "Friday, May 15",
                        "hours": "9:00–10:00 a.m. MT",
                    }
                ),
                launch_on="Thursday, May 14",
            )
        )

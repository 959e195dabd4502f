"""Invites those who take part in it to a meeting of the support team or to the health check; carries the calendar entry."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, ReplyLinks
from notifications.traits import Wants


class Context(ReplyLinks):
    """`then`: the dates after this one, where it comes round. `looks_back`: whether it is about how all of it works."""

    wants = (Wants.COMING_TO_THE_MEETING,)
    about_a_meeting = True
    copied_to_assistant = True
    calendar_method = "REQUEST"

    meeting: MeetingBrief
    looks_back: bool = False
    then: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you are on the support team.",
                meeting=samples.LAUNCH.model_copy(
                    update={
                        "title": "Support team",
                        "date": "Tuesday, June 9, 2026",
                        "day": "Tuesday, June 9",
                        "hours": "9:00–10:30 a.m. MT",
                    }
                ),
                then=("Tuesday, July 14", "Tuesday, August 11"),
            )
        )

"""Invites everyone to the partnership's quarterly meeting; carries the calendar entry."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, PersonBrief, ReplyLinks
from notifications.traits import Wants


class Context(ReplyLinks):
    """`chair`: the business leader who chairs. `progress`: a sentence from each team."""

    wants = (Wants.COMING_TO_THE_MEETING,)
    about_a_meeting = True
    copied_to_assistant = True
    calendar_method = "REQUEST"

    meeting: MeetingBrief
    chair: PersonBrief | None = None
    you_chair: bool = False
    """Whether it is the reader who chairs."""
    reply_by: Line = ""
    """ "by {reply_by}": "Friday, August 14"."""
    progress: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you belong to the partnership.",
                meeting=samples.LAUNCH.model_copy(
                    update={
                        "title": "Partnership meeting",
                        "date": "Thursday, August 27, 2026",
                        "day": "Thursday, August 27",
                        "hours": "8:30–10:00 a.m. MT",
                    }
                ),
                chair=samples.CHAMPIONS[1],
                reply_by="Friday, August 14",
                progress=("A shared apprenticeship: three companies have signed, two more are asked.",),
            )
        )

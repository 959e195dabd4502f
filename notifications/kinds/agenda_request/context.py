"""Hands the agenda of the partnership meeting to whoever sets it, three weeks ahead, drafted from the record."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, MeetingBrief, MessageContext


class Context(MessageContext):
    """`parts`: what the record suggests."""

    about_a_meeting = True

    meeting: MeetingBrief
    parts: tuple[DatedLine, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you set the agenda of this meeting.",
                about={"meeting": 12},
                meeting=samples.LAUNCH.model_copy(update={"title": "Partnership meeting"}),
                parts=samples.AGENDA,
            )
        )

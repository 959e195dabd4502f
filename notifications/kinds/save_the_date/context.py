"""Asks a guest to keep the day free; the letter follows."""

from typing import Self

from notifications import samples
from notifications.context import MeetingBrief, MessageContext, PersonBrief
from notifications.traits import Wants


class Context(MessageContext):
    wants = (Wants.KEEPING_THE_DAY,)
    about_a_meeting = True
    said_by_the_letter = True

    meeting: MeetingBrief
    champions: tuple[PersonBrief, ...] = ()
    """Those who have signed."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you lead a manufacturing company in Fernwater Valley.",
                meeting=samples.LAUNCH,
                champions=samples.CHAMPIONS,
            )
        )

"""Asks a guest to keep the day free, and says that the letter follows; or whether they come, where none does."""

from typing import Self

from notifications import samples
from notifications.context import MeetingBrief, PersonBrief, ReplyLinks
from notifications.traits import Wants


class Context(ReplyLinks):
    announces = ("invitation",)
    wants = (Wants.KEEPING_THE_DAY,)
    about_a_meeting = True
    copied_to_assistant = True
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
                promised=samples.promised(*cls.announces),
            )
        )

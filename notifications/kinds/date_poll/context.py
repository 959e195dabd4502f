"""Asks which of a few dates suits: for the launch, or for a call of an action team."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    what: Line
    """ "a date for {what}": "the launch of the Fernwater Valley Partnership"."""
    dates: tuple[Line, ...]
    """Each with day, hours and zone."""
    closes: Line
    """ "by {closes}": "Friday, March 20, 5:00 p.m."."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because the date is yours to choose.",
                what="the launch of the Fernwater Valley Manufacturing Partnership",
                dates=(
                    "Thursday, May 14, 2026, 8:30–10:30 a.m. MT",
                    "Tuesday, May 19, 2026, 8:30–10:30 a.m. MT",
                    "Wednesday, May 20, 2026, 3:00–5:00 p.m. MT",
                ),
                closes="Friday, March 20, 5:00 p.m.",
            )
        )

"""Shortly before a date poll closes: a reminder for those who have not voted."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    what: Line
    """ "a date for {what}": "the launch of the Fernwater Valley Partnership"."""
    dates: tuple[Line, ...]
    """Each with day, hours and zone."""
    closes: Line
    """ "The poll closes on {closes}": "Friday 20 March, 5:00 pm"."""
    voted: int = 0
    """How many have voted already."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because the date is yours to choose.",
                what="the launch of the Fernwater Valley Manufacturing Partnership",
                dates=(
                    "Thursday 14 May 2026, 8:30–10:30 am (Mountain time)",
                    "Tuesday 19 May 2026, 8:30–10:30 am (Mountain time)",
                    "Wednesday 20 May 2026, 3:00–5:00 pm (Mountain time)",
                ),
                closes="Friday 20 March, 5:00 pm",
                voted=5,
            )
        )

"""Asks the lead of an action team to set the day of its first call."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    """`teams`: those the reader leads that have no call yet."""

    counted_as = ("lead asked", "leads asked")

    teams: tuple[Line, ...]
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, May 29"."""
    again: bool = False
    """Whether they were asked before."""
    from_day: Line = ""
    """ "between {from_day} and {until_day}": the days that are left of those meant for first calls."""
    until_day: Line = ""
    times: tuple[Line, ...] = ()
    """Of one team: when all could talk, of which the reader picks one."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you lead this team.",
                teams=("A shared apprenticeship",),
                answer_by="Friday, May 29",
                from_day="Thursday, May 28",
                until_day="Thursday, June 11",
                times=samples.TIMES,
                about={"team": 3},
            )
        )

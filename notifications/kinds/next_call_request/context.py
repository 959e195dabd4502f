"""Asks the lead of a team that has no further call on the calendar to set one."""

from typing import Self

from notifications import samples
from notifications.context import Line, TeamLetter


class Context(TeamLetter):
    """`times`: when all could talk, of which the reader picks one; `last_day`: of the last call."""

    counted_as = ("lead asked", "leads asked")

    last_day: Line = ""
    times: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you lead this team.",
                team=samples.TEAM,
                about={"team": 3},
                last_day="Wednesday, June 3",
                times=samples.TIMES,
            )
        )

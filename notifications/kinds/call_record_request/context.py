"""Asks the lead, the day after a call of the team, to write down what came of it."""

from typing import Self

from notifications import samples
from notifications.context import Line, TeamLetter


class Context(TeamLetter):
    """`day`: of the call."""

    counted_as = ("lead asked", "leads asked")

    day: Line

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you lead this team.",
                team=samples.TEAM,
                about={"team": 3},
                day="Wednesday, June 3",
            )
        )

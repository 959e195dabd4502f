"""Tells the lead of an action team what a partner offers."""

from typing import Self

from notifications import samples
from notifications.context import Line, PersonBrief, TeamLetter


class Context(TeamLetter):
    """`offer`: in the words of whoever makes it; `by_day`: when it could be there."""

    is_one_off = True

    offered_by: PersonBrief
    offer: Line
    by_day: Line = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you lead this team.",
                team=samples.TEAM,
                about={"team": 3},
                offered_by=samples.OWNER,
                offer="A room with four lathes on Thursday evenings",
                by_day="Monday, August 31",
            )
        )

"""Tells the members of an action team that it rests, goes into another or ends, and thanks them."""

from enum import StrEnum
from typing import Self

from notifications import samples
from notifications.context import Line, Prose, TeamLetter


class Change(StrEnum):
    """What becomes of a team."""

    RESTS = "rests"
    MERGED = "merged"
    ENDED = "ended"


class Context(TeamLetter):
    """`change`: what becomes of the team; `until_day` or `successor` goes with it. `kept`: how many promises were kept."""

    is_one_off = True

    change: Change = Change.ENDED
    until_day: Line = ""
    successor: Line = ""
    because: Prose = ""
    learned: Prose = ""
    kept: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you are on this team.",
                team=samples.TEAM,
                about={"team": 3},
                because="Twelve apprentices have begun; the college carries it on.",
                learned="One foreman who teaches brings the next.",
                kept=7,
            )
        )

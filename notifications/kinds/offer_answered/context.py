"""Tells whoever offered something to an action team what became of it."""

from typing import Self

from notifications import samples
from notifications.context import Line, Prose, TeamLetter


class Context(TeamLetter):
    """`answer`: what the lead says, in their words; `due_day`: by when it is wanted, where it was taken."""

    is_one_off = True

    offer: Line
    accepted: bool = False
    answer: Prose = ""
    due_day: Line = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you offered this.",
                team=samples.TEAM,
                about={"team": 3},
                offer="A room with four lathes on Thursday evenings",
                accepted=True,
                answer="Exactly what we lack. Can we look at it next week?",
                due_day="Monday, August 31",
            )
        )

"""On the day to which a team rests: asks its lead whether it goes on, rests on or ends."""

from typing import Self

from notifications import samples
from notifications.context import Prose, TeamLetter


class Context(TeamLetter):
    """`because`: why it was laid to rest."""

    because: Prose = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you lead this team.",
                team=samples.TEAM,
                about={"team": 3},
                because="The college rewrites its course until then.",
            )
        )

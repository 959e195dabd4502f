"""Tells somebody that they are off an action team, and takes its calls out of their calendar."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, TeamLetter


class Context(TeamLetter):
    """`call`: the one the entry of which is taken out; none where nobody had told them of any. `taken_over_by`: name."""

    is_one_off = True
    must_be_known = True
    calendar_method = "CANCEL"
    copied_to_assistant = True
    keeps_its_words = True

    call: MeetingBrief | None = None
    taken_over_by: Line = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you were on this team.",
                team=samples.TEAM,
                about={"team": 3},
                call=samples.CALL,
                taken_over_by="Ines Marlow, Marlow Tooling",
            )
        )

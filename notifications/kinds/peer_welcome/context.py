"""Welcomes somebody a member of an action team has named, with what that member says to them."""

from typing import Self

from notifications import samples
from notifications.context import MeetingBrief, PersonBrief, Prose, TeamLetter


class Context(TeamLetter):
    """`named_by`: the member; `words`: what they say. `next_call`: of the team."""

    asks = True

    named_by: PersonBrief
    words: Prose = ""
    next_call: MeetingBrief | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because a member of the partnership named you.",
                team=samples.TEAM.model_copy(
                    update={"outcome": "In a year every company here trains two apprentices."}
                ),
                about={"team": 3},
                named_by=samples.CHAMPIONS[0],
                words="You said last spring that nobody under thirty applies. This is where we change that.",
                next_call=samples.CALL,
            )
        )

"""After a call of an action team: who was there, what was decided and promised, and when the team talks next."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, Line, MeetingBrief, TeamLetter


class Context(TeamLetter):
    """`meeting`: the call; `next_call`: the one after it, where it has a day."""

    is_one_off = True
    copied_to_assistant = True
    post_to_action_team = "notice"

    meeting: MeetingBrief
    there: tuple[Line, ...] = ()
    missed: tuple[Line, ...] = ()
    decisions: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    promises: tuple[CommitmentBrief, ...] = ()
    next_call: MeetingBrief | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you are on this team.",
                team=samples.TEAM,
                about={"team": 3},
                meeting=samples.CALL,
                there=("Ines Calloray, Sample Precision Tools", "Otto Brasswell, Example Castings"),
                missed=("Ravi Oakhurst, Fernwater College",),
                decisions=("We begin with the night shift.", "One course for all five companies."),
                notes=("Two foremen would teach if they are asked in person.",),
                promises=(
                    CommitmentBrief(
                        what="Ask two foremen what they would teach first", due_words="Wednesday, June 17"
                    ),
                    CommitmentBrief(
                        what="Find a room with a lathe",
                        due_words="Friday, June 19",
                        owner="Otto Brasswell, Example Castings",
                    ),
                ),
                next_call=samples.CALL.model_copy(
                    update={"date": "Wednesday, July 1, 2026", "day": "Wednesday, July 1"}
                ),
            )
        )

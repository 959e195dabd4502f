"""Every two months: asks the lead champion of an action team how its goals stand."""

from typing import Self

from notifications import samples
from notifications.context import GoalBrief, Line, MeetingBrief, TeamBrief, TeamLetter


class Context(TeamLetter):
    """`meeting`: the partnership meeting to which the team reports back."""

    goals: tuple[GoalBrief, ...] = ()
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, August 14"."""
    meeting: MeetingBrief | None = None
    reminds: bool = False
    """Whether it was asked already this time."""
    again: bool = False
    """Whether the lead was asked about this team before."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you lead this team.",
                team=TeamBrief(name="A shared apprenticeship", lead="Otto Brasswell, Example Castings"),
                about={"team": 3},
                goals=(
                    GoalBrief(goal="Five companies take apprentices", measure="companies signed"),
                    GoalBrief(goal="One course for all of them", measure="first day of teaching"),
                ),
                answer_by="Friday, August 14",
                meeting=samples.LAUNCH.model_copy(
                    update={
                        "title": "Partnership meeting",
                        "date": "Thursday, August 27, 2026",
                        "day": "Thursday, August 27",
                        "hours": "8:30–10:00 a.m. MT",
                    }
                ),
            )
        )

"""The executive summary of the launch, to those who were there, and to those who could not come."""

from typing import Self

from notifications import samples
from notifications.context import (
    CommitmentBrief,
    DatedLine,
    Line,
    MeetingBrief,
    MessageContext,
    PriorityBrief,
    Prose,
)


class Context(MessageContext):
    """`calls`: the first calls of the action teams. `commitments`: next steps, each with its owner."""

    is_summary = True

    meeting: MeetingBrief
    was_there: bool = True
    """Whether the reader was at the launch; the others could not come."""
    has_part: bool = True
    """Whether the reader is on a team, or has taken something on."""
    next_meeting: MeetingBrief | None = None
    """The next partnership meeting, once it has a date."""
    business_present: int = 0
    summary: Prose = ""
    """The summary in a paragraph or two."""
    priorities: tuple[PriorityBrief, ...] = ()
    commitments: tuple[CommitmentBrief, ...] = ()
    calls: tuple[DatedLine, ...] = ()
    correct_by: Line = ""
    """ "by {correct_by}": "Thursday, May 28"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you were at the launch.",
                meeting=samples.LAUNCH,
                business_present=16,
                summary="Three things came up at every table: too few machinists, too little transport for late "
                "shifts, and too many offices to ask for one answer.",
                priorities=(
                    PriorityBrief(
                        words="A shared apprenticeship for machinists",
                        lead="Ines Calloray, Sample Precision Tools",
                    ),
                    PriorityBrief(
                        words="Night buses to the industrial park",
                        lead="Maren Quillfeather, Placeholder Plastics",
                    ),
                ),
                commitments=(
                    CommitmentBrief(
                        what="Bring the timetable of late shifts",
                        owner="Otto Brasswell, Example Castings",
                        due_words="Friday, May 29",
                    ),
                ),
                calls=(
                    DatedLine(when_words="Wednesday, June 3, 8:00 a.m.", what="A shared apprenticeship"),
                    DatedLine(when_words="Thursday, June 4, 8:00 a.m.", what="Night buses"),
                ),
                correct_by="Thursday, May 28",
            )
        )

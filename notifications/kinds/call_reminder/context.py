"""A day before a call of an action team: a reminder, with the reader's own open next steps."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, DatedLine, MeetingBrief, MessageContext, TeamBrief


class Context(MessageContext):
    """`meeting`: the call. `yours`: the reader's open next steps."""

    about_a_meeting = True
    only_reminds_of_a_date = True
    copied_to_assistant = True
    post_to_action_team = "reminder"

    team: TeamBrief
    meeting: MeetingBrief
    yours: tuple[CommitmentBrief, ...] = ()

    agenda: tuple[DatedLine, ...] = ()
    """What it is about, each part with how long it takes."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you are on this team.",
                team=TeamBrief(name="A shared apprenticeship", lead="Ines Calloray, Sample Precision Tools"),
                meeting=samples.CALL,
                agenda=samples.AGENDA,
                yours=(
                    CommitmentBrief(
                        what="Ask two foremen what they would teach first", due_words="Wednesday, June 3"
                    ),
                ),
            )
        )

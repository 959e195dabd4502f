"""Each quarter: asks an organization how what it promised a team stands."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, Line, MessageContext, TeamBrief


class Context(MessageContext):
    """`commitment`: what the organization promised."""

    counted_as = ("organization asked", "organizations asked")

    commitment: CommitmentBrief
    organization: Line = ""
    team: TeamBrief | None = None
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, September 4"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because your organization promised this.",
                commitment=CommitmentBrief(
                    what="A room with four lathes on Thursday evenings", due_words="Monday, August 31"
                ),
                organization="Fernwater College",
                team=samples.TEAM,
                answer_by="Friday, September 4",
            )
        )

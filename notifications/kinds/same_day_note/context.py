"""On the day of the launch: thanks, when the notes come, and one small request."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext, PriorityBrief
from notifications.traits import CountsAs


class Context(MessageContext):
    counts_as = CountsAs.SAME_DAY_NOTE
    announces = ("executive-summary",)

    meeting: MeetingBrief
    notes_by: Line = ""
    """ "by {notes_by}": "Thursday, May 21"."""
    for_a_partner: bool = False
    """Whether the reader comes from a public or community body: they listen, and run no company here."""
    asks_two_taps: bool = False
    """Whether two taps on the reader's page say if it was worth their time."""
    you_hosted: bool = False
    """Whether the room was the reader's."""
    priorities: tuple[PriorityBrief, ...] = ()
    """What was chosen."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you were at the launch.",
                meeting=samples.LAUNCH,
                notes_by="Thursday, May 21",
                asks_two_taps=True,
                about={"survey": 7},
                promised=samples.promised(*cls.announces),
                priorities=(
                    PriorityBrief(words="A shared apprenticeship for machinists"),
                    PriorityBrief(words="Night buses to the industrial park"),
                ),
            )
        )

"""Tells the facilitator who comes, who does what, and how the meeting runs."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext, Prose


class Context(MessageContext):
    """`guests`: who comes, by name and company. `parts`: who does what, "Welcome the guests: Otto Brasswell"."""

    about_a_meeting = True

    meeting: MeetingBrief
    since: Line = ""
    """When the reader had the names and the rest, "Monday, May 24"; then `guests` and `partners` are only who came since."""
    coming: int = 0
    """How many business leaders come in all."""
    gone: tuple[Line, ...] = ()
    """Who had said yes by then, and comes no more."""
    guests: tuple[Line, ...] = ()
    partners: tuple[Line, ...] = ()
    """Public partners who come, in the same way: they listen."""
    unsure: int = 0
    """How many more may come."""
    parts: tuple[Line, ...] = ()
    agenda: Prose = ""
    """As it was drawn up; empty where the usual one holds."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you facilitate the launch.",
                meeting=samples.LAUNCH,
                guests=(
                    "Otto Brasswell, Example Castings",
                    "Maren Quillfeather, Placeholder Plastics",
                ),
                partners=("Teo Marlind, Fernwater College",),
                coming=2,
                unsure=2,
                parts=("Welcome the guests: Otto Brasswell", "Take the notes: Ravi Oakhurst"),
                agenda="Half an hour for what holds us back, half an hour for what we choose.",
            )
        )

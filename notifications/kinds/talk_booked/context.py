"""Tells both of a talk of two its time, with the entry; again when it moves."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext


class Context(MessageContext):
    """`other`: with whom, by name and company; `calls`: who calls whom, where they do not meet online."""

    is_one_off = True
    must_be_known = True
    answers_at_once = True
    from_the_owner = True
    about_a_meeting = True
    calendar_method = "CONFIRM"
    copied_to_assistant = True

    meeting: MeetingBrief
    other: Line
    other_phone: Line = ""
    own_phone: Line = ""
    """The number the reader is called on."""
    you_call: bool = False
    """Whether the reader is the one who calls."""
    moved: bool = False
    """Whether it had another time before."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                why="You get this because you picked a time for a talk.",
                meeting=samples.LAUNCH.model_copy(
                    update={"title": "Talk of two", "place": "", "address": "", "host": ""}
                ),
                other="Cora Venner, Fernwater College",
                other_phone="+1 555 0100",
                own_phone="+1 555 0142",
            )
        )

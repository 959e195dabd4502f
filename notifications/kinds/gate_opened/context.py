"""Tells the convener that a gate has opened and what happens next."""

from typing import Self

from notifications import samples
from notifications.context import DatedLine, Line, MessageContext


class Context(MessageContext):
    """`settled`: what was settled and by whom, in sentences. `waived`: what was set aside, by whom and until when."""

    is_one_off = True

    step_title: Line
    gate_title: Line
    next_title: Line = ""
    """The gate or step that comes next."""
    coming: tuple[DatedLine, ...] = ()
    """The next messages and dates."""
    settled: tuple[Line, ...] = ()
    waived: tuple[Line, ...] = ()

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you convene this partnership.",
                step_title="Prepare to launch",
                gate_title="Two champions",
                next_title="Date, place and facilitator",
                settled=(
                    "Otto Brasswell and Ines Calloray have agreed to sign the letter and to welcome guests.",
                ),
                waived=("“They care about the region”: set aside by you until Monday, May 4.",),
                coming=(
                    DatedLine(
                        when_words="Tuesday, March 3", what="The letter goes to both champions to sign"
                    ),
                ),
            )
        )

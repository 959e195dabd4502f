"""Asks somebody to do a piece of work of the launch, on the page where it is done."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    """`work`: what it is, as its title says; `still_open`: the questions of its checklist that
    wait."""

    quotes_playbook = True
    counted_as = ("person asked", "people asked")

    work: Line
    still_open: tuple[Line, ...] = ()
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, April 24"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you convene this partnership.",
                work="Settle date, place and roles of the launch",
                still_open=("Date and time", "A place at a company", "Roles at the meeting"),
                link="https://launch.example.org/partnerships/fernwater/meetings/1",
                answer_by="Friday, April 24",
            )
        )

"""Asks somebody how things stand, in a few statements; again, while they are silent."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext
from notifications.traits import Wants


class Context(MessageContext):
    wants = (Wants.SURVEY,)
    counted_as = ("person asked", "people asked")
    quotes_playbook = True

    survey: Line
    """Its title: "How healthy is the partnership?"."""
    intro: Line = ""
    statements: int
    minutes: int = 1
    """What it takes."""
    closes: Line
    """ "until {closes}": "Friday, March 20, 5:00 p.m."."""
    is_grouped: bool = False
    """Whether nobody can tell who said what."""
    reminders: int = 0
    """How often the reader was reminded, this time among them."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.LEADER,
                survey="How healthy is our partnership?",
                intro="Twelve statements about region, lead, solutions, partners, and plan.",
                statements=12,
                minutes=2,
                closes="Friday, March 20, 5:00 p.m.",
                is_grouped=True,
                about={"survey": 7},
            )
        )

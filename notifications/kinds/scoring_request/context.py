"""Asks a member of the team to score a few sectors by themselves."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    sectors: tuple[Line, ...]
    """Each with its figures, where there are some: "Manufacturing (Q1 2026: 26,532 jobs, …)"."""
    score_by: Line = ""
    """ "by {score_by}": "Friday, March 6"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                sectors=(
                    "Manufacturing (Q1 2026: 26,532 jobs, $1,319 a week, +1.0% over the year, quotient 1.22)",
                    "Construction (Q1 2026: 21,104 jobs, $1,087 a week, +4.2% over the year, quotient 1.61)",
                    "Health care and social assistance",
                ),
                score_by="Friday, March 6",
            )
        )

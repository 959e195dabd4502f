"""The data brief, to the support team and the champions."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, Prose


class Context(MessageContext):
    """`summary`: what the brief says, in a paragraph. The pages are behind the reader's own link."""

    title: Line
    """ "Manufacturing in Fernwater Valley"."""
    period: Line
    """Of the figures: "1st quarter 2026"."""
    summary: Prose = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                title="Manufacturing in Fernwater Valley",
                period="1st quarter 2026",
                summary="Manufacturing is number 2 of 19: 26,532 jobs at 798 establishments. It is 1.22 times as "
                "common here as in the nation, and it pays $1,319 a week.",
            )
        )

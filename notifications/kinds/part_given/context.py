"""Tells somebody that they may sign in for one partnership, and what for."""

from typing import Annotated, Self

from pydantic import Field

from notifications import samples
from notifications.account_letter import AccountLetter
from notifications.context import Line


class Context(AccountLetter):
    """`link`: where their part stands; whoever opens it is asked to sign in first."""

    link: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
    partnership_name: Line
    role: Line
    """As records name it; what it lets them do, each language says in its own words."""
    let_in_by: Line

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because Dana Whitlock has let you in.",
                unsubscribe_url="",
                link="https://launch.example.org/partnerships/high-valley/part",
                partnership_name="High Valley Manufacturing Partnership",
                role="scribe",
                let_in_by="Dana Whitlock",
            )
        )

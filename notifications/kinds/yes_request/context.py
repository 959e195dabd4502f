"""Asks a co-convener for a second yes, where the playbook wants two people for a waiver or a release."""

from typing import Annotated, Self

from pydantic import Field

from notifications import samples
from notifications.account_letter import AccountLetter
from notifications.context import Line


class Context(AccountLetter):
    """`link`: where it is agreed to or refused; whoever opens it is asked to sign in first."""

    quotes_english = True
    asks_for_a_second_yes = True

    link: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
    partnership_name: Line
    asked_by: Line
    what: Annotated[Line, Field(max_length=600)]
    """What is to be set aside, or released to whom."""
    because: Annotated[Line, Field(max_length=600)] = ""
    """Why, in the words of whoever asks."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because you convene the High Valley Manufacturing Partnership.",
                unsubscribe_url="",
                link="https://launch.example.org/partnerships/high-valley/second-yes",
                partnership_name="High Valley Manufacturing Partnership",
                asked_by="Dana Whitlock",
                what="Set “One shared table” aside until Monday, May 3",
                because="Two of us start in May.",
            )
        )

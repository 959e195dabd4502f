"""Word to every keeper of the installation of what another one did."""

from typing import Annotated, Self

from pydantic import Field

from notifications import samples
from notifications.account_letter import AccountLetter
from notifications.context import Line


class Context(AccountLetter):
    quotes_english = True

    news: Annotated[Line, Field(max_length=600)]
    """What holds from now on, in a sentence."""
    done_by: Line

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you keep, or kept, this installation.",
                unsubscribe_url="",
                link="https://launch.example.org/settings",
                news="Sam Rivera (sam@example.org) keeps the installation from now on.",
                done_by="Dana Whitlock",
            )
        )

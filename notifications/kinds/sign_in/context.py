"""The one-time link by which the convener signs in."""

from typing import Annotated, Self

from pydantic import Field

from notifications import samples
from notifications.context import Line, MessageContext
from notifications.traits import OwnWordsIn


class Context(MessageContext):
    to_an_account = True
    is_one_off = True
    must_be_known = True
    is_private = True
    may_be_repeated = False
    own_words = OwnWordsIn.NOTHING

    link: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
    """The one-time link."""
    valid_words: Line = ""
    """How it may be used: "once, for 30 minutes"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because someone asked for a sign-in link with this address.",
                unsubscribe_url="",
                link="https://launch.example.org/sign-in/sample-once",
                valid_words="once, for 30 minutes",
            )
        )

"""Asks whoever signs in to agree to another address, at the old one, and then to confirm it at the new one."""

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
    """Where it is agreed to, or confirmed; good once."""
    new_address: Line
    old_address: Line = ""
    """Named at the new address only: there it is to be confirmed; at the old one it is to be agreed to."""
    valid_words: Line = ""
    """How the link may be used: "once, for 24 hours"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you asked to sign in with another address.",
                unsubscribe_url="",
                link="https://launch.example.org/account/address/sample-once",
                new_address="dana.whitlock@example.org",
                old_address="dana@example.org",
                valid_words="once, for 24 hours",
            )
        )

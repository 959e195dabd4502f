"""Word to somebody whom a keeper has see every partnership of the installation."""

from typing import Self

from notifications import samples
from notifications.account_letter import AccountLetter
from notifications.context import Line


class Context(AccountLetter):
    done_by: Line

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you see, or saw, every partnership here.",
                unsubscribe_url="",
                link="https://launch.example.org/sign-in",
                done_by="Dana Whitlock",
            )
        )

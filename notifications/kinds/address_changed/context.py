"""Word to the old address and to the new one that somebody signs in with another address now."""

from typing import Self

from notifications import samples
from notifications.account_letter import AccountLetter
from notifications.context import Line


class Context(AccountLetter):
    new_address: Line
    old_address: Line
    changed_by: Line = ""
    """Who changed it, where it was not the owner."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because the address you sign in with has changed.",
                unsubscribe_url="",
                link="https://launch.example.org/sign-in",
                new_address="dana.whitlock@example.org",
                old_address="dana@example.org",
            )
        )

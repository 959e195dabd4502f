"""Asks whoever signs in to agree to another address, at the old one, and then to confirm it at the new one."""

from typing import Self

from notifications import samples
from notifications.account_letter import OneTimeLink
from notifications.context import Line


class Context(OneTimeLink):
    """`link`: where it is agreed to, or confirmed."""

    new_address: Line
    old_address: Line = ""
    """Named at the new address only: there it is to be confirmed; at the old one it is to be agreed to."""

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

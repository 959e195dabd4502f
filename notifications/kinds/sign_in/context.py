"""The one-time link by which somebody with an account signs in."""

from typing import Self

from notifications import samples
from notifications.account_letter import OneTimeLink


class Context(OneTimeLink):
    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because someone asked for a sign-in link with this address.",
                unsubscribe_url="",
                link="https://launch.example.org/sign-in/sample-once",
                valid_words="once, for 24 hours",
            )
        )

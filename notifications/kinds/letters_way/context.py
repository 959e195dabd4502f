"""Asks keepers of the installation to agree that letters leave another way: whoever asked, by a link sent the old way."""

from typing import Self

from notifications import samples
from notifications.account_letter import OneTimeLink
from notifications.context import Line


class Context(OneTimeLink):
    """`link`: where it is agreed to: a page of one's own for whoever asked, the settings for other keepers."""

    asked_by: Line = ""
    """Named to the other keepers; empty for the one who asked."""
    new_way: Line
    """The address of the channel, its secrets masked."""
    new_sender: Line
    until_words: Line
    """The day on which it lapses."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you keep this installation.",
                unsubscribe_url="",
                link="https://launch.example.org/account/letters/sample-once",
                new_way="letters://…@mail.example.net",
                new_sender="launch@example.net",
                until_words="March 11",
            )
        )

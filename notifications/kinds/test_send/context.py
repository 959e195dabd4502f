"""Proves that a channel works before anything real leaves by it."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext
from notifications.traits import OwnWordsIn


class Context(MessageContext):
    is_one_off = True
    must_be_known = True
    may_be_repeated = False
    own_words = OwnWordsIn.NOTHING

    channel: Line
    """The channel's tag or its masked address."""
    sent_at_words: Line = ""
    """ "at {sent_at_words}": "9:12 a.m. on Monday, March 2, 2026"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CONVENER_HERSELF,
                why="You get this because you asked for a test of this channel.",
                unsubscribe_url="",
                channel="mail.example.org",
                sent_at_words="9:12 a.m. on Monday, March 2, 2026",
            )
        )

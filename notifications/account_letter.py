"""What the letters to whoever signs in have in common, beside what every message has."""

from typing import Annotated

from pydantic import Field

from notifications.context import Line, MessageContext
from notifications.traits import OwnWordsIn


class AccountLetter(MessageContext):
    """To somebody who signs in, about that: asked for just now, and read by nobody else."""

    to_an_account = True
    is_one_off = True
    must_be_known = True
    is_private = True
    may_be_repeated = False
    own_words = OwnWordsIn.NOTHING


class OneTimeLink(AccountLetter):
    """Brings a link that is good once."""

    link: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
    valid_words: Line = ""
    """How the link may be used: "once, for 24 hours"."""

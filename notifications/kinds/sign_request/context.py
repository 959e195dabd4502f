"""Asks a champion to sign the invitation letter."""

from typing import Self

from notifications import samples
from notifications.context import Line, MeetingBrief, MessageContext, PersonBrief, Prose
from notifications.traits import Wants


class Context(MessageContext):
    wants = (Wants.SIGNATURE,)
    asks_to_sign = True
    about_a_meeting = True

    sign_by: Line = ""
    """ "by {sign_by}": "Friday, March 20"."""
    asked_on: Line = ""
    """ "on {asked_on}": when the reader was asked for these very words before; empty the first time."""
    changed: bool = False
    """Whether the reader was asked before, for other words."""
    letter: Prose = ""
    """The letter as it would go out, so that it can be read before anything is pressed."""
    co_signers: tuple[PersonBrief, ...] = ()
    """The other champions under the letter."""
    meeting: MeetingBrief | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                sender=samples.OWNER,
                why="You get this because you agreed to sign the letter.",
                sign_by="Friday, March 20",
                letter="We run companies in this valley, as you do.\n\nWe ask you to spend two hours with us on "
                "what holds our industry back, and on what we could do about it together.",
                co_signers=(samples.CHAMPIONS[1],),
                meeting=samples.LAUNCH,
            )
        )

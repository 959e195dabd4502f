"""Asks whoever can help with a next step that somebody took on and cannot carry alone."""

from typing import Self

from notifications import samples
from notifications.context import CommitmentBrief, MessageContext, PersonBrief, Prose


class Context(MessageContext):
    """`who`: who asks, with the number to call. `reason`: what would help, in their words."""

    is_one_off = True

    who: PersonBrief
    commitments: tuple[CommitmentBrief, ...]
    reason: Prose = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                why="You get this because someone you work with asks for help.",
                who=PersonBrief(
                    name="Maren Quillfeather",
                    organization="Placeholder Plastics",
                    email="maren@example.org",
                    phone="+1 555 010 0142",
                ),
                commitments=(
                    CommitmentBrief(what="Open the plant to teachers", due_words="Friday, June 12"),
                ),
                reason="I can host twenty people, and need someone who invites the schools.",
            )
        )

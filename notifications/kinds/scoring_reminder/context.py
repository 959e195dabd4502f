"""Reminds a member of the team who has not scored the sectors yet."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    sectors: tuple[Line, ...]
    scored: int = 0
    """How many have scored already."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                sectors=("Manufacturing", "Construction", "Health care and social assistance"),
                scored=4,
            )
        )

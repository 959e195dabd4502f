"""Shows the team everyone's scores, laid open, before it scores together."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext


class Context(MessageContext):
    results: tuple[Line, ...]
    """ "Manufacturing: 4.2 on average, from 3 to 5"; the best first. No names: the table with names is on the convener's page."""
    to_talk_about: tuple[Line, ...] = ()
    """Sectors on which the members are far apart."""
    scored: int = 0

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                results=(
                    "Manufacturing: 4.2 on average, from 3 to 5",
                    "Construction: 3.4 on average, from 1 to 5",
                    "Health care and social assistance: 3.0, all alike",
                ),
                to_talk_about=("Manufacturing", "Construction"),
                scored=5,
            )
        )

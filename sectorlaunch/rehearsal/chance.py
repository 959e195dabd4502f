"""What a seed decides: how quickly people answer, and what. The order in which things happen changes none of it."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from sectorlaunch.tables import Person


class Temperament(StrEnum):
    PROMPT = "prompt"
    SLOW = "slow"
    NEEDS_REMINDING = "needs reminding"
    SILENT = "silent"
    """Answers the phone, not letters."""


_AT_THE_TABLE = (45, 28, 20, 7)
_INVITED = (28, 25, 22, 25)
"""Shares of the temperaments among those with a role, and among guests, in percent."""


@dataclass(frozen=True)
class Chance:
    seed: int

    def of(self, *what: object) -> Random:
        """The dice for one decision, always the same for the same seed and words."""
        return Random("/".join(map(str, (self.seed, *what))))

    def temperament(self, person: Person, *, at_the_table: bool) -> Temperament:
        shares = _AT_THE_TABLE if at_the_table else _INVITED
        return self.of("temperament", key(person)).choices(list(Temperament), weights=shares)[0]


def key(person: Person) -> str:
    """What a person's dice go by: the same in every rehearsal of the same files."""
    return person.email or person.name

"""What is planned below a partnership, what was held, and what is left. Pure: numbers in, numbers and words out."""

from dataclasses import dataclass

DEEPEST = 3
"""Levels of partnerships, the one on top counted."""
MOST_PLANNED = 200


@dataclass(frozen=True)
class Counts:
    """How many are planned below a partnership, and how many of them have been held."""

    planned: int
    held: int

    @property
    def left(self) -> int:
        """Never below zero: more may have been held than were planned."""
        return max(0, self.planned - self.held)

    @property
    def words(self) -> str:
        """Such as "15 held, 14 planned"; what is left is named while something is."""
        left = f", {self.left} left" if self.left else ""
        return f"{self.held} held, {self.planned} planned{left}"


def why_not_below(levels_above: int, levels_below: int, *, is_circle: bool) -> str:
    """Why a partnership cannot hang there, in a sentence; empty where it can.

    `levels_above` are those from the top down to the one it would hang below, that one counted; `levels_below` those from
    it down, itself counted.
    """
    if is_circle:
        return "It stands above this one already, and nothing hangs below itself."
    if levels_above + levels_below > DEEPEST:
        return f"Partnerships stand on {DEEPEST} levels at most, and this would be one more."
    return ""

"""What people have said about a gate: answers and waivers, as evaluation sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Said = Literal["done", "still open", "not relevant"]


@dataclass(frozen=True)
class GivenAnswer:
    """One person's answer to one question. `answered_on` is a date in the partnership's zone."""

    person_id: int
    name: str
    question_key: str
    verdict: Said
    note: str
    answered_on: date
    by_convener: bool
    """Whether the person is a convener of this partnership (not: whether a convener typed it in)."""


@dataclass(frozen=True)
class GivenWaiver:
    """A question, or with None every question of the gate, set aside up to and with the day `until`."""

    question_key: str | None
    given_by: str
    why: str
    until: date

    def covers(self, question_key: str) -> bool:
        return self.question_key in (None, question_key)


def latest(answers: Iterable[GivenAnswer], question_key: str) -> tuple[GivenAnswer, ...]:
    """The last answer of each person to the question, in the order they were given. `answers` is oldest first."""
    by_person: dict[int, GivenAnswer] = {}
    for answer in answers:
        if answer.question_key == question_key:
            by_person.pop(answer.person_id, None)
            by_person[answer.person_id] = answer
    return tuple(by_person.values())

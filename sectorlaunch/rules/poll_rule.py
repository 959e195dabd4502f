"""How a date poll is decided: votes in, the date and the reason in words out. Pure; no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sectorlaunch.tables import PollChoice, PollRule

Votes = Mapping[int, PollChoice]
"""Person → what they said to one date."""


@dataclass(frozen=True)
class Ballot:
    """One date and what was said to it. `starts_at` is aware."""

    option_id: int
    starts_at: datetime
    votes: Votes

    def count(self, choice: PollChoice, among: frozenset[int] | None = None) -> int:
        """How many said this; of `among` only, where it is given."""
        return sum(said is choice for person, said in self.votes.items() if among is None or person in among)

    @property
    def suits_somebody(self) -> bool:
        return any(said is not PollChoice.NO for said in self.votes.values())


@dataclass(frozen=True)
class Decision:
    """`option_id` is None when no date suits anybody; `why` is a sentence."""

    option_id: int | None
    why: str


def decide(rule: PollRule, ballots: Sequence[Ballot], champions: frozenset[int] = frozenset()) -> Decision:
    """Most "yes", then most "if need be", then the earliest.

    With `CHAMPIONS_FIRST` the votes of `champions` are compared that way before those of everyone; they are counted
    in both. A date nobody can make is never chosen. Source: the readiness gate before a launch wants the date settled
    among champions and team (S2 slide 9); whose calendar decides is our rule.
    """
    if not any(ballot.votes for ballot in ballots):
        return Decision(None, "Nobody voted, so no date is set.")
    left = [ballot for ballot in ballots if ballot.suits_somebody]
    if not left:
        return Decision(None, "None of the dates suits anybody, so no date is set.")
    if len(left) == 1:
        return Decision(left[0].option_id, "It is the only date that suits anybody.")
    tied = ""
    for among, choice, words in _stages(rule, champions):
        counts = [ballot.count(choice, among) for ballot in left]
        best = max(counts)
        ahead = [ballot for ballot, count in zip(left, counts, strict=True) if count == best]
        if len(ahead) == 1:
            second = sorted(counts)[-2]
            return Decision(
                ahead[0].option_id, f"{tied}It has most {words}: {best}, and the next date {second}."
            )
        if len(ahead) < len(left) or best:
            tied = f"{_in_words(len(ahead))} dates have as many {words}, {best} each. "
        left = ahead
    earliest = min(left, key=lambda ballot: (ballot.starts_at, ballot.option_id))
    return Decision(earliest.option_id, f"{tied}It is the earliest of them.")


def _in_words(number: int) -> str:
    return {2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(number, str(number))


def _stages(rule: PollRule, champions: frozenset[int]) -> list[tuple[frozenset[int] | None, PollChoice, str]]:
    everyone = [
        (None, PollChoice.YES, "“yes”"),
        (None, PollChoice.IF_NEED_BE, "“if need be”"),
    ]
    if rule is PollRule.EVERYONE_ALIKE or not champions:
        return list(everyone)
    return [
        (champions, PollChoice.YES, "“yes” from the champions"),
        (champions, PollChoice.IF_NEED_BE, "“if need be” from the champions"),
        *everyone,
    ]

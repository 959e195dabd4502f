"""From the number wanted in the room to the number of letters, corrected as answers come in. Pure numbers.

The playbook's funnel has three stages: of those contacted some answer with interest, of these some say they come, of
these some are in the room (G: 75, 40, 23, 15). Each answer of this partnership's guests counts beside the playbook's
experience, which weighs as much as `WEIGHT` answers: few answers move the rates a little, many make them their own.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

WEIGHT = 20
"""How many answers the playbook's rates are worth."""


@dataclass(frozen=True)
class Rates:
    """What the playbook expects of so many letters."""

    contacted: int = 75
    interested: int = 40
    signed_up: int = 23
    present: int = 15

    @property
    def are_usable(self) -> bool:
        return self.contacted >= self.interested >= self.signed_up >= self.present > 0


@dataclass(frozen=True)
class Answers:
    """What business leaders on the list have said so far."""

    invited: int = 0
    coming: int = 0
    maybe: int = 0
    declined: int = 0

    @property
    def answered(self) -> int:
        return self.coming + self.maybe + self.declined

    @property
    def silent(self) -> int:
        return self.invited - self.answered


@dataclass(frozen=True)
class Funnel:
    target: int
    invited: int
    answered: int
    yes_rate: Fraction
    """Of those who answer, how many come, as it looks now; a maybe is half a yes."""
    still_to_answer: Fraction
    """How many of the silent are expected to answer yet."""
    expected: Fraction
    """Business leaders expected in the room."""
    needed: int
    """How many must be on the list for the target."""

    @property
    def to_invite(self) -> int:
        return max(0, self.needed - self.invited)

    @property
    def sentence(self) -> str:
        return (
            f"{self.target} are wanted in the room. With {self.invited} on the list and {self.answered} answers, about "
            f"{round(self.expected)} can be expected; {_ask(self.to_invite)}"
        )


def plan(target: int, rates: Rates, answers: Answers) -> Funnel:
    """How many to invite for `target` in the room, and how many to expect.

    Those who come show up at the playbook's rate. Of the silent, as many are expected to answer as the playbook's share
    of answers leaves open, and to say yes at the corrected rate. Raises ValueError for rates that grow or reach nobody.
    """
    if not rates.are_usable:
        raise ValueError(
            "Each number of the funnel must be at most the one before it, and the last above zero."
        )
    answer_rate = Fraction(rates.interested, rates.contacted)
    prior_yes = Fraction(rates.signed_up, rates.interested)
    show_rate = Fraction(rates.present, rates.signed_up)
    said_yes = answers.coming + Fraction(answers.maybe, 2)
    yes_rate = (WEIGHT * prior_yes + said_yes) / (WEIGHT + answers.answered)
    still = max(Fraction(0), min(Fraction(answers.silent), answer_rate * answers.invited - answers.answered))
    expected = (said_yes + still * yes_rate) * show_rate
    missing = max(Fraction(0), target - expected)
    # One more letter brings so many into the room; never quite nobody, or no list would be long enough.
    each = max(answer_rate * yes_rate * show_rate, Fraction(1, 100))
    surplus = max(Fraction(0), expected - target)
    needed = answers.invited + ceil(missing / each) if missing else _enough(answers.invited, surplus, each)
    return Funnel(target, answers.invited, answers.answered, yes_rate, still, expected, needed)


def outnumbered(
    business_invited: int, public_invited: int, business_coming: int, public_coming: int
) -> tuple[str, ...]:
    """Warnings when public partners would outnumber business leaders, by invitation or by answer (S2 slide 9)."""
    said = []
    if public_invited > 0 and public_invited >= business_invited:
        said.append(
            f"{_counted(public_invited, 'public partner')} and {_counted(business_invited, 'business leader')} "
            "are on the list: "
            "business leaders should be the most."
        )
    if public_coming > 0 and public_coming >= business_coming:
        said.append(
            f"{_counted(public_coming, 'public partner')} and {_counted(business_coming, 'business leader')} say they come: "
            "phone more leaders, or ask some partners to stay away this once."
        )
    return tuple(said)


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _enough(invited: int, surplus: Fraction, each: Fraction) -> int:
    return max(0, invited - int(surplus / each))


def _ask(more: int) -> str:
    if more == 0:
        return "that is enough."
    return "one more letter is needed." if more == 1 else f"{more} more letters are needed."

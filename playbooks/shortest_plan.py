"""Whether a launch date can hold: how long a playbook takes until its letter leaves, and what may be dropped. Pure dates."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from languages import DEFAULT
from languages.formatting import in_words
from playbooks.calendar import Calendar
from playbooks.model import Anchor, Gate, Playbook, Roll, Step
from playbooks.wording import day_in_words

USUAL = {"one_meeting_days": 2, "by_phone_days": 5, "shortest_lead_days": 14}
"""What a squeezed plan counts with, by the names of the playbook's numbers; for playbooks that do not state them.

Business days for all questions together, answered at one table instead of by mail; business days to ask champions and
have the letter signed, where everybody is called; days between letter and launch below which hardly anybody can come.
"""
LEAD = "invitation_lead_days"


def mistakes_in(numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """What is wrong with the numbers of a squeezed plan: the name of each, and what to do about it."""
    for name, usual in USUAL.items():
        if numbers.get(name, usual) < 1:
            yield name, "a squeezed plan needs at least a day; give 1 or more"
    shortest = numbers.get("shortest_lead_days", 0)
    if LEAD in numbers and shortest > numbers[LEAD]:
        yield "shortest_lead_days", f"it is longer than `{LEAD}` ({numbers[LEAD]}); make it shorter or equal"


@dataclass(frozen=True)
class Stretch:
    """One gate on the way to the letter."""

    gate: str
    title: str
    days: int
    """Business days it takes where everybody answers on the last day they are given."""
    asks_champions: bool = False


@dataclass(frozen=True)
class Drop:
    """Something to do otherwise, so that an earlier date holds."""

    what: str
    earliest: date
    """The first launch that holds with it, and with those named before it."""


@dataclass(frozen=True)
class Plan:
    """How a launch on `wanted` stands."""

    wanted: date
    letter_on: date
    earliest: date
    drops: tuple[Drop, ...] = ()
    """In the order in which they cost least; as many as the date takes, or all there are."""

    @property
    def holds(self) -> bool:
        return self.wanted >= self.earliest

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to tell whoever sets the date; nothing where it holds."""
        if self.holds:
            return ()
        wanted, earliest = day_in_words(self.wanted), day_in_words(self.earliest, self.wanted)
        said = f"{wanted} cannot hold at the pace of this plan; the earliest is {earliest}."
        if not self.drops:
            return (said,)
        ways = "; ".join(drop.what for drop in self.drops)
        last = self.drops[-1].earliest
        if last <= self.wanted:
            return (said, f"To hold {wanted}, {ways}.")
        return (said, f"Even if you {ways}, the earliest is {day_in_words(last, self.wanted)}.")


def look(
    playbook: Playbook,
    settled: Collection[str],
    letters: Collection[str],
    today: date,
    wanted: date,
    numbers: Mapping[str, int],
    calendar: Calendar,
) -> Plan:
    """Looks at a launch on `wanted`, seen on `today`, both on the partnership's calendar.

    `settled` are the keys of the gates that are open, `letters` the kinds that invite to the launch, `numbers` those the
    launch is held to: the days between letter and launch (S2 slide 9: a month), and what `USUAL` names.
    """
    lead, least = numbers.get(LEAD, 0), {**USUAL, **numbers}
    ahead = [one for one in stretches(playbook, letters) if one.gate not in settled]

    def earliest(days: int, lead: int) -> date:
        return calendar.roll(calendar.add_business_days(today, days) + timedelta(days=lead), Roll.LATER)

    days = sum(one.days for one in ahead)
    plan = Plan(wanted, calendar.add_business_days(today, days), earliest(days, lead))
    if plan.holds:
        return plan
    drops: list[Drop] = []
    for what, days, lead_days in _ways(ahead, lead, least):
        sooner = Drop(what, earliest(days, lead_days))
        if sooner.earliest < (drops[-1].earliest if drops else plan.earliest):
            drops.append(sooner)
        if sooner.earliest <= wanted:
            break
    return replace(plan, drops=tuple(drops))


def _ways(ahead: Sequence[Stretch], lead: int, least: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """What may be done otherwise, with the business days and the lead that are left then; each on top of the last."""
    by_mail = [one for one in ahead if not one.asks_champions]
    champions = sum(one.days for one in ahead if one.asks_champions)
    together = min(least["one_meeting_days"], sum(one.days for one in by_mail))
    if len(by_mail) > 1:
        yield f"settle {_span(by_mail)} in one meeting instead of by mail", together + champions, lead
    if champions > (called := least["by_phone_days"]):
        champions = called
        yield "ask the champions by phone, and have them sign that week", together + champions, lead
    if lead > (shortest := least["shortest_lead_days"]):
        said = f"waive the lead time, and let the letter leave {shortest} days ahead instead of {lead}"
        yield said, together + champions, shortest


def _span(gates: Sequence[Stretch]) -> str:
    """Gates in a sentence: two by name, more by the first and the last, since nobody reads eight titles in a row."""
    first, *between, last = (f"“{one.title}”" for one in gates)
    if not between:
        return f"{first} and {last}"
    return f"all {in_words(DEFAULT, len(gates))} gates from {first} to {last}"


def stretches(playbook: Playbook, letters: Collection[str]) -> list[Stretch]:
    """The gates that come before the letter, in order; none where the playbook has no letter."""
    found: list[Stretch] = []
    for step in playbook.steps:
        for item in step.order:
            if isinstance(item, Gate):
                found.append(_stretch(step, item))
            elif any(touch.kind in letters for touch in item.touches):
                return found
    return []


def _stretch(step: Step, gate: Gate) -> Stretch:
    """Every gate takes a day; one that people are asked about takes as long as they are given."""
    touches = [
        (touch.when.anchor, touch.when.days + touch.answer_in)
        for activity in step.activities
        if activity.before == gate.key
        for touch in activity.touches
        if touch.answer_in is not None
    ]
    asked = [days for anchor, days in touches if anchor in _FROM_THE_START]
    signing = [days for anchor, days in touches if anchor is Anchor.CHAMPION_AGREED]
    days = max([1, *asked])
    return Stretch(gate.key, gate.title, days + max([0, *signing]), asks_champions=bool(signing))


_FROM_THE_START = (Anchor.STEP_OPENED, Anchor.ACTIVITY_BEGUN)

"""Measures the mailboxes of a rehearsal, by what their owners are, and writes docs/concepts/mailboxes.md: `make mailboxes`.

With a partnership file it prints the table of that one: `python -m docs.write_mailboxes FILE [SEED [FIRST-DAY]]`.
"""

import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import textstat

from notifications.rendering import traits
from sectorlaunch.rehearsal import rehearse
from sectorlaunch.rehearsal.result import MessageOut, Rehearsal
from tests.story.reading import sentences

PAGE = Path(__file__).parent / "concepts" / "mailboxes.md"
SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
SEED, BEGINS = 1, date(2026, 3, 2)
COMES = "guest who comes"
TELLS = (
    ("convener", {"weekly-digest"}),
    ("facilitator", {"facilitator-brief"}),
    ("assistant", set()),
    ("champion", {"champion-thanks"}),
    ("support team", {"welcome"}),
    ("scribe", {"summary-nag"}),
    (COMES, {"same-day-note", "no-show-note"}),
    ("guest who declines", {"declined-thanks"}),
    ("guest who stays silent", {"invitation"}),
)
"""What somebody is, by a letter that nobody else gets; the first that fits. An assistant gets copies alone."""
OTHERS = "other partner"
TEXT = """# Mailboxes

What people get during one launch, counted in the rehearsal of the sample with seed 1. `make mailboxes` writes the table anew.

{table}

- **Mails**: the half of its readers who get fewest get at most so many, from the first day to the last; then the most.
- **In a week**: the most somebody gets from a Monday to a Sunday, without the replies to what they have just answered.
  The playbook's number is five.
- **Silence**: the longest time without a word, in days, from the first letter to the launch; of a guest who comes, from their
  yes. A guest who comes waits 30 at most.
- **Grade**: American school years by Flesch and Kincaid, the median of all letters. Nine is the most for business leaders.

The convener gets {convener} from the welcome to four weeks after the launch; forty is the most she reads.
"""


@dataclass(frozen=True)
class Role:
    """The figures of all who are the same."""

    name: str
    readers: int
    mails: int
    most: int
    in_a_week: int
    silence: int
    grade: float


def page(rehearsal: Rehearsal) -> str:
    return TEXT.format(table=table(rehearsal), convener=to_the_convener(rehearsal))


def table(rehearsal: Rehearsal) -> str:
    rows = (
        f"| {one.name} | {one.readers} | {one.mails}, at most {one.most} | {one.in_a_week} | {one.silence} | {one.grade:.1f} |"
        for one in roles(rehearsal)
    )
    head = ("| reader | of them | mails | in a week | silence | grade |", "|---|---|---|---|---|---|")
    return "\n".join([*head, *rows])


def to_the_convener(rehearsal: Rehearsal) -> int:
    """How many messages the convener gets until four weeks after the launch."""
    until = launch_day(rehearsal) + timedelta(days=28)
    (box,) = (box for name, box in by_role(rehearsal) if name == "convener")
    return sum(message.at.date() <= until for message in box)


def roles(rehearsal: Rehearsal) -> Iterator[Role]:
    textstat.set_lang("en")
    boxes: dict[str, list[Sequence[MessageOut]]] = defaultdict(list)
    for name, box in by_role(rehearsal):
        boxes[name].append(box)
    for name in (*(name for name, _ in TELLS), OTHERS):
        if found := boxes[name]:
            yield _figures(name, found, launch_day(rehearsal))


def by_role(rehearsal: Rehearsal) -> Iterator[tuple[str, Sequence[MessageOut]]]:
    """Each mailbox, in order of time, with what its owner is."""
    boxes: dict[str, list[MessageOut]] = defaultdict(list)
    for message in rehearsal.messages:
        boxes[message.to].append(message)
    for box in boxes.values():
        kinds = {message.kind for message in box}
        only_copies = all(message.subject.startswith("For ") for message in box)
        fits = (name for name, tells in TELLS if (tells & kinds if tells else only_copies))
        yield next(fits, OTHERS), box


def launch_day(rehearsal: Rehearsal) -> date:
    assert rehearsal.launch_on is not None
    return rehearsal.launch_on


def _figures(name: str, boxes: Sequence[Sequence[MessageOut]], launch: date) -> Role:
    counts = sorted(map(len, boxes))
    return Role(
        name=name,
        readers=len(boxes),
        mails=statistics.median_low(counts),
        most=counts[-1],
        in_a_week=max(map(_most_in_a_week, boxes)),
        silence=max(_longest_silence(box, launch, from_yes=name == COMES) for box in boxes),
        grade=statistics.median(map(_grade, (message for box in boxes for message in box))),
    )


def _most_in_a_week(box: Iterable[MessageOut]) -> int:
    weeks = [one.at.isocalendar()[:2] for one in box if not traits(one.kind).replies_to_an_answer]
    return max((weeks.count(week) for week in weeks), default=0)


def _longest_silence(box: Sequence[MessageOut], launch: date, *, from_yes: bool) -> int:
    """In days. Whoever came without having said so was promised no word."""
    before = [one for one in box if one.at.date() <= launch]
    if from_yes:
        yes = next((place for place, one in enumerate(before) if one.kind == "coming-confirmed"), len(before))
        before = before[yes:]
    days = [one.at.date() for one in before]
    if not days:
        return 0
    return max(((later - earlier).days for earlier, later in pairwise([*days, launch])), default=0)


def _grade(message: MessageOut) -> float:
    return float(textstat.flesch_kincaid_grade(sentences(message.text)))


def main() -> None:
    if len(sys.argv) == 1:
        PAGE.write_text(page(rehearse(SAMPLE, seed=SEED, today=BEGINS)), encoding="utf-8")
        print(PAGE.relative_to(Path(__file__).parent))
        return
    file, seed, first = (*sys.argv[1:], *("1", BEGINS.isoformat())[len(sys.argv) - 2 :])
    found = rehearse(Path(file), seed=int(seed), today=date.fromisoformat(first))
    print(table(found), f"\nTo the convener until four weeks after the launch: {to_the_convener(found)}")


if __name__ == "__main__":
    main()

"""English for verdicts and reasons: lists of names, counted words, dates."""

from collections.abc import Sequence
from datetime import date
from string import Formatter

from languages import DEFAULT, formatting

MONTHS = tuple(formatting.month(DEFAULT, date(2000, month, 1)) for month in range(1, 13))

FIELDS = frozenset({"value", "needed", "short", "names"})
"""What a playbook's `missing` sentence may fill in."""


def english_list(names: Sequence[str], most: int = 6) -> str:
    """ "Ana", "Ana and Ben", "Ana, Ben, and Cy"; beyond `most` names the rest are counted."""
    return formatting.listing(DEFAULT, names, most)


def has_or_have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def day_in_words(day: date, today: date | None = None) -> str:
    """ "Monday, March 14"; with the year when it is not the year of `today`."""
    return formatting.short_day(DEFAULT, day, today)


class Counted(int):
    """A number that can say what it counts: `{value:champion has|champions have}` → "1 champion has"."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return f"{int(self) or 'no'} {one if self == 1 else many}"


def fill(sentence: str, value: int, needed: int, names: Sequence[str] = ()) -> str:
    """A `missing` sentence of a playbook with its fields filled in, beginning with a capital."""
    filled = sentence.format(
        value=Counted(value),
        needed=Counted(needed),
        short=Counted(abs(needed - value)),
        names=english_list(names) or "nobody",
    )
    return filled[:1].upper() + filled[1:]


def wrong_fields(sentence: str) -> tuple[str, ...]:
    """What stands in braces and cannot be filled in. Raises ValueError when the braces do not match."""
    fields = [field for _, field, _, _ in Formatter().parse(sentence) if field is not None]
    return tuple(field for field in fields if field not in FIELDS)


def quoted(words: str) -> str:
    """What somebody wrote, in quotation marks, without the full stop that would stand beside them."""
    return f"“{words.strip().removesuffix('.')}”"


def sentence(words: str) -> str:
    """The words as a sentence: a capital first, a full stop at the end when there is no mark."""
    words = words.strip()
    if not words:
        return ""
    return words[:1].upper() + words[1:] + ("" if words[-1] in ".?…”" else ".")

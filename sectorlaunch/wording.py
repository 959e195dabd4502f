"""Dates, times and lists as conveners read them: `languages.formatting` in English. Letters name their own language."""

from functools import partial

from languages import DEFAULT, formatting

day = partial(formatting.day, DEFAULT)
short_day = partial(formatting.short_day, DEFAULT)
clock = partial(formatting.clock, DEFAULT)
span = partial(formatting.span, DEFAULT)
moment = partial(formatting.moment, DEFAULT)
duration = partial(formatting.duration, DEFAULT)
listing = partial(formatting.listing, DEFAULT)


def counted(number: int, one: str, many: str = "") -> str:
    """1 person, 2 people; `many` may be left out where it is `one` with an s."""
    return f"{number} {one if number == 1 else many or one + 's'}"

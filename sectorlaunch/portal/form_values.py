"""Values out of forms: a number, a day, a moment. What cannot be read is said in a sentence."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from languages.catalogs import mark
from sectorlaunch.errors import BadInput
from sectorlaunch.files import launch_dates

Choice = TypeVar("Choice", bound=StrEnum)


def number(words: str) -> int:
    """The number of a row; 0, which none has, for what is no number."""
    return number_or_none(words) or 0


def number_or_none(words: str) -> int | None:
    """The same where none may be named."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def ticked(fields: Mapping[str, str], prefix: str) -> list[str]:
    """What follows the prefix in the names of the boxes that were ticked, in the order of the page."""
    found = [name.removeprefix(prefix) for name in fields if name.startswith(prefix) and fields[name]]
    return found[::-1]  # the fields of a form are read from its end


def rows_ticked(fields: Mapping[str, str], prefix: str) -> list[int]:
    """The same as numbers of rows; what is no number is left out."""
    return [row for words in ticked(fields, prefix) if (row := number(words))]


def whole(words: str, remedy: str, digits: int = 9) -> int:
    """A whole number of so many digits at most. Raises BadInput with `remedy`."""
    if not words.strip().isdecimal() or len(words.strip()) > digits:
        raise BadInput(remedy)
    return int(words)


def one_of(kind: type[Choice], words: str, remedy: str) -> Choice:
    """What was chosen. Raises BadInput with `remedy`."""
    try:
        return kind(words)
    except ValueError:
        raise BadInput(remedy) from None


def perhaps(kind: type[Choice], words: str) -> Choice | None:
    """What was chosen; None where it was none of them."""
    return kind(words) if words in set(kind) else None


def web_address(words: str) -> str:
    """A web address, or nothing. Raises BadInput for anything else."""
    address = words.strip()
    if address and (not re.fullmatch(r"https?://[^\s<>\"]+", address) or len(address) > 200):
        raise BadInput("Copy the whole link, such as https://meet.example.org/launch.")
    return address


def minutes(words: str) -> int:
    """How long something lasts. Raises BadInput."""
    return whole(words, mark("Say how many minutes it lasts, such as 90."), digits=3)


def day(words: str) -> date | None:
    """The day in a date field; None while it is empty. Raises BadInput."""
    try:
        return date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError:
        raise BadInput("Write the day as 2027-03-04.") from None


def moment(day_words: str, hour_words: str, zone: str, otherwise: time | None = None) -> datetime:
    """Local day and hour as UTC; `otherwise` is the hour where none is given. Raises BadInput."""
    on = day(day_words)
    if on is None:
        raise BadInput("Choose the day.")
    try:
        at = launch_dates.read_time(hour_words) if hour_words or otherwise is None else otherwise
    except ValueError:
        at = None
    if at is None:
        raise BadInput("Write the hour on the 24-hour clock, such as 08:30 or 14:00.")
    try:
        return launch_dates.moment(on, at, zone)
    except OverflowError:
        raise BadInput("Write the day as 2027-03-04.") from None
    except ValueError:
        raise BadInput(
            "The clocks go forward that day, and skip this hour. Choose an earlier or a later one."
        ) from None
